"""`broadsheet redrive`: what is in the dead-letter queues is tried again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from broadsheet.publishing.invalidating import Invalidate
from broadsheet_cli.operating.aside import Aside, Letter
from broadsheet_cli.operating.letters import DeadLetters, Outcome, revived_pages, revived_upload, sent_at
from broadsheet_cli.operating.queues import backlog
from broadsheet_cli.operating.streams import StreamLetters
from broadsheet_cli.operating.telling import many
from broadsheet_cli.reporting import progress
from broadsheet_cli.target import DEAD_LETTERS, Target, find_target, of_a_stack

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import MessageTypeDef


@click.command()
@of_a_stack
@click.option(
    "--queue", "only", type=click.Choice(list(DEAD_LETTERS)), help="The dead letters of this queue alone."
)
@click.option("--discard", is_flag=True, help="Delete what cannot be moved, when it is in the file.")
@click.option(
    "--aside",
    "folder",
    type=click.Path(exists=True, file_okay=False, writable=True, path_type=Path),
    default=Path(),
    help="Where the file goes; else here.",
)
def redrive(stack: str | None, port: int, only: str | None, *, discard: bool, folder: Path) -> None:
    """Move dead letters back to their queues, so that what failed is tried again.

    Safe to repeat and to break off: a letter is deleted after its work was handed on. What cannot be
    moved is written into a file; it stays, and the exit code is then 1, or it is deleted with --discard.
    """
    target, aside = find_target(stack, port), Aside(folder)
    stayed = 0
    for name in [only] if only else DEAD_LETTERS:
        outcome = Outcome()
        try:
            with target.reached():
                _redrive(target, name, outcome, aside=aside, discard=discard)
        finally:
            _show(name, outcome)
        stayed += outcome.stayed
    if aside.path:
        click.echo(f"What could not be moved is in {aside.path}.")
    if stayed:
        click.echo(f"{many(stayed, 'letter')} stayed. When dealt with: `broadsheet redrive --discard`.")
    raise SystemExit(1 if stayed else 0)


def _redrive(target: Target, name: str, outcome: Outcome, *, aside: Aside, discard: bool) -> None:
    def keep(letter: MessageTypeDef, reason: str) -> None:
        aside.keep(Letter(name, letter["MessageId"], reason, letter["Body"], sent_at(letter)))

    url = target.dead_letters[name]
    total = backlog(target, url).messages
    letters = replace(letters_of(target, name), keep=keep, discard=discard)
    for _ in progress(letters.redrive(outcome), f"Dead letters of {name}", total or None):
        pass


def letters_of(target: Target, name: str) -> DeadLetters:
    """The dead letters of a queue, with what is to be done about them."""
    url = target.dead_letters[name]
    if name == "changes":
        announcing = Invalidate(target.catalogue, target.queue("pages"), target.queue("uploads"))
        streams = StreamLetters(target.client("dynamodbstreams"), announcing)
        return DeadLetters(target.sqs, url, streams.revive, _nothing)
    revive = revived_pages if name == "pages" else revived_upload
    return DeadLetters(target.sqs, url, revive, target.queue(name).send)


def _nothing(messages: Sequence[Mapping[str, Any]]) -> None:
    """The work of these letters is done by reading them."""


def _show(name: str, outcome: Outcome) -> None:
    click.echo(f"{name}: {many(outcome.moved, 'dead letter')} moved")
    for reason, count in Counter(outcome.left.values()).items():
        what = "deleted" if outcome.deleted else "left"
        click.secho(f"  {many(count, 'letter')} {what}: {reason}", fg="red")
