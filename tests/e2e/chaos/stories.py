"""What the writers write: thirty stories in endless editions, each with a word that is nowhere else."""

from __future__ import annotations

import io
import random
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from PIL import Image

STORIES = [
    f"articles/{section}/story-{n:02}.md"
    for n in range(30)
    for section in ("world town sport".split()[n % 3],)
]
IMAGES = [f"images/picture-{n}.png" for n in range(4)]
SITE = "site.toml"
MARK = re.compile(r"mark[0-9a-f]{12}x")
WORDS = (
    "harbour ferry council market bridge tide lantern quay storm school river bakery orchard railway "
    "theatre library election weather museum bicycle lighthouse festival"
).split()
SECTIONS = "world town sport culture".split()
NOT_TO_BE_SEEN = ("draft: true", "embargo: 2099-01-01")


@dataclass(frozen=True)
class Edition:
    """One upload. `public`: readers see its text; `lasting`: what follows from it hangs on it alone, and
    not on what came before."""

    mark: str
    body: bytes
    public: bool = True
    lasting: bool = True


def new_mark(chance: random.Random) -> str:
    return f"mark{chance.getrandbits(48):012x}x"


def edition_of(key: str, chance: random.Random, *, clean: bool = False) -> Edition:
    """The next edition of that file; `clean` for one that is lasting."""
    if key == SITE:
        return settings(chance)
    return picture(chance) if key.startswith("images/") else story(key, chance, clean=clean)


def story(key: str, chance: random.Random, *, clean: bool = False) -> Edition:
    mark, number = new_mark(chance), STORIES.index(key)
    fields = [f"title: Story {number} {chance.choice(WORDS)} {mark}"]
    fields += [f"date: {_date(number)}"] if chance.random() < 0.5 else []  # else that of the first upload
    fields += _slug(number, chance, clean)
    fields += [f"section: {chance.choice(SECTIONS)}"] if chance.random() < 0.2 else []
    fields += [f"tags: [{', '.join(chance.sample(WORDS[:8], 2))}]"] if chance.random() < 0.5 else []
    fields += [f"author: {chance.choice(['Ann Lee', 'Bob Ray', 'Cy Dee'])}"] if chance.random() < 0.5 else []
    fields += ["comments: closed"] if chance.random() < 0.1 else []
    fields += [f"image: {{src: {chance.choice(IMAGES)}, alt: A view}}"] if chance.random() < 0.3 else []
    hidden = chance.random() < 0.15
    fields += [chance.choice(NOT_TO_BE_SEEN)] if hidden else []
    broken = not clean and chance.random() < 0.05
    fields += ["title: [unclosed"] if broken else []
    text = "---\n" + "\n".join(fields) + "\n---\n\n" + _text(mark, chance)
    return Edition(mark, text.encode(), not hidden and not broken, not broken and "contested" not in text)


def settings(chance: random.Random) -> Edition:
    mark = new_mark(chance)
    listed = chance.sample(SECTIONS, chance.randint(0, 3))
    lines = [f'name = "The {mark} Post"', f'tagline = "{chance.choice(WORDS)}"']
    for slug in listed:
        lines += ["[[sections]]", f'slug = "{slug}"', f'title = "{slug.title()}"']
    return Edition(mark, "\n".join(lines).encode())


def picture(chance: random.Random) -> Edition:
    """A small picture; its colour is its mark."""
    colour = chance.getrandbits(24).to_bytes(3)
    out = io.BytesIO()
    Image.new("RGB", (40, 30), tuple(colour)).save(out, "PNG")
    return Edition(colour.hex(), out.getvalue())


def mark_in(key: str, body: bytes) -> str:
    """The word by which an upload is known."""
    if key.startswith("images/"):
        return bytes(Image.open(io.BytesIO(body)).convert("RGB").getpixel((0, 0))).hex()  # type: ignore[arg-type]
    found = MARK.search(body.decode())
    return found[0] if found else ""


def _slug(number: int, chance: random.Random, clean: bool) -> list[str]:
    draw = chance.random()
    if draw < 0.25:
        return [f"slug: story-{number:02}-{chance.choice('abc')}"]
    if draw < 0.35 and not clean:  # an address that three stories want
        return [f"slug: contested-{number % 10}", "section: world"]
    return []


def _date(number: int) -> str:
    """Over some months, and a few that are fresh enough for the news sitemap."""
    age = timedelta(hours=number + 1) if number % 6 == 0 else timedelta(days=9 * number + 3)
    return (TODAY - age).strftime("%Y-%m-%dT%H:00:00Z")


TODAY = datetime.now(UTC)


def _text(mark: str, chance: random.Random) -> str:
    paragraphs = [" ".join(chance.choices(WORDS, k=25)) + "." for _ in range(3)]
    others = chance.sample(STORIES, chance.randint(0, 2))
    links = [f"See [the other story](../{other.removeprefix('articles/')})." for other in others]
    shown = [f"![A view](/{chance.choice(IMAGES)})"] if chance.random() < 0.2 else []
    return "\n\n".join([f"This is {mark}.", *paragraphs, *links, *shown]) + "\n"
