"""`broadsheet redrive`: what is in the dead-letter queues is tried again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import click

from broadsheet.publishing.invalidating import Invalidate
from broadsheet_cli.operating.letters import DeadLetters, Outcome, revived_pages, revived_upload
from broadsheet_cli.operating.queues import backlog
from broadsheet_cli.operating.streams import StreamLetters
from broadsheet_cli.operating.telling import many
from broadsheet_cli.reporting import progress
from broadsheet_cli.target import DEAD_LETTERS, Target, find_target, of_a_stack


@click.command()
@of_a_stack
@click.option(
    "--queue", "only", type=click.Choice(list(DEAD_LETTERS)), help="The dead letters of this queue alone."
)
def redrive(stack: str | None, port: int, only: str | None) -> None:
    """Move dead letters back to their queues, so that what failed is tried again.

    Safe to repeat and to break off: a letter is deleted after its work was handed on. What cannot be
    moved stays, and the exit code is then 1.
    """
    target = find_target(stack, port)
    stayed = 0
    for name in [only] if only else DEAD_LETTERS:
        outcome = Outcome()
        try:
            with target.reached():
                _redrive(target, name, outcome)
        finally:
            _show(name, outcome)
        stayed += len(outcome.left)
    raise SystemExit(1 if stayed else 0)


def _redrive(target: Target, name: str, outcome: Outcome) -> None:
    url = target.dead_letters[name]
    total = backlog(target, url).messages
    letters = letters_of(target, name)
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
        click.secho(f"  {many(count, 'letter')} left: {reason}", fg="red")
