"""Several stories pick anew, or show anew what they have picked: read and written together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import NamedTuple

from broadsheet.domain import rows
from broadsheet.domain.record import ArticleRecord
from broadsheet.domain.relatedness import Around
from broadsheet.errors import Conflict
from broadsheet.ports import Action, Table, key_of
from broadsheet.publishing import windows
from broadsheet.publishing.links import Picks, guard, others_of
from broadsheet.publishing.picking import Groups, Pick, changes, picked, picks_of, records
from broadsheet.together import Together

AT_ONCE = 40  # stories
ACTIONS = 90  # of one transaction

Opened = Mapping[str, Picks]


def reconsider(known: Mapping[str, Picks], *, catalogue: Table, together: Together) -> Set[str]:
    """Let these stories pick anew; `known` is what they had picked when it was last read.

    Returns those that somebody else has been at work on, or that have very much to write: each should be
    seen to alone.
    """
    desk = _Desk(catalogue, together)
    return known.keys() - {id_ for ids in _parts(known) for id_ in desk.done({i: known[i] for i in ids})}


def refresh(owners: Set[str], *, catalogue: Table) -> Set[str]:
    """Bring the rows that follow from these stories' picks up to date, whatever they have picked.

    Returns those that should pick anew, each alone: somebody else is at work on them, or was and has died.
    """
    return owners - {id_ for ids in _parts(owners) for id_ in _shown(ids, catalogue)}


def _parts(ids: Iterable[str]) -> Iterator[list[str]]:
    every = sorted(ids)
    return (every[start : start + AT_ONCE] for start in range(0, len(every), AT_ONCE))


def _shown(ids: list[str], catalogue: Table) -> Iterator[str]:
    """Ids of those that show all as it is."""
    closed = {id_: old for id_, old in picks_of(ids, catalogue).items() if not old.open}
    known = records({*closed, *(id_ for old in closed.values() for id_ in others_of(old))}, catalogue)
    picks = [Pick(known[id_], old, old) for id_, old in closed.items()]
    yield from _written(picks, known, catalogue)


class _Desk(NamedTuple):
    catalogue: Table
    together: Together

    def done(self, known: Mapping[str, Picks]) -> Iterator[str]:
        """Ids of those that have picked."""
        try:
            picks = self._picks(self._opened(known))
        except Conflict:
            return
        others = records({id_ for pick in picks for id_ in pick.others}, self.catalogue)
        yield from _written(picks, others, self.catalogue)

    def _opened(self, known: Mapping[str, Picks]) -> Opened:
        """From now on whoever changes what they pick from finds them open."""
        closed = {id_: old._replace(rev=old.rev + 1, open=True) for id_, old in known.items() if not old.open}
        if closed:
            self.catalogue.write([guard(id_, old) for id_, old in closed.items()])
        return {**known, **closed}

    def _picks(self, opened: Opened) -> list[Pick]:
        found = records(opened, self.catalogue)
        stories = [found[id_] for id_ in opened]
        before = self._before(stories)
        return [Pick(story, opened[story.id], picked(story, before[story.id])) for story in stories]

    def _before(self, stories: list[ArticleRecord]) -> dict[str, dict[str, Around]]:
        """By story and term, the stories before it."""
        places = defaultdict[str, list[str]](list)
        for story in stories:
            for term in _terms(story):
                places[term].append(rows.place(story))
        found = windows.before_each(places, self.catalogue, self.together)
        return {
            story.id: {
                term: Around(weight, found[term][rows.place(story)], ())
                for term, weight in _terms(story).items()
            }
            for story in stories
        }


def _terms(story: ArticleRecord) -> dict[str, int]:
    return dict(story.live.terms) if story.live else {}


def _written(picks: list[Pick], others: Mapping[str, ArticleRecord], catalogue: Table) -> Iterator[str]:
    """Ids of those whose picks, and all that follows from them, are in the table now."""
    for ids, actions in _transactions(picks, changes(picks, others, catalogue)):
        try:
            catalogue.write(actions)
        except Conflict:
            continue
        yield from ids


def _transactions(picks: list[Pick], groups: list[Groups]) -> Iterator[tuple[list[str], list[Action]]]:
    """What is to be written for as many stories as fit one transaction; who needs more is left out."""
    ids, actions = list[str](), dict[tuple[str, str], Action]()
    for pick, theirs in zip(picks, groups, strict=True):
        more = _actions(pick, theirs)
        if len(more) > ACTIONS:
            continue
        if len(actions | more) > ACTIONS:
            yield ids, list(actions.values())
            ids, actions = [], {}
        ids.append(pick.record.id)
        actions |= more
    if ids:
        yield ids, list(actions.values())


def _actions(pick: Pick, groups: Groups) -> dict[tuple[str, str], Action]:
    """By key, since a transaction takes no row twice: two stories may show the same third one."""
    done: list[Action] = [guard(pick.record.id, pick.new._replace(rev=pick.old.rev + 1))]
    return {key_of(action): action for group in [done, *groups] for action in group}
