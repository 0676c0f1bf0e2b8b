"""The story that an operator means, by its upload key, its address, a full URL or its id."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import click

from broadsheet.adapters.aws.items import row_from
from broadsheet.domain import rows
from broadsheet.domain.addresses import alias_path, article_id
from broadsheet.domain.record import ArticleRecord
from broadsheet_cli.target import Target

ID = re.compile(r"[0-9a-f]{16}")
RIGHT = "name its upload key (articles/world/story.md), its address (/world/story/), its URL or its id"


def find_story(target: Target, named: str) -> ArticleRecord:
    """The record of the story. One that is withdrawn is found by an address that it had. Raises
    ClickException where there is none."""
    if named.startswith("articles/"):
        return _by_key(target, named)
    if ID.fullmatch(named):
        return _by_id(target, named, named)
    return _by_path(target, _path(target, named), named)


def _by_key(target: Target, key: str) -> ArticleRecord:
    row = target.catalogue.get(*rows.article_key(article_id(key)))
    if row is not None:
        return rows.article_from(row)
    if target.uploads.head(key) is not None:
        return ArticleRecord(article_id(key), key)  # uploaded, and not taken in yet
    raise _unknown(target, key)


def _by_id(target: Target, id_: str, named: str) -> ArticleRecord:
    row = target.catalogue.get(*rows.article_key(id_))
    if row is None:
        raise _unknown(target, named)
    return rows.article_from(row)


def _by_path(target: Target, path: str, named: str) -> ArticleRecord:
    owner = target.catalogue.get(*rows.path_key(path))
    if owner is not None:
        return _by_id(target, owner["owner"], named)
    had = [record for record in _records_that_name(target, path) if path in (record.path, *record.former)]
    if len(had) > 1:
        keys = ", ".join(sorted(record.key for record in had))
        raise click.ClickException(f"{path} was the address of several stories: name one of {keys}")
    if not had:
        raise _unknown(target, named)
    return had[0]


def _records_that_name(target: Target, path: str) -> Iterator[ArticleRecord]:
    """Whoever is withdrawn holds no address: only the records themselves know."""
    pages = target.dynamodb.get_paginator("scan").paginate(
        TableName=target.output("CatalogueTable"),
        FilterExpression="sk = :sk AND contains(doc, :path)",
        ExpressionAttributeValues={":sk": {"S": rows.ARTICLE}, ":path": {"S": path}},
        ConsistentRead=True,
    )
    return (rows.article_from(row_from(item)) for page in pages for item in page["Items"])


def _path(target: Target, named: str) -> str:
    if re.match(r"https?://", named) and urlsplit(named).netloc not in _hosts(target):
        raise click.ClickException(f"{named} is not on this site, which is at {target.site_url}")
    path = alias_path(named) if "/" in named else None
    if path is None:
        raise click.ClickException(f"“{named}” cannot be a story: {RIGHT}")
    return path


def _hosts(target: Target) -> set[str]:
    base_url = rows.site_from(target.catalogue.get(*rows.SITE)).site.base_url
    return {urlsplit(url).netloc for url in (target.site_url, base_url)} - {""}


def _unknown(target: Target, named: str) -> click.ClickException:
    return click.ClickException(f"the site {target.site_url} knows no story {named}: {RIGHT}")
