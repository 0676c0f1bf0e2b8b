"""`broadsheet takedown`: withdraw a story everywhere, and see that it is gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console
from rich.table import Table

from broadsheet.domain.addresses import object_key
from broadsheet_cli.operating.inspection import Inspector, Seen, still_seen
from broadsheet_cli.operating.lookup import find_story
from broadsheet_cli.operating.purging import purge, wait_until_purged
from broadsheet_cli.operating.takedown_report import COMMENTS, TakedownReport, begin, report_file
from broadsheet_cli.operating.telling import many
from broadsheet_cli.operating.traces import Traces, traces_of
from broadsheet_cli.operating.withdrawal import erase, withdraw
from broadsheet_cli.target import Target, find_target, of_a_stack

AT_FIRST = 5.0  # seconds in which pages that nobody waited for are printed
COLOURS = {"still seen": "red", "not reached": "red", "in its own text": "yellow"}


@click.command()
@click.argument("article")
@of_a_stack
@click.option("--reason", required=True, help="Why, for the report.")
@click.option("--report", "file", type=click.Path(dir_okay=False, path_type=Path), help="Where to write it.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--erase", "erasing", is_flag=True, help="Delete all old versions of the text as well.")
@click.option("--wait", default=180.0, show_default=True, help="Seconds to wait at most, for each step.")
def takedown(
    article: str,
    stack: str | None,
    port: int,
    *,
    reason: str,
    file: Path | None,
    yes: bool,
    erasing: bool,
    wait: float,
) -> None:
    """Withdraw ARTICLE from page, pictures, lists, feeds, sitemaps, other stories and the edge, then fetch
    every address and write what was seen into a report.

    ARTICLE is an upload key, an address, a URL or an article id. The exit code is 1 if anything of the
    story can still be seen, or if that is not certain.
    """
    if file is not None and file.exists():
        raise click.ClickException(f"{file} exists already: name another file for the report")
    target = find_target(stack, port)
    with target.reached():
        traces = traces_of(target, find_story(target, article))
    _announce(target, traces, erasing=erasing)
    if not yes:
        click.confirm("Withdraw it?", abort=True)
    report = begin(target, traces, reason)
    file = file or report_file(traces, report.started)
    report.write(file)  # every address is on record before anything goes
    try:
        with target.reached():
            _take_down(target, report, wait, erasing=erasing)
    except click.ClickException as error:
        report.errors.append(f"broken off: {error.message}")
    report.ended = datetime.now(UTC)
    report.write(file)
    _show(report, file)
    raise SystemExit(0 if report.verdict == "withdrawn" else 1)


def _take_down(target: Target, report: TakedownReport, wait: float, *, erasing: bool) -> None:
    traces, console = report.traces, Console(stderr=True)
    with console.status("Waiting for the receipts …"):
        report.unanswered = withdraw(target, (traces.record.key, *traces.pictures.sole), wait)
    with console.status("Waiting for the edge …"):
        _purge(target, report, wait)
    with console.status(f"Fetching {many(len(traces.addresses), 'address', 'addresses')} …"):
        inspector = Inspector(target, traces)
        report.seen = inspector.inspect(min(wait, AT_FIRST))
        if still_seen(report.seen):
            print_again(target, report.seen)
            report.seen = inspector.inspect(wait)
    if erasing:
        _erase(target, report)


def print_again(target: Target, seen: Iterable[Seen]) -> None:
    """A page that was left behind, by whatever mishap, is made what it should be."""
    names = dict.fromkeys(one.address.page for one in still_seen(seen) if one.address.page)
    target.queue("pages").send([{"pages": [name], "change": True} for name in names])


def _purge(target: Target, report: TakedownReport, wait: float) -> None:
    """What the edge refuses does not keep anybody from looking."""
    try:
        ids = purge(target, [address.path for address in report.traces.addresses])
        report.purged = wait_until_purged(target, ids, wait)
    except (ClientError, BotoCoreError) as error:
        report.errors.append(f"the edge was not purged: {error}")


def _erase(target: Target, report: TakedownReport) -> None:
    """The text's own versions, and those of the pages that had it, where nobody else stands now."""
    own = {address for address in report.traces.own if address.kind != "image"}
    pages = [
        object_key(one.address.path) for one in report.seen if one.address in own and one.verdict == "gone"
    ]
    try:
        report.erased = erase(target, target.bucket, report.traces.record.key)
        report.erased += sum(erase(target, target.site_bucket, key) for key in pages)
    except (ClientError, BotoCoreError, click.ClickException) as error:
        report.errors.append(f"old versions were not erased: {error}")


def _announce(target: Target, traces: Traces, *, erasing: bool) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for line in _plan(target, traces, erasing=erasing):
        console.print(line, markup=False)


def _plan(target: Target, traces: Traces, *, erasing: bool) -> Iterator[str]:
    record, kinds = traces.record, Counter(address.kind for address in traces.addresses)
    yield f"{traces.marks.title or record.key} ({record.key}, {record.state}) on {target.site_url}"
    for path in traces.marks.paths:
        yield f"  goes: {path}"
    for key, files in traces.pictures.sole.items():
        yield f"  goes: {key}, {many(len(files), 'file')}"
    for key, users in traces.pictures.shared.items():
        yield f"  stays: {key}, shown by {', '.join(users)}"
    lists = many(
        kinds["list"] + kinds["feed"] + kinds["sitemap"], "list, feed or sitemap", "lists, feeds and sitemaps"
    )
    yield f"  loses it: {lists}, {many(kinds['related'], 'other story', 'other stories')}"
    for key in traces.linking:
        yield f"  links to it in its text: {key}"
    if erasing:
        yield "  erased for good: all old versions of its text"


def _show(report: TakedownReport, file: Path) -> None:
    console = Console(highlight=False, soft_wrap=True)
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    for title in ("address", "kind", "status", "seen"):
        table.add_column(title, overflow="fold")
    for seen in report.seen:
        colour = COLOURS.get(seen.verdict, "")
        verdict = f"[{colour}]{seen.verdict}[/]" if colour else seen.verdict
        table.add_row(seen.address.path, seen.address.kind, str(seen.status or "–"), verdict)
    console.print(table)
    for line in _findings(report):
        console.print(line, markup=False)
    colour = "green" if report.verdict == "withdrawn" else "red"
    console.print(f"[{colour}]{report.verdict.capitalize()}.[/]")
    console.print(f"The report is in {file}", markup=False)


def _findings(report: TakedownReport) -> Iterator[str]:
    for key in report.unanswered:
        yield f"No receipt says yet that {key} is withdrawn: `broadsheet status` shows what is stuck."
    for id_, status in report.purged.items():
        if status != "Completed":
            yield f"The edge has not finished invalidation {id_} yet ({status})."
    yield from report.errors
    yield from (_finding(seen, "Still seen") for seen in still_seen(report.seen))
    yield from (_finding(s, "For your information") for s in report.seen if s.verdict == "in its own text")
    if report.erased is not None:
        yield f"Erased: {many(report.erased, 'old version')}."
    yield COMMENTS


def _finding(seen: Seen, what: str) -> str:
    details = "; ".join(filter(None, (", ".join(seen.found), seen.note)))
    return f"{what}: {seen.address.path}{f' – {details}' if details else ''}"
