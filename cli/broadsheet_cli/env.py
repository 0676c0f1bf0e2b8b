"""`broadsheet env`: the running stack's variables, for a shell."""

from __future__ import annotations

import contextlib
import http.client
import json
import shlex

import click

from broadsheet_cli.local.front import STACK_PATH

PORT = click.IntRange(0, 65535)  # 0 takes any that is free


@click.command()
@click.option("--port", type=PORT, default=8000, show_default=True, help="Where `broadsheet serve` listens.")
def env(port: int) -> None:
    """Print what a shell needs to publish to the running site.

    \b
    eval "$(broadsheet env)"
    aws s3 cp story.md "s3://$BROADSHEET_UPLOADS/articles/world/story.md"
    """
    for name, value in running_stack(port).items():
        click.echo(f"export {name}={shlex.quote(value)}")


def running_stack(port: int) -> dict[str, str]:
    """The variables of the stack behind this port. Raises ClickException where there is none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with contextlib.closing(connection):
        try:
            connection.request("GET", STACK_PATH)
            found = json.load(connection.getresponse())
        except (OSError, ValueError, http.client.HTTPException):
            found = None
    if not isinstance(found, dict) or "BROADSHEET_UPLOADS" not in found:
        raise click.ClickException(
            f"No site is being served on port {port}: start one with `broadsheet serve --port {port}`."
        )
    return {str(name): str(value) for name, value in found.items()}
