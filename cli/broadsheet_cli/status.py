"""`broadsheet status`: whether all that was uploaded is out, and nothing is stuck."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import click
from rich.console import Console
from rich.table import Table

from broadsheet_cli.operating.health import Health, look
from broadsheet_cli.operating.inventory import Standing
from broadsheet_cli.operating.queues import Backlog
from broadsheet_cli.operating.telling import ago, length, many
from broadsheet_cli.target import find_target, of_a_stack


@click.command()
@of_a_stack
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for a monitor.")
@click.option(
    "--patience",
    type=click.IntRange(0),
    default=10,
    show_default=True,
    help="Minutes that an upload may wait for its answer.",
)
def status(stack: str | None, port: int, *, as_json: bool, patience: int) -> None:
    """Show queues, dead letters, the last sweep, and the oldest upload that is not answered yet.

    The exit code is 1 if there are dead letters, or an upload has waited longer than --patience.
    """
    target = find_target(stack, port)
    with target.reached():
        health = look(target, timedelta(minutes=patience))
    if as_json:
        click.echo(json.dumps(health.as_json(), indent=2))
    else:
        _show(health)
    raise SystemExit(0 if health.well else 1)


def _show(health: Health) -> None:
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"{health.stack}, {health.site}", markup=False)
    console.print(_table(health))
    for line in _lines(health):
        console.print(line, markup=False)
    console.print(f"[green]{_praise(health)}[/]" if health.well else f"[red]{' '.join(_advice(health))}[/]")


def _table(health: Health) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    table.add_column("queue")
    for title in ("waiting", "in flight", "delayed", "oldest", "dead letters"):
        table.add_column(title, justify="right")
    for name, letters in health.dead_letters.items():
        dead = f"[red]{letters.messages}[/]" if letters.messages else "0"
        table.add_row(name, *_cells(health.queues.get(name)), dead)
    return table


def _cells(queue: Backlog | None) -> list[str]:
    """Changes of tables come by streams: only their dead letters are in a queue."""
    if queue is None:
        return ["", "", "", ""]
    return [str(queue.visible), str(queue.in_flight), str(queue.delayed), _age(queue)]


def _age(queue: Backlog) -> str:
    if not queue.messages:
        return "–"
    return "not known" if queue.oldest is None else length(queue.oldest)


def _lines(health: Health) -> Iterator[str]:
    yield f"Last sweep: {health.sweep.tell(health.at) if health.sweep else 'never'}"
    if not health.open:
        yield "Every upload is answered."
        return
    yield f"Not answered: {many(len(health.open), 'upload')}. The oldest: {_waiting(health.open[0], health)}"


def _waiting(item: Standing, health: Health) -> str:
    what = f"{item.key} (deleted)" if item.etag is None else item.key
    return f"{what}, {ago(item.since, health.at)}" if item.since else f"{what}, nobody knows since when"


def _praise(health: Health) -> str:
    busy = health.open or any(queue.messages for queue in health.queues.values())
    return "At work, and nothing is late." if busy else "All is well."


def _advice(health: Health) -> Iterator[str]:
    if health.letters:
        yield (
            f"{many(health.letters, 'dead letter')}: `broadsheet redrive` tries again and writes down what "
            "cannot be moved; `broadsheet redrive --discard` deletes that."
        )
    if health.late:
        waited = length(health.patience.total_seconds())
        late = many(len(health.late), "upload")
        yield f"{late} without an answer after {waited}: `broadsheet rebuild` looks again."
