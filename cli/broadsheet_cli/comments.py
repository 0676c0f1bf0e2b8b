"""`broadsheet comments`: all comments as JSON lines."""

from __future__ import annotations

import click
from botocore.exceptions import BotoCoreError, ClientError

from broadsheet.adapters.aws.table import DynamoTable
from broadsheet.commenting.exports import export_comments
from broadsheet_cli.env import PORT
from broadsheet_cli.target import Target, find_target


@click.command()
@click.option(
    "--stack", help="A deployed CloudFormation stack; without it, the site that runs on this machine."
)
@click.option("--port", type=PORT, default=8000, help="The port that `broadsheet serve` listens on.")
def comments(stack: str | None, port: int) -> None:
    """Print every comment as a line of JSON, without e-mail addresses: for a copy, or for
    `broadsheet build --comments`.
    """
    target = find_target(stack, port)
    table = DynamoTable(target.dynamodb, target.comments_table)
    try:
        for line in export_comments(table, _articles(target)):
            click.echo(line, nl=False)
    except (ClientError, BotoCoreError) as error:
        raise click.ClickException(f"{target.comments_table}: {error}") from error


def _articles(target: Target) -> list[str]:
    """The ids of all articles that have a thread."""
    pages = target.dynamodb.get_paginator("scan").paginate(
        TableName=target.comments_table,
        FilterExpression="sk = :thread",
        ExpressionAttributeValues={":thread": {"S": "THREAD"}},
        ProjectionExpression="pk",
    )
    return sorted(item["pk"]["S"].removeprefix("T#") for page in pages for item in page["Items"])
