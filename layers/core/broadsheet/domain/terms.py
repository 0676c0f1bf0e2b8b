"""The words a story is known by: related stories share them, so no search server is needed.

The choice hangs on the story alone and not on the archive, so that related links are the same
in whatever order an archive was uploaded.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import lru_cache

from anyascii import anyascii

MAX_TERMS = 14
KNOWN = 1 << 16  # pieces of text that are remembered
LONGEST = 64  # characters of a term
OFTEN = 3  # times: more does not count, so that an edit seldom changes what a story is known by
SHORT = 5  # characters of a word that seldom counts when it is there only once
READ = 1_500  # characters of a text that are looked at: a story says first what it is about
WORD = re.compile(r"[^\W\d_][\w'’-]*[^\W_]|[^\W\d_]{3,}")
IN_SENTENCE_NAME = re.compile(r" (?<=[a-z,;] )([A-Z][\w'’-]+)")  # begins with a letter that is quick to find
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


def key_terms(title: str, text: str, tags: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """At most fourteen terms with weights of 1 to 1,000, heaviest first. Tags count as terms of their own."""
    read = _beginning(text)
    times = _times(read)
    weights = _heavy(times)
    for name in {_fold(name) for name in IN_SENTENCE_NAME.findall(read)} & times.keys():
        weights[name] = round(_weigh(name, times) * 1.5)
    for word in _times(title):
        weights[word] = round((weights.get(word) or _weigh(word, times)) * 1.5 + _rarity(len(word)) * 30)
    for tag in tags:
        weights[f"#{tag}"] = 50
    return tuple((term, max(1, min(weight, 1000))) for term, weight in _heaviest(weights))


def _beginning(text: str) -> str:
    """Whole words, where the text has words."""
    if len(text) <= READ:
        return text
    pieces = text[: READ + 1].rsplit(None, 1)
    return pieces[0] if len(pieces) == 2 else text[:READ]


def _heavy(times: dict[str, int]) -> dict[str, int]:
    """Words that may be among the heaviest. Where enough are long or there more than once, no other is."""
    weights = {
        word: WEIGHTS[n if n < OFTEN else OFTEN][len(word)]
        for word, n in times.items()
        if n > 1 or len(word) > SHORT
    }
    heaviest_other = WEIGHTS[1][SHORT]
    if sum(weight > heaviest_other for weight in weights.values()) >= MAX_TERMS:
        return weights
    return {word: _weigh(word, times) for word in times}


def _weigh(word: str, times: dict[str, int]) -> int:
    return WEIGHTS[min(times[word], OFTEN)][len(word)] if word in times else 0


def _heaviest(weights: dict[str, int]) -> list[tuple[str, int]]:
    least = min(sorted(weights.values())[-MAX_TERMS:], default=0)
    among = sorted((-weight, word) for word, weight in weights.items() if weight >= least)
    return [(word, -weight) for weight, word in among[:MAX_TERMS]]


def _times(text: str) -> dict[str, int]:
    """How often each word is there: folded, without what is short or common."""
    times = Counter(map(_KNOWN.__getitem__, text.split()))
    for several in [words for words in times if " " in words]:
        count = times.pop(several)
        for word in several.split():
            times[word] += count
    times.pop("", None)
    return times


class _Known(dict[str, str]):
    """Pieces of text without a space -> the words in them: mostly one, and none that is short or common.

    Archives use the same words again and again, with the same few signs around them.
    """

    def __missing__(self, piece: str) -> str:
        folded = map(_fold, WORD.findall(piece))
        words = " ".join(word for word in folded if len(word) > 2 and word not in COMMON)
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


def _rarity(length: int) -> float:
    """Longer words are rarer: the one guess at rarity that needs no archive."""
    return min(length, 12) / 9


# What a word weighs, by how often it is there and by its length.
WEIGHTS = [
    [round(_rarity(length) * (1 + math.log(max(times, 1)) / 2) * 20) for length in range(LONGEST + 1)]
    for times in range(OFTEN + 1)
]
