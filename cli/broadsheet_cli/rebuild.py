"""`broadsheet rebuild`: every upload and every page is looked at once more."""

from __future__ import annotations

import click

from broadsheet_cli.operating.purging import EVERYTHING, purge
from broadsheet_cli.operating.rebuilding import Rebuilding
from broadsheet_cli.operating.selection import Pattern
from broadsheet_cli.target import find_target, of_a_stack

ADVICE = "`broadsheet status` shows what is stuck; `broadsheet redrive` tries again what has failed for good."


@click.command()
@of_a_stack
@click.option(
    "--only",
    default="",
    metavar="PATTERN",
    help="A glob over upload keys and addresses, such as 'articles/world/*' or '/world/*'.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    default=10,
    show_default=True,
    help="Minutes to wait while the queues do not get shorter.",
)
@click.option("--purge", "purging", is_flag=True, help="Have the edge forget the whole site in the end.")
def rebuild(stack: str | None, port: int, only: str, timeout: float, *, purging: bool) -> None:
    """Have every upload, and then every page, looked at again. What is right already is not written.

    Safe to repeat and to break off. The exit code is 1 if the queues did not empty.
    """
    target = find_target(stack, port)
    work = Rebuilding(target, Pattern(only), timeout * 60)
    with target.reached():
        work.run()
        if purging:
            click.echo(f"The edge is forgetting the whole site: {', '.join(purge(target, [EVERYTHING]))}")
    if work.stuck:
        click.secho(f"{work.stuck}. {ADVICE}", fg="red", err=True)
    raise SystemExit(1 if work.stuck else 0)
