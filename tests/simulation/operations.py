"""What is done in drills, what comes before it, and what gets in each other's way."""

from __future__ import annotations

from itertools import product

from tests.simulation.plain import room_of

OPERATIONS = (
    "new", "edit", "delete", "slug", "section", "draft", "broken", "embargo", "same", "words", "day",
    "image", "link", "chosen", "alias", "picture", "no picture", "site", "deployment",
    "comment", "quick comment", "double click", "release", "return", "leave", "due", "fresh picture beneath",
    "far site beneath", "broken picture", "broken site", "rollback", "closed", "nearly due",
    "expiry beneath", "expiry beneath waiting", "expiry of waiting", "old news beneath",
    "picture of two", "lost picture", "refused picture", "author leaves", "chosen appears",
    "words alone", "standfirst alone", "update", "opening", "pick by opening",
    "link alone", "second image alone", "capital alone other", "untagged alone",
    "closed alone", "expiry passes", "half deployed", "cited moves", "cited goes", "cited appears",
    "news ages", "alias leaves", "two due", "tight edit", "tight day", "tight alias leaves",
    "tight aliased goes", "tight again", "again", "moved site",
    "tight window opens other", "tight window widens other",
    "tight window moves other", "tight window passes other", "pick ties", "tight pick moves",
    "site with sections", "site without sections", "draft goes", "many pictures", "swept edit",
    "delete other", "edit other", "one word last", "other subject", "pick moves",
    "swept erased", "swept half printed", "swept stray", "swept unanswered",
    "undated", "undated alone", "undated edited", "undated restored", "undated broken", "dated after undated",
    "new undated", "undated replaced", "undated brought back",
    "expiring undated brought back", "redated undated",
    "swept delete", "swept while busy", "swept draft goes", "swept picture", "swept no picture",
    "brought comments", "early comments", "late key", "lonely pick comes",
    "newest of its section other", "again other", "swept untold site",
    "asked twice again other",
    "picture of a second image",
    "narrow pick is pushed other", "narrow pick stays other", "narrow pick pales", "narrow words leave other",
    "ranked by chooser other", "narrow pick passes",
)  # fmt: skip
UNDISTURBED = (  # what differs from those above in what is decided, and not in how it is done
    "month", "quiet site", "far site dated", "far site scheduled", "nearly expired", "taken alias other",
    "edit last", "no words other", "section other", "local embargo", "untagged", "capital", "section alias",
    "go back", "take", "depart", "same", "rebuild", "swept hastily all at once", "chosen appears beneath",
)  # fmt: skip
ALONE = (  # done alone: these take away what another has read, or begin when all has settled
    "swept", "again", "lost", "asked", "untold", "rebuild", "deployed", "deployment", "rollback", "templates",
)  # fmt: skip
TOGETHER = tuple(  # by room: two limits cannot hold at once
    tuple(
        operation
        for operation in (*OPERATIONS, *UNDISTURBED)
        if room_of(operation) == room and not {*operation.split()} & {*ALONE}
    )
    for room in ("", "tight ", "narrow ")
)
PREPARED = {  # what comes before the last of each has settled when a drill begins
    "release": ("clash other", "delete"),
    "leave": ("clash", "slug"),
    "take": ("clash", "slug", "clash other"),
    "waiting goes other": ("clash", "clash other", "delete other"),
    "return": ("clash", "slug", "delete", "clash other", "edit"),
    "go back": ("clash", "slug", "clash"),
    "depart": ("clash", "slug", "delete"),
    "due": ("embargo", "time passes"),
    "two due": ("embargo", "expiry other", "embargo last", "time passes"),
    "nearly due": ("embargo", "time nearly comes", "rebuild"),
    "expiry beneath": ("expiry", "broken", "time passes"),
    "expiry beneath waiting": ("clash", "expiry other", "clash other", "time passes"),
    "expiry of waiting": ("clash", "clash other", "expiry other", "time passes"),
    "old news beneath": ("today", "broken", "days pass"),
    "news ages": ("today", "days pass"),
    "late key": ("comment", "days pass", "old key"),
    "early comments": ("delete", "brought comments", "edit"),
    "two images": ("second image", "image"),
    "two pictures": ("second picture", "picture"),
    "fresh picture beneath": ("image", "broken", "fresh picture"),
    "far site beneath": ("zoneless", "broken", "far site"),
    "picture of two": ("image", "image other", "fresh picture"),
    "picture of a second image": ("image", "second image", "second picture"),
    "lost picture": ("image", "no picture"),
    "standing picture goes": ("broken picture", "no picture"),
    "refused picture": ("no picture", "image", "broken picture"),
    "picture returns": ("fresh picture", "no picture", "fresh picture"),
    "picture goes": ("fresh picture", "no picture"),
    "many pictures": ("first picture", "next picture", "fresh picture", "dark picture", "light picture"),
    "chosen appears": ("delete other", "chosen address", "edit other"),
    "chosen appears beneath": ("delete other", "chosen address", "broken", "edit other"),
    "link to none": ("link other",),  # to a file that is not there yet
    "cited moves": ("link last", "slug"),
    "cited goes": ("link last", "delete"),
    "cited appears": ("link last", "delete", "edit"),
    "alias leaves": ("alias", "alias"),
    "author leaves": ("author", "author"),
    "other subject": ("untagged", "untagged other", "one word", "one word other", "no words alone"),
    "opening": ("today", "standfirst", "all words alone"),
    "update": ("today", "updated alone"),
    "pick by opening": ("untagged", "untagged other", "standfirst other", "standfirst", "other words alone"),
    "pick moves": ("one word", "delete other"),
    "pick comes": ("all words",),
    "picked by chooser": ("chosen last", "all words"),
    "ranked by chooser other": ("chosen last", "all words", "all words other"),
    "pick passes": ("all words other", "month other", "chosen last", "all words", "today"),
    "pick drops": ("budget word other", "shore words", "one word"),
    "pick fades": ("no words other", "all words", "one word"),
    "window moves other": ("all words", "one word other", "month other"),
    "window passes other": ("all words", "one word other", "today other"),
    "pick is pushed other": (
        "all words",
        "all words last",
        "shore words other",
        "delete other",
        "edit other",
    ),
    "pick stays other": ("all words", "no words other", "all words last", "one word other"),
    "pick pales": ("one word other", "council words", "all words last", "budget word"),
    "words leave other": ("one word", "all words last", "one word other", "no words other"),
    "pick ties": ("no words", "all words other", "first day other", "all words"),
    "window opens other": ("all words", "one word other", "delete other"),
    "window widens other": ("all words", "one word other", "no words alone other"),
    "other site": ("far site", "quiet site"),
    "other picture": ("first picture", "next picture"),
    "aliased goes": ("alias", "delete"),
    "newest of its section other": ("sport last", "draft other", "edit other"),
    "far site dated": ("zoneless", "far site"),
    "far site scheduled": ("zoneless", "tomorrow", "far site"),
    "nearly expired": ("expiry", "time nearly comes", "rebuild"),
    "while busy": ("edit",),
    "month edited": ("month", "edit"),
    "undated edited": ("undated", "edit"),
    "undated goes": ("undated", "delete"),
    "undated replaced": ("undated", "replace"),
    "undated brought back": ("undated", "bring back"),
    "expiring undated brought back": ("undated", "late expiry", "bring back"),
    "redated undated": ("delete", "redated", "undated"),
    "undated restored": ("undated", "delete", "restore"),
    "undated broken": ("undated", "broken"),
    "dated after undated": ("undated", "undated"),
    "draft goes": ("draft", "delete"),
    "site without sections": ("site with sections", "site"),
    "expiry passes": ("expiry", "time passes"),
    "again": ("lose rows", "ask again"),
    "again other": ("lose rows other", "ask again other"),
    "asked twice again other": ("lose rows other", "ask twice other"),
    "untold site": ("quiet site", "forgotten settings"),
    "half deployed": ("templates", "clock first"),
    "deployment": ("templates", "deployed"),
    "rollback": ("templates", "deployed", "templates", "deployed", "back to old templates", "deployed"),
}
PAIRS = (
    ("new", "delete last"), ("new", "edit"), ("edit", "edit"), ("edit", "delete"), ("delete", "edit"),
    ("slug", "slug"), ("section", "delete"), ("draft", "edit"), ("words", "words"),
    ("delete", "first day other"), ("lonely pick comes", "delete"), ("tight edit last", "all words"),
    ("picked by chooser", "delete"),
    ("delete other", "one word"), ("one word last", "one word"), ("chosen last", "edit"),
    ("image", "picture"), ("site", "no site"), ("new zoneless", "far site"), ("month", "month"),
    ("fresh picture", "no picture"), ("picture goes", "fresh picture"), ("comment", "click again"),
    ("no picture", "fresh picture"), ("tight again", "edit"), ("again", "delete"),
    ("undated edited", "delete"), ("undated goes", "restore"), ("undated goes", "edit"),
    ("undated edited", "replace"), ("undated", "restore"), ("delete", "undated"),
    ("waiting goes other", "broken other"),
    ("undated goes", "broken"), ("undated restored", "delete"), ("tight month edited", "site"),
    ("edit", "rebuild"), ("rebuild", "edit"), ("site", "deployment"), ("deployment", "site"),
    ("edit", "two sweeps"),
    ("opening", "words alone"), ("opening", "untagged alone"), ("update", "closed alone"),
    ("pick by opening", "no words alone"), ("pick by opening", "untagged alone"),
    ("standfirst alone", "all words alone"), ("closed alone", "closed alone"),
    ("other site", "far site"), ("other picture", "first picture"),
    ("clash other", "delete"), ("release", "edit other"), ("edit", "moved site"),
    ("day", "closed alone"), ("month", "closed alone"), ("section", "edit"), ("words", "closed alone"),
    ("other subject", "closed alone"), ("narrow words leave other", "closed alone other"),
    ("edit", "templates"), ("comment", "delete"), ("clash", "clash"), ("new", "site"), ("delete", "same"),
    ("depart", "clash other"), ("go back", "clash other"), ("leave", "clash other"), ("take", "delete other"),
    ("delete", "taken alias last"), ("taken alias last", "delete"),
    ("shared alias", "shared alias other"), ("return", "delete other"), ("due", "embargo"), ("due", "delete"),
    ("two images", "two pictures"), ("image", "broken picture"), ("broken picture", "fresh picture"),
    ("standing picture goes", "broken picture"), ("picture", "refused picture"),
    ("picture of two", "image"), ("lost picture", "edit"), ("picture returns", "no picture"),
    ("fresh picture beneath", "edit"), ("far site beneath", "broken"), ("cited moves", "edit last"),
    ("slug", "delete other"), ("slug other", "delete"), ("delete", "slug other"),
    ("clash other", "slug"), ("pick fades", "other words other"), ("link to none", "new"),
    ("narrow pick drops", "ferry words other"),
    ("draft", "ask again"), ("tight day", "draft"),
    ("comment", "closed"), ("closed", "comment"), ("comment", "quiet site"),

    ("brought comments", "comment"), ("new", "brought comments last"), ("deployment", "rollback"),
)  # fmt: skip
ALIKE = (  # each with each
    ("edit", "delete", "slug", "section", "draft", "broken", "words", "day", "image", "alias", "embargo",
     "same", "closed alone"),
    ("picture", "fresh picture", "no picture", "broken picture"),
    ("site", "far site", "quiet site", "broken site", "no site", "templates"),
)  # fmt: skip
SETTLED = tuple(f"{one} then {two}" for some in ALIKE for one, two in product(some, some))
RELATED = ("edit", "delete", "slug", "section", "draft", "day", "no words")  # each with each of another story
OTHER_PAIRS = (
    *(pair for some in ALIKE for pair in product(some, some) if pair not in PAIRS),
    *(pair for one, two in product(RELATED, RELATED) if (pair := (one, f"{two} other")) not in PAIRS),
)
WHOSE = {"new": "c", "last": "c", "other": "b"}  # a word of an operation -> the story that it is done to


def stories(operation: str) -> str:
    """The paper that an operation needs. "crowded": three stories with words in common; "contested": one has
    what another wants; "bare": without a picture."""
    if operation in ("clash other", "release"):
        return "contested"
    if operation in ("image", "two images"):
        return "bare"
    plain = operation.removeprefix(room_of(operation))
    crowded = plain.endswith((" other", "word", "last")) or plain.startswith(("cited", "pick"))
    return "crowded" if crowded else ""
