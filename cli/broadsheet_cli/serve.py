"""`broadsheet serve`: a news site on this machine, with one command."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from types import FrameType

import click

from broadsheet.adapters.memory.table import MemoryTable
from broadsheet.commenting.exports import import_comments, read_export
from broadsheet_cli.content import folder_uploads
from broadsheet_cli.env import PORT
from broadsheet_cli.local.content import ContentFolder
from broadsheet_cli.local.errors import LocalError
from broadsheet_cli.local.journal import Journal
from broadsheet_cli.local.preparing import Preparation
from broadsheet_cli.local.stack import PROJECT, LocalStack
from broadsheet_cli.local.telling import Teller
from broadsheet_cli.local.watching import Watcher

DEMO = PROJECT / "demo"
DEMO_COMMENTS = DEMO / "comments.jsonl"
SETTLE_SECONDS = 60
TICKS = 3  # tries: a function may be killed at any moment
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.option("--port", type=PORT, default=8000, show_default=True, help="Where the site is served.")
@click.option("--content", type=FOLDER, help="Publish what is in this folder, and follow its changes.")
@click.option(
    "--state", type=click.Path(file_okay=False, path_type=Path), help="Keep articles and comments here."
)
@click.option("--no-demo", is_flag=True, help="Begin with an empty site.")
def serve(port: int, content: Path | None, state: Path | None, no_demo: bool) -> None:
    """Serve a news site from this machine: the whole deployment, in a local AWS."""
    teller = Teller()
    try:
        with _until_told_to_stop() as stopped:
            first = content or (None if no_demo or not DEMO.is_dir() else DEMO)
            prepare = partial(_prepare, first, teller) if first else _begin_empty
            _serve(
                LocalStack(state=state, port=port, tell=teller.step, prepare=prepare),
                teller,
                stopped,
                content,
            )
    except LocalError as error:
        teller.close()
        raise click.ClickException(str(error)) from None
    except _Stop:
        pass
    finally:
        teller.close()


def _serve(local: LocalStack, teller: Teller, stopped: threading.Event, content: Path | None) -> None:
    with ExitStack() as running:
        stack = running.enter_context(local)
        _begin(stack, teller)
        if content is not None:
            running.callback(_follow(stack, teller, content).stop)
        # A site that was found is whole already; what was under way goes on behind it.
        if not stack.found:
            teller.step("Publishing")
            _settle(stack, teller)
        teller.ready(stack.url, stack.uploads_bucket)
        _wait(stack, stopped)


def _begin_empty(journal: Path, url: str) -> None:
    """Nothing is published."""


def _prepare(folder: Path, teller: Teller, journal: Path, url: str) -> None:
    """A stack that has never been begins with what is in the folder."""
    with closing(Journal(journal)) as kept:
        preparation = Preparation(folder_uploads(folder), kept, url, _comments(folder))
        site = preparation.site
        teller.through("Publishing", preparation.steps(), lambda: (site.done, site.total))
    for report in preparation.reports():
        if report.refused:
            teller.answered(report)


def _comments(folder: Path) -> MemoryTable:
    """The demo newspaper has readers, too."""
    table = MemoryTable()
    if folder == DEMO and DEMO_COMMENTS.exists():
        with DEMO_COMMENTS.open("rb") as lines:
            import_comments(table, read_export(lines, DEMO_COMMENTS.name))
    return table


def _begin(stack: LocalStack, teller: Teller) -> None:
    """The clock has what a site consists of before anything is uploaded printed."""
    for left in reversed(range(TICKS)):
        try:
            stack.tick()
            break
        except LocalError as error:
            if not left:
                teller.note(f"{error} It strikes again within a minute.")


def _follow(stack: LocalStack, teller: Teller, folder: Path) -> Watcher:
    content = ContentFolder(folder, memory=stack.folder.content)
    _publish(stack, teller, content)
    watcher = Watcher(folder, content, stack, answered=teller.answered, failed=teller.failed)
    watcher.start()
    return watcher


def _publish(stack: LocalStack, teller: Teller, content: ContentFolder) -> None:
    with teller.counting("Uploading", len(content.files())) as advance:
        content.publish(stack, done=advance, before_articles=lambda: stack.settle(SETTLE_SECONDS))


def _settle(stack: LocalStack, teller: Teller) -> None:
    def left(pending: int) -> None:
        teller.step(f"Publishing, {pending} messages to go")

    if stack.settle(SETTLE_SECONDS, left=left):
        return
    if failed := stack.work().failed:
        teller.note(f"{failed} messages failed and will be tried again; {stack.log} says more.")
    else:
        teller.note("Still publishing: more pages appear as they are done.")


def _wait(stack: LocalStack, stopped: threading.Event) -> None:
    while not stopped.wait(0.5):
        if not stack.engine.running():
            raise LocalError("The local AWS has ended by itself; start `broadsheet serve` again.")


class _Stop(BaseException):
    """Told to stop."""


@contextmanager
def _until_told_to_stop() -> Iterator[threading.Event]:
    """An event that the first Ctrl-C, SIGTERM or SIGHUP sets, breaking off what is being done; any
    further one is ignored, so that everything is taken down in order."""
    stopped = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        if stopped.is_set():
            return
        stopped.set()
        raise _Stop

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
