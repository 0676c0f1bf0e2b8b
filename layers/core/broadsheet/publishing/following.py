"""What a decision leaves to be done: noted in the record itself, so that no crash can lose it."""

from __future__ import annotations

from collections.abc import Iterable

from broadsheet.domain.changing import changed
from broadsheet.domain.pages import lists_of, pages_affected_by, pages_with
from broadsheet.domain.record import ArticleRecord, Heard, Live
from broadsheet.domain.rows import place
from broadsheet.domain.terms import filed
from broadsheet.publishing.threads import told


def following(
    old: ArticleRecord,
    decided: ArticleRecord,
    *,
    unprinted: Iterable[str] = (),
    heard: Heard | None = None,
) -> ArticleRecord:
    """The decision as it is written: numbered, with notes on all that follows from it.

    What an earlier decision left to be done is taken over, and so are the pages that may not have been
    printed since. `heard` is the last receipt, as far as it was looked for.
    """
    unprinted = tuple(unprinted)
    return changed(
        decided,
        rev=old.rev + 1,
        unsettled=True,
        marked=old.marked or not old.rev,
        relinks=old.relinks or _shown(old.live) != _shown(decided.live),
        disturbs=(old.relinks and old.disturbs) or _met(old) != _met(decided),
        told=old.told and told(old) == told(decided),
        left_terms=_left_terms(old, decided),
        left_lists=_left_lists(old, decided),
        new_lists=_new_lists(old, decided),
        pages=tuple(dict.fromkeys((*unprinted, *pages_affected_by(old, decided)))),
        joins=bool(decided.live and not old.live and not unprinted),
        heard=heard,
    )


def everything_again(record: ArticleRecord) -> ArticleRecord:
    """The record with a note to work out and print all that follows from it once more."""
    live = record.live
    paths = (record.path, *live.aliases, *record.former) if live else ()
    names = (*record.pages, *(f"at{path}" for path in paths), *(pages_with(live) if live else ()))
    pages, lists = tuple(dict.fromkeys(names)), tuple(sorted(_lists(record)))
    return changed(
        record,
        unsettled=True,
        relinks=True,
        disturbs=True,
        told=False,
        new_lists=lists,
        pages=pages,
        joins=False,
        heard=None,
    )


def settled(record: ArticleRecord, showing: Iterable[str] = ()) -> ArticleRecord:
    """The record when all is done but the printing: `pages` names what is to be printed, the pages that
    show a withdrawn story included."""
    pages = tuple(dict.fromkeys((*record.pages, *showing)))
    return changed(
        record,
        unsettled=False,
        relinks=False,
        disturbs=True,
        told=True,
        left_terms=(),
        left_lists=(),
        new_lists=(),
        pages=pages,
    )


def _shown(live: Live | None) -> object:
    """What links between stories hang on."""
    return live and (live.teaser.listed, live.chosen, live.cites, live.terms)


def _met(record: ArticleRecord) -> object:
    """What others meet of the story, and where."""
    return record.live and (place(record), record.live.terms)


def _left_terms(old: ArticleRecord, new: ArticleRecord) -> tuple[tuple[str, str], ...]:
    """Where it stood among the stories of a term, and stands no more."""
    return tuple(sorted({*old.left_terms, *(_postings(old) - _postings(new))}))


def _postings(record: ArticleRecord) -> set[tuple[str, str]]:
    where = place(record)
    return {(where, term) for term in filed(record.live.terms)} if record.live else set()


def _left_lists(old: ArticleRecord, new: ArticleRecord) -> tuple[str, ...]:
    return tuple(sorted({*old.left_lists, *(_lists(old) - _lists(new))}))


def _new_lists(old: ArticleRecord, new: ArticleRecord) -> tuple[str, ...]:
    return tuple(sorted({*old.new_lists, *(_lists(new) - _lists(old))}))


def _lists(record: ArticleRecord) -> set[str]:
    return {*lists_of(record.live)} if record.live else set()
