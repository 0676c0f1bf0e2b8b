"""Several stories pick anew, or show anew what they have picked: read and written together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import chain
from typing import NamedTuple

from broadsheet.domain import rows
from broadsheet.domain.disturbance import Disturbance
from broadsheet.domain.record import ArticleRecord
from broadsheet.domain.relatedness import Posting, points_of, revised
from broadsheet.domain.terms import filed
from broadsheet.errors import Conflict
from broadsheet.ports import Action, Table, key_of
from broadsheet.publishing import windows
from broadsheet.publishing.disturbing import Disturbed
from broadsheet.publishing.links import Others, Picks, guard, others_of
from broadsheet.publishing.picking import Groups, Pick, changes, picked, picked_from, picks_of, records, shown
from broadsheet.publishing.snapshot import Snapshot
from broadsheet.together import Together

AT_ONCE = 40  # stories
ACTIONS = 90  # of one transaction

Opened = Mapping[str, Picks]
Terms = Mapping[str, Set[str]]  # by id


def reconsider(
    known: Mapping[str, Disturbed], moving: str, *, catalogue: Table, together: Together
) -> Set[str]:
    """Let these stories pick anew; `known` is what they had picked when it was last read, and `moving` the id
    of the one that has disturbed them.

    Returns those that somebody else has been at work on, or that have very much to write: each should be
    seen to alone.
    """
    desk = _Desk(moving, catalogue, together)
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
    moving: str
    catalogue: Table
    together: Together

    def done(self, known: Mapping[str, Disturbed]) -> Iterator[str]:
        """Ids of those that have picked."""
        try:
            opened = self._opened({id_: disturbed.picks for id_, disturbed in known.items()})
        except Conflict:
            return
        seen = Snapshot(self.catalogue)  # all records at once
        likely = chain.from_iterable(_likely(old, known[id_]) for id_, old in opened.items())
        records({self.moving, *opened, *likely}, seen)
        picks = self._picks(opened, known, seen)
        others = shown({id_ for pick in picks for id_ in pick.others}, seen)
        yield from _written(picks, others, self.catalogue)

    def _opened(self, known: Mapping[str, Picks]) -> Opened:
        """From now on whoever changes what they pick from finds them open."""
        closed = {id_: old._replace(rev=old.rev + 1, open=True) for id_, old in known.items() if not old.open}
        if closed:
            self.catalogue.write([guard(id_, old) for id_, old in closed.items()])
        return {**known, **closed}

    def _picks(self, opened: Opened, known: Mapping[str, Disturbed], seen: Snapshot) -> list[Pick]:
        """From what has changed for each, or from all that it meets."""
        stories = [*records(opened, seen).values()]
        partly = {id_: by for id_, (_, by) in known.items() if by}
        there = self._met(stories, {id_: _in_question(by, seen) for id_, by in partly.items()})
        new = {
            story.id: _revised(story, opened[story.id], there[story.id], partly[story.id].suspects)
            for story in stories
            if story.id in partly
        }
        lost = [story for story in stories if not new.get(story.id)]
        all_ = self._met(lost, {story.id: _filed(story) for story in lost})
        return [
            Pick(story, opened[story.id], new.get(story.id) or picked(story, all_[story.id]))
            for story in stories
        ]

    def _met(self, stories: list[ArticleRecord], terms: Terms) -> dict[str, list[Posting]]:
        """By story, whom it meets under these of its terms."""
        looks = {story.id: _filed(story) & terms.get(story.id, set()) for story in stories}
        places = defaultdict[str, list[str]](list)
        for story in stories:
            for term in looks[story.id]:
                places[term].append(rows.place(story))
        found = windows.before_each(places, self.catalogue, self.together)
        return {
            story.id: windows.met(found[term][rows.place(story)] for term in looks[story.id])
            for story in stories
        }


def _likely(picks: Picks, disturbed: Disturbed) -> set[str]:
    """Who is asked for, as far as can be guessed: whom a story has picked, the next one, and its suspects."""
    suspects = disturbed.by.suspects if disturbed.by else ()
    return {*others_of(picks), *(id_ for id_, _ in picks.spare[:1]), *suspects}


def _in_question(by: Disturbance, seen: Snapshot) -> Set[str]:
    """The terms under which to look. Suspects may have others by now: who changes from here on finds those
    open who rank it."""
    return by.terms.union(*map(_filed, records(by.suspects, seen).values()))


def _filed(story: ArticleRecord) -> set[str]:
    return {*filed(story.live.terms)} if story.live else set()


def _revised(story: ArticleRecord, old: Picks, there: list[Posting], suspects: Set[str]) -> Picks | None:
    """What the story picks when it meets these anew, and of the suspects no others; None: not known."""
    if story.live is None:
        return Picks()
    met = points_of(rows.posting(story.live), there)
    known = {id_: points for id_, points in met.items() if id_ not in story.live.chosen}
    ranked = revised(old.ranking, known, suspects - met.keys())
    return picked_from(story, ranked) if ranked else None


def _written(picks: list[Pick], others: Others, catalogue: Table) -> Iterator[str]:
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
