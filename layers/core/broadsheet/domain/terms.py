"""What a story is known by: related stories share it, so no search server is needed.

It is what lists show of a story, and are made by, so that an edit of the text changes no link; how the text
begins tells only of a story that nothing else tells of. And it hangs on the story alone and not on the
archive: links are the same in whatever order that was uploaded.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import chain

from anyascii import anyascii

MAX_TERMS = 20
FILED = 6  # of these, the first, that a story is filed under
KNOWN = 1 << 16  # pieces of text that are remembered
LONGEST = 64  # characters of a term
# Weights of words in the title, in the summary and in both, by length. Longer words are rarer: the one guess
# at rarity that needs no archive.
TITLED, TOLD, BOTH = ([round(min(n, 12) / 9 * most) for n in range(LONGEST + 1)] for most in (40, 20, 60))
WORD = re.compile(r"[^\W\d_][\w'’-]*[^\W_]|[^\W\d_]{3,}")
COMMON = frozenset(
    """
    about above across act after again against ago all allow almost along already also although always
    am among an and another any are area around as ask at available away back based be became because
    become been before began begin behind being best better between big both bring build but by call
    came can case change check city close come could country create current date day days did different
    do does doing done down during each early easy either else end enough even ever every example fact
    far few find first five follow for four from full further gave general get getting give given go
    goes going good got great group had half hand has have having he help her here high him his hold
    home hour hours how however idea if important in include including increase information instead into
    is it its itself just keep kind know known large last late later learn least less let level like
    likely line list little live long look lot made main make making many may me mean means meet member
    members might million minute moment month months more morning most move much must my name
    national near need needs never new news next night no nor not note nothing now number of off offer
    office often old on once one only open or order other others our out over own page part past people
    per percent person place plan point possible present problem process product program project provide
    public put question rather read ready real really reason recent report result right run said same
    say says second section see seem seen set several share she should show side since site six small so
    some someone something sometimes soon special start state states step still story such support sure
    system take talk team tell ten than that the their them themselves then there these they thing
    things think this those though thought three through time times to today together told too took top
    toward try turn two type under understand until up upon us use used user users uses using very want
    was way ways we week weeks well went were what when where whether which while who whole whose why
    will with within without work working works world would year years yes yet you your
    """.split()
)


def key_terms(
    title: str, summary: str, tags: Sequence[str], authors: Sequence[str], *, opening: str = ""
) -> tuple[tuple[str, int], ...]:
    """At most twenty terms with weights of 7 to 80. Tags and authors, by their slugs, are terms of their own.

    First come those that the story is filed under: its tags, as the editor has put them, then the longest
    words of the title, then those of the summary. The others follow, the heaviest first. Where there is
    neither summary nor tag, the opening of the text stands in for them.
    """
    titled, told = _words(title), _words(summary or ("" if tags else opening))
    weights = {f"#{tag}": 50 for tag in tags} | {f"@{author}": 40 for author in authors}
    for weighed, words in ((TITLED, titled), (TOLD, told), (BOTH, titled & told)):
        weights |= {word: weighed[len(word)] for word in words}
    first = [f"#{tag}" for tag in tags]
    for words in (titled, told - titled):
        first += _longest(words, FILED - len(first))
    first = first[:FILED]
    others = sorted([(-weights[term], term) for term in weights.keys() - first])
    known = [*first, *[term for _, term in others]][:MAX_TERMS]
    return tuple([(term, weights[term]) for term in known])


def filed(terms: Sequence[tuple[str, int]]) -> list[str]:
    """Those that a story is filed under, of all that it is known by."""
    return [term for term, _ in terms[:FILED]]


def _longest(words: Collection[str], most: int) -> list[str]:
    if most <= 0:
        return []
    return [word for _, word in sorted([(-TITLED[len(word)], word) for word in words])[:most]]


def _words(text: str) -> set[str]:
    """Those in a text: folded, without what is short or common."""
    return set(chain.from_iterable(map(_KNOWN.__getitem__, text.split())))


class _Known(dict[str, tuple[str, ...]]):
    """Pieces of text without a space -> the words in them: mostly one, and none that is short or common.

    Archives use the same words again and again, with the same few signs around them.
    """

    def __missing__(self, piece: str) -> tuple[str, ...]:
        folded = map(_fold, WORD.findall(piece))
        # What is one letter elsewhere may be several words in ours.
        words = (*" ".join(word for word in folded if len(word) > 2 and word not in COMMON).split(),)
        if len(piece) <= LONGEST:  # where words have no spaces between them, a piece is a sentence
            if len(self) > KNOWN:
                self.clear()
            self[piece] = words
        return words


_KNOWN = _Known()


@lru_cache(maxsize=1 << 14)
def _fold(word: str) -> str:
    """Lower case, no accents, no possessive, no plural s: enough that a name meets itself again."""
    plain = anyascii(word).lower().replace("’", "'").removesuffix("'s").strip("'-")
    keeps = plain.endswith(("ss", "us", "is")) or len(plain) < 5
    return (plain if keeps else plain.removesuffix("s"))[:LONGEST]
