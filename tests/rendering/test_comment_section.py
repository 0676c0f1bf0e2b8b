"""Comments below a story, and the form."""

from __future__ import annotations

from dataclasses import replace

import pytest
from selectolax.lexbor import LexborNode
from tests.rendering.parsing import one, parsed, words
from tests.rendering.samples import ARTICLE, NOON, PAGES, REJECTED

from broadsheet.rendering import render
from broadsheet.rendering.views import Remark, Thread

TREE = parsed(render(ARTICLE))
FORM = one(TREE, "#respond + form")


def labelled(form: LexborNode) -> set[str]:
    """The names of the form's fields that have a label."""
    around = {str(n.attributes["name"]) for n in form.css("label input, label textarea")}
    targets = {str(label.attributes["for"]) for label in form.css("label[for]")}
    return around | {str(n.attributes["name"]) for n in form.css("[id]") if n.attributes["id"] in targets}


def test_comments_are_counted_and_listed_with_their_replies() -> None:
    assert words(one(TREE, "#comments h2")) == "4 comments"
    ids = [node.attributes["id"] for node in TREE.css(".remark")]
    assert ids == ["comment-01JD", "comment-01JF", "comment-01JG", "comment-01JK"]
    assert len(TREE.css(".replies .remark")) == 2


def test_a_comment_has_an_isolated_name_a_time_and_a_permanent_link() -> None:
    remark = one(TREE, "#comment-01JG")
    assert [words(node) for node in remark.css("bdi")] == ["عمر", "Ragna H."]
    link = one(remark, 'a[href="#comment-01JG"]')
    assert one(link, "time").attributes["datetime"] == "2026-11-23T17:05:07+01:00"


def test_empty_lines_make_paragraphs_and_line_breaks_stay() -> None:
    paragraphs = one(TREE, "#comment-01JD").css("p")
    assert [len(p.css("br")) for p in paragraphs] == [1, 0]
    assert words(paragraphs[1]) == "Nobody asked him either."


@pytest.mark.parametrize("text", ["a\r\n\r\nb", "a\n \n\n b", "\n\na\r\rb\n"])
def test_paragraphs_are_found_whatever_the_line_ends(text: str) -> None:
    thread = Thread("closed", 1, (Remark("1", "N", text, NOON),), 1)
    paragraphs = parsed(render(ARTICLE._replace(thread=thread))).css(".remark p")
    assert [words(p) for p in paragraphs] == ["a", "b"]


def test_the_form_posts_to_the_storys_comments() -> None:
    assert FORM.attributes["method"] == "post"
    assert FORM.attributes["action"] == f"/api/articles/{ARTICLE.id}/comments"
    hidden = {n.attributes["name"]: n.attributes["value"] or "" for n in FORM.css("input[type=hidden]")}
    assert hidden == {"parent": "", "idempotency_key": f"form-{ARTICLE.id}"}


def test_every_field_has_a_label_and_the_newspapers_own_words() -> None:
    assert labelled(FORM) == {"comment", "name", "email"}
    hints = {f: words(one(FORM, f"#hint-{f}")) for f in ("comment", "name", "email")}
    assert hints["comment"].startswith("Please enter your comment!")
    assert hints["name"].startswith("Please enter your name here")
    assert "never shown" in hints["email"]
    assert "aria-describedby" in one(FORM, "textarea").attributes


def test_browsers_are_told_what_is_required_and_how_long_it_may_be() -> None:
    comment, name = one(FORM, "[name=comment]").attributes, one(FORM, "[name=name]").attributes
    email = one(FORM, "[name=email]").attributes
    assert ("required" in comment, comment["maxlength"]) == (True, "5000")
    assert ("required" in name, name["maxlength"], name["autocomplete"]) == (True, "80", "name")
    assert ("required" in email, email["autocomplete"]) == (False, "email")


def test_a_thread_can_be_answered_with_one_small_form() -> None:
    details = TREE.css("details")
    assert [one(d, "[name=parent]").attributes["value"] for d in details] == ["01JD", "01JK"]
    assert all(labelled(one(d, "form")) == {"comment", "name"} for d in details)


def test_a_closed_thread_is_read_only() -> None:
    tree = parsed(render(ARTICLE._replace(thread=replace(ARTICLE.thread, policy="closed"))))
    assert len(tree.css(".remark")) == 4
    assert not tree.css("form")
    assert words(one(tree, ".closed")) == "Comments on this story are closed."


def test_no_thread_no_trace() -> None:
    tree = parsed(render(ARTICLE._replace(thread=Thread("off"))))
    assert not tree.css("#comments, form, .to-comments")


def test_a_very_long_thread_says_how_much_of_it_is_shown() -> None:
    thread = replace(ARTICLE.thread, count=900, shown=4)
    section = one(parsed(render(ARTICLE._replace(thread=thread))), "#comments")
    assert "the newest 4 of 900" in words(section)


def test_one_comment_is_not_called_comments() -> None:
    thread = Thread("open", 1, (Remark("1", "N", "T", NOON),), 1)
    assert words(one(parsed(render(ARTICLE._replace(thread=thread))), "#comments h2")) == "1 comment"


def test_a_refused_form_keeps_what_was_written_and_says_what_is_wrong() -> None:
    tree = parsed(
        render(REJECTED._replace(errors={"name": "Please enter your name here"}, comment="\n Kept"))
    )
    assert one(tree, "textarea").text() == "\n Kept"
    assert one(tree, "[name=email]").attributes["value"] == "reader@example.org"
    assert one(tree, "[name=parent]").attributes["value"] == "01JD"
    assert one(tree, "[name=idempotency_key]").attributes["value"] == "form-kept"
    assert one(tree, ".errors a").attributes["href"] == "#field-name"
    name = one(tree, "[name=name]").attributes
    assert name["aria-invalid"] == "true"
    assert name["aria-describedby"] == "error-name hint-name"
    assert "aria-invalid" not in one(tree, "textarea").attributes


def test_the_first_wrong_field_of_a_refused_form_has_the_focus() -> None:
    assert one(parsed(render(PAGES["rejected"])), "[autofocus]").attributes["name"] == "comment"


def test_an_error_of_the_whole_is_said_without_a_link() -> None:
    tree = parsed(render(REJECTED._replace(errors={"": "Comments are closed."}, path="")))
    assert words(one(tree, ".errors li")) == "Comments are closed."
    assert not tree.css(".errors a, [aria-invalid]")
