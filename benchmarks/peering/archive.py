"""An invented archive: for the same seed the same stories, on every machine and in an archive of any size."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

BEGIN = datetime(2015, 1, 1, 6, 0, tzinfo=UTC)  # long past: a hundred thousand stories hold no future one
EVERY = timedelta(minutes=37)
WORDS = 550  # of a story's text, headings and lists among them
SECTIONS = ("world", "business", "politics", "sport", "culture", "science")
TAGS, AUTHORS, TAGS_OF_A_STORY = 200, 40, 4

VOCABULARY = 6000
SHORT = 60  # the words used most have two letters, as in any language
FLATTENED = 2.7  # Mandelbrot's addition to Zipf's law: the first few words are not as frequent as all that
FAVOURITES = (
    25  # words that stories under a tag use more than others do, so that there is something to relate
)
FAVOURED = 8  # one word in so many

CONSONANTS, VOWELS, ENDINGS = "bdfghjklmnprstvw", "aeiou", ("", "", "n", "r", "l", "s")
PARAGRAPH, HEADING, LIST = "paragraph", "heading", "list"
KINDS = (PARAGRAPH,) * 8 + (HEADING,) * 2 + (LIST,)


@dataclass(frozen=True)
class Story:
    """An article before it is a file. `body` is Markdown, as every generator reads it."""

    slug: str
    section: str
    title: str
    standfirst: str
    author: str
    tags: tuple[str, ...]
    published: datetime
    body: str

    @property
    def month(self) -> str:
        return f"{self.published:%Y-%m}"

    @property
    def path(self) -> str:
        return f"/{self.section}/{self.slug}/"


class Archive:
    """Every story hangs on the seed and its own number alone."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(f"{seed}")
        words = _invented(chance)
        self._seed = seed
        self._words = words[:VOCABULARY]
        self._weights = list(itertools.accumulate(1 / (rank + FLATTENED) for rank in range(VOCABULARY)))
        self.tags = tuple(words[VOCABULARY : VOCABULARY + TAGS])
        names = [word.capitalize() for word in words[VOCABULARY + TAGS :]]
        self.authors = tuple(f"{names[i]} {names[i + AUTHORS]}" for i in range(AUTHORS))
        self._favourites = {tag: chance.sample(self._words[SHORT:], FAVOURITES) for tag in self.tags}

    def stories(self, size: int) -> Iterator[Story]:
        return map(self.story, range(size))

    def story(self, number: int) -> Story:
        chance, section, tags, title = self._opening(number)
        author = chance.choice(self.authors)
        standfirst = _sentence(self._draw(chance, tags, chance.randint(15, 25)))
        return Story(
            slug=_slug(title, number),
            section=section,
            title=title,
            standfirst=standfirst,
            author=author,
            tags=tags,
            published=BEGIN + EVERY * number,
            body=self._body(number, chance, tags),
        )

    def path(self, number: int) -> str:
        """The address of a story, found without writing its text."""
        _, section, _, title = self._opening(number)
        return f"/{section}/{_slug(title, number)}/"

    def _opening(self, number: int) -> tuple[random.Random, str, tuple[str, ...], str]:
        chance = random.Random(f"{self._seed}/{number}")
        section = chance.choice(SECTIONS)
        tags = tuple(chance.sample(self.tags, TAGS_OF_A_STORY))
        title = " ".join(self._draw(chance, tags, chance.randint(5, 9))).capitalize()
        return chance, section, tags, title

    def _draw(self, chance: random.Random, tags: tuple[str, ...], count: int) -> list[str]:
        words = chance.choices(self._words, cum_weights=self._weights, k=count)
        favourites = [word for tag in tags for word in self._favourites[tag]]
        return [chance.choice(favourites) if chance.randrange(FAVOURED) == 0 else word for word in words]

    def _body(self, number: int, chance: random.Random, tags: tuple[str, ...]) -> str:
        words = self._draw(chance, tags, WORDS)
        blocks: list[str] = []
        while words:
            kind = chance.choice(KINDS) if blocks and len(words) > 60 else PARAGRAPH
            count = {PARAGRAPH: chance.randint(40, 90), HEADING: chance.randint(3, 6), LIST: 24}[kind]
            taken, words = words[:count], words[count:]
            if kind == HEADING:
                blocks.append("## " + " ".join(taken).capitalize())
            elif kind == LIST:
                blocks.append("\n".join(f"- {_sentence(taken[at : at + 8])}" for at in range(0, 24, 8)))
            else:
                blocks.append(self._paragraph(number, chance, taken))
        return "\n\n".join(blocks) + "\n"

    def _paragraph(self, number: int, chance: random.Random, words: list[str]) -> str:
        if chance.randrange(3) == 0:
            at = chance.randrange(len(words))
            words[at] = chance.choice(("*{}*", "**{}**")).format(words[at])
        if chance.randrange(4) == 0:
            at = chance.randrange(len(words))
            words[at] = f"[{words[at]}]({self._earlier(number, chance)})"
        return _sentences(chance, words)

    def _earlier(self, number: int, chance: random.Random) -> str:
        """An address to link to: mostly an earlier story's, which every generator keeps as it stands."""
        if number and chance.randrange(4):
            return self.path(chance.randrange(number))
        return f"/{chance.choice(SECTIONS)}/"


def _invented(chance: random.Random) -> list[str]:
    """Words that no language has, each once, the short ones first."""
    found = dict.fromkeys(chance.sample([one + two for one in CONSONANTS for two in VOWELS], SHORT))
    wanted = VOCABULARY + TAGS + 2 * AUTHORS
    while len(found) < wanted:
        longest = 2 + 3 * len(found) // wanted
        found[_word(chance, chance.randint(2, longest))] = None
    return list(found)


def _word(chance: random.Random, syllables: int) -> str:
    heads = "".join(chance.choice(CONSONANTS) + chance.choice(VOWELS) for _ in range(syllables))
    return heads + chance.choice(ENDINGS)


def _sentences(chance: random.Random, words: list[str]) -> str:
    written: list[str] = []
    while words:
        count = chance.randint(8, 20)
        taken, words = words[:count], words[count:]
        written.append(_sentence(taken))
    return " ".join(written)


def _sentence(words: list[str]) -> str:
    text = " ".join(words)
    return f"{text[:1].upper()}{text[1:]}."


def _slug(title: str, number: int) -> str:
    return f"{title.lower().replace(' ', '-')}-{number}"
