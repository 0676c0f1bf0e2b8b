"""The command `broadsheet`. Each subcommand is a module, loaded when it is called."""

from __future__ import annotations

import errno
import importlib
import importlib.util

import click

COMMANDS = {
    "serve": "broadsheet_cli.serve",
    "env": "broadsheet_cli.env",
    "publish": "broadsheet_cli.publish",
    "check": "broadsheet_cli.check",
    "build": "broadsheet_cli.build",
    "comments": "broadsheet_cli.comments",
    "status": "broadsheet_cli.status",
    "redrive": "broadsheet_cli.redrive",
    "rebuild": "broadsheet_cli.rebuild",
    "takedown": "broadsheet_cli.takedown",
}

FULL = (errno.ENOSPC, errno.EDQUOT)  # the disk, or what one may have of it


class _Group(click.Group):
    """Finds a command by its name: the module's attribute of that name."""

    def list_commands(self, _: click.Context) -> list[str]:
        return [name for name, module in COMMANDS.items() if importlib.util.find_spec(module)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = getattr(importlib.import_module(COMMANDS[cmd_name]), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except OSError as error:  # a file that may not be read, a disk that is full
            if error.filename is None and error.errno not in FULL:
                raise
            what = f"{error.filename}: " if error.filename else ""  # none is told where one was being written
            raise click.ClickException(f"{what}{error.strerror}") from error


@click.command(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="broadsheet")
def main() -> None:
    """A news site without servers: files in a bucket become pages, feeds and comments."""


if __name__ == "__main__":
    main()
