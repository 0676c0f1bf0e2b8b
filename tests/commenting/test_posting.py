"""A comment is stored once, whatever is lost or doubled on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from broadsheet.adapters.memory.ledger import Ledger
from broadsheet.adapters.memory.messages import SetClock
from broadsheet.adapters.memory.table import MemoryTable
from broadsheet.commenting.ids import new_id
from broadsheet.commenting.post import Posted, post_comment
from broadsheet.commenting.refusals import Refused
from broadsheet.commenting.threads import read_thread
from broadsheet.domain.comment_drafts import Draft
from broadsheet.errors import BroadsheetError, Conflict, NotConverged, StoreUnavailable
from broadsheet.ports import Action, Put

ARTICLE = "0f1e2d3c4b5a6978"
THREAD = {
    "pk": f"T#{ARTICLE}",
    "sk": "THREAD",
    "live": True,
    "policy": None,
    "path": "/world/story/",
    "title": "A story",
}
Ids = Callable[[datetime], str]
Post = Callable[..., Posted]


def no_pause(_: int) -> None: ...


@pytest.fixture
def post(table: MemoryTable, clock: SetClock, ids: Ids) -> Post:
    def post(
        text: str = "Well said.",
        *,
        name: str = "Ana",
        key: str = "",
        parent: str = "",
        article: str = ARTICLE,
        email: str = "",
        on: MemoryTable = table,
    ) -> Posted:
        draft = Draft(name, text, email, parent)
        return post_comment(
            draft, article=article, key=key, table=on, clock=clock, new_id=ids, pause=no_pause
        )

    return post


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


class FlakyTable(MemoryTable):
    """Carries out what it is told and then, as often as it is told to, says something else."""

    def __init__(self, *says: BroadsheetError, before: bool = False) -> None:
        super().__init__()
        super().write([Put(THREAD)])
        self._says = list(says)
        self._before = before

    def write(self, actions: Sequence[Action]) -> None:
        error = self._says.pop(0) if self._says else None
        if error is None or not self._before:
            super().write(actions)
        if error:
            raise error


def test_a_posted_comment_is_in_its_thread(table: MemoryTable, post: Post) -> None:
    posted = post(email="ana@example.org")

    [comment], count = read_thread(table, ARTICLE)
    assert (comment.name, comment.text, comment.email, comment.id) == (
        "Ana",
        "Well said.",
        "ana@example.org",
        posted.id,
    )
    assert (count, posted.url, posted.replayed) == (1, f"/world/story/#comment-{posted.id}", False)


def test_markup_is_stored_as_the_text_it_is(table: MemoryTable, post: Post) -> None:
    post("<script>alert('x')</script> & more")

    assert read_thread(table, ARTICLE)[0][0].text == "<script>alert('x')</script> & more"


def test_comments_are_read_oldest_first(table: MemoryTable, post: Post, clock: SetClock) -> None:
    for text in ("first", "second", "third"):
        post(text)
        clock.advance(timedelta(milliseconds=1))

    assert [c.text for c in read_thread(table, ARTICLE)[0]] == ["first", "second", "third"]


def test_ids_sort_by_time_and_differ_within_a_millisecond() -> None:
    start = datetime(2026, 11, 23, 12, tzinfo=UTC)
    ids = [new_id(start + timedelta(milliseconds=n)) for n in range(100)]

    assert all(a < b for a, b in pairwise(ids))
    assert len({new_id(start) for _ in range(1000)}) == 1000
    assert {len(id_) for id_ in ids} == {26}


def test_an_id_is_a_ulid() -> None:
    moment = datetime.fromtimestamp(1469918176.385, UTC)

    assert new_id(moment, lambda size: b"\xff" * size) == "01ARYZ6S41" + "Z" * 16


def test_without_a_key_the_same_words_are_two_comments(table: MemoryTable, post: Post) -> None:
    assert post().id != post().id
    assert read_thread(table, ARTICLE)[1] == 2


def test_the_same_key_gets_the_same_answer(table: MemoryTable, post: Post, clock: SetClock) -> None:
    first = post(key="k1")
    clock.advance(timedelta(hours=23))
    again = post(key="k1")

    assert again.replayed
    assert (again.id, again.url, again.posted) == (first.id, first.url, first.posted)
    assert read_thread(table, ARTICLE)[1] == 1


def test_the_same_key_with_other_words_is_refused(table: MemoryTable, post: Post) -> None:
    post(key="k1")

    assert refusal(lambda: post("Other words", key="k1")) == "idempotency-key-reused"
    assert read_thread(table, ARTICLE)[1] == 1


def test_the_same_key_on_another_story_is_another_key(table: MemoryTable, post: Post) -> None:
    other = "ffffffffffffffff"
    table.write([Put(THREAD | {"pk": f"T#{other}"})])

    assert not post(key="k1").replayed
    assert not post(key="k1", article=other).replayed


def test_a_key_is_forgotten_after_a_day_even_where_its_row_still_stands(
    table: MemoryTable, post: Post, clock: SetClock
) -> None:
    first = post(key="k1")
    clock.advance(timedelta(hours=24))
    later = post("New words", key="k1")

    assert later.id != first.id
    assert post("New words", key="k1").replayed
    assert read_thread(table, ARTICLE)[1] == 2


def test_a_retry_is_answered_although_the_thread_has_closed(table: MemoryTable, post: Post) -> None:
    post(key="k1")
    table.write([Put(THREAD | {"policy": "closed"})])

    assert post(key="k1").replayed


def test_parallel_duplicates_store_one(table: MemoryTable) -> None:
    def send(_: int) -> Posted:
        return post_comment(
            Draft("Ana", "Once."),
            article=ARTICLE,
            key="k1",
            table=table,
            clock=SetClock(),
            new_id=new_id,
            pause=no_pause,
        )

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(40)))

    assert len({answer.id for answer in answers}) == 1
    assert [answer.replayed for answer in answers].count(False) == 1
    assert read_thread(table, ARTICLE)[1] == 1


@pytest.mark.parametrize("key", ["", "k1"])
@pytest.mark.parametrize("error", [Conflict("said twice"), StoreUnavailable("no reply")])
def test_a_lost_reply_stores_one(error: BroadsheetError, key: str, post: Post) -> None:
    table = FlakyTable(error)
    posted = post(key=key, on=table)

    assert not posted.replayed
    assert posted.url == f"/world/story/#comment-{posted.id}"
    assert read_thread(table, ARTICLE)[1] == 1


def test_a_lost_race_is_run_again(post: Post) -> None:
    table = FlakyTable(Conflict("lost"), Conflict("lost"), before=True)
    post(key="k1", on=table)

    assert read_thread(table, ARTICLE)[1] == 1


def test_races_are_not_run_for_ever(post: Post) -> None:
    with pytest.raises(NotConverged):
        post(on=FlakyTable(*[Conflict("lost")] * 99, before=True))


def test_a_store_that_is_down_is_said_to_be(post: Post) -> None:
    table = FlakyTable(StoreUnavailable("down"), before=True)
    with pytest.raises(StoreUnavailable):
        post(key="k1", on=table)

    assert read_thread(table, ARTICLE)[1] == 0
    assert not post(key="k1", on=table).replayed


class ClosingTable(MemoryTable):
    """The thread is closed after it was read and before the comment is written."""

    def write(self, actions: Sequence[Action]) -> None:
        if len(actions) > 1:
            super().write([Put(THREAD | {"policy": "closed"})])
        super().write(actions)


def test_a_thread_that_closes_meanwhile_takes_nothing(post: Post) -> None:
    table = ClosingTable()
    table.write([Put(THREAD)])

    assert refusal(lambda: post(on=table)) == "comments-closed"
    assert read_thread(table, ARTICLE)[1] == 0


@pytest.mark.parametrize(
    ("thread", "site", "code"),
    [
        ("closed", None, "comments-closed"),
        ("off", None, "comments-off"),
        (None, "closed", "comments-closed"),
        (None, "off", "comments-off"),
        ("closed", "open", "comments-closed"),
    ],
)
def test_the_storys_policy_comes_before_the_sites(
    thread: str | None, site: str | None, code: str, table: MemoryTable, post: Post
) -> None:
    table.write([Put(THREAD | {"policy": thread}), Put({"pk": "SITE", "sk": "SITE", "policy": site})])

    assert refusal(post) == code


def test_a_story_may_be_open_where_the_site_is_closed(table: MemoryTable, post: Post) -> None:
    table.write([Put(THREAD | {"policy": "open"}), Put({"pk": "SITE", "sk": "SITE", "policy": "closed"})])

    assert post().id


def test_a_story_that_is_not_public_is_unknown(table: MemoryTable, post: Post) -> None:
    table.write([Put(THREAD | {"live": False})])

    assert refusal(post) == "unknown-article"


def test_a_story_that_never_was_is_unknown(post: Post) -> None:
    assert refusal(lambda: post(article="ffffffffffffffff")) == "unknown-article"


def test_a_reply_names_whom_it_answers(table: MemoryTable, post: Post) -> None:
    root = post(name="Ana")
    reply = post("I disagree", name="Luis", parent=root.id)

    [_, stored], _ = read_thread(table, ARTICLE)
    assert (stored.id, stored.parent, stored.answers) == (reply.id, root.id, "Ana")


def test_a_reply_to_a_reply_joins_the_conversation_at_its_root(table: MemoryTable, post: Post) -> None:
    root = post(name="Ana")
    reply = post("I disagree", name="Luis", parent=root.id)
    answer = post("So do I", name="Mia", parent=reply.id)

    assert answer.parent == root.id
    assert read_thread(table, ARTICLE)[0][-1].answers == "Luis"


def test_a_comment_of_another_story_cannot_be_answered(table: MemoryTable, post: Post) -> None:
    other = "ffffffffffffffff"
    table.write([Put(THREAD | {"pk": f"T#{other}"})])
    elsewhere = post(article=other)

    assert refusal(lambda: post(parent=elsewhere.id)) == "invalid-comment"


@pytest.mark.parametrize("already", [0, 500])
def test_a_post_takes_one_read_and_one_write_however_long_the_thread_is(
    already: int, clock: SetClock, ids: Ids
) -> None:
    ledger = Ledger()
    table = MemoryTable(ledger=ledger)
    table.write([Put(THREAD)])
    for n in range(already):
        table.write([Put({"pk": f"T#{ARTICLE}", "sk": f"C#{n:026}"})])
    ledger.clear()
    post_comment(Draft("Ana", "Hello"), article=ARTICLE, key="k", table=table, clock=clock, new_id=ids)

    assert ledger.requests == {"table.batch_get": 1, "table.write": 1}
