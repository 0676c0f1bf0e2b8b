"""Least privilege, tried: each function does all that it does, and cannot once any one of its rights is gone.

A right is one action on one resource. The functions are called one by one, with events as their queues and
streams would bring them, while nothing else is awake.
"""

from __future__ import annotations

import contextlib
import copy
import io
import itertools
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import pytest
from botocore.exceptions import ClientError
from PIL import Image

from broadsheet.adapters.aws.table import DynamoTable
from broadsheet.domain.addresses import article_id, receipt_key
from broadsheet.domain.comment_rows import some_row
from broadsheet.ports import Put
from broadsheet.publishing.sweeping.notes import EVERY, SETTLING, SWEEP, notes_from, swap
from broadsheet_cli.local.stack import PROJECT, LocalStack
from broadsheet_cli.local.translation import translate

pytestmark = pytest.mark.stack
Rows = list[dict[str, Any]]
# Rights that AWS uses on a function's behalf where this machine does not.
UNUSED_HERE = {
    # A stream's batch that cannot be handled is sent there by Lambda itself (Lambda developer guide,
    # "Retaining discarded batches": the function's role needs sqs:SendMessage). Here it is tried for ever.
    ("InvalidateRole", "sqs:SendMessage", "ChangesDeadLetters"),
    # Lambda demands it of the role of every stream's mapping (DynamoDB developer guide, "IAM policy to allow
    # an AWS Lambda function to access DynamoDB stream records"). Here streams are read without being listed.
    ("InvalidateRole", "dynamodb:ListStreams", "CatalogueTable"),
    ("InvalidateRole", "dynamodb:ListStreams", "CommentsTable"),
}
LONG = " ".join(uuid4().hex for _ in range(1500))  # of which there is no copy beside the record
PHOTO = io.BytesIO()
Image.new("RGB", (40, 30), (20, 80, 120)).save(PHOTO, "PNG")


@dataclass(frozen=True)
class Right:
    role: str
    sid: str
    action: str
    resource: int  # which of the statement's

    def __str__(self) -> str:
        return f"{self.role.removesuffix('Role')}-{self.sid}-{self.action}-{self.resource}"


def all_rights() -> list[Right]:
    found = []
    resources = translate(PROJECT, bucket="b", region="eu-west-1", parameters={}).template["Resources"]
    for role, statement in _statements(resources):
        places = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        for action, number in itertools.product(actions, range(len(places))):
            if not any(
                (role, action) == unused[:2] and unused[2] in str(places[number]) for unused in UNUSED_HERE
            ):
                found.append(Right(role, statement["Sid"], action, number))
    return sorted(found, key=order)


def _statements(resources: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, resource in resources.items():
        if resource["Type"] == "AWS::IAM::Role":
            [policy] = resource["Properties"]["Policies"]
            yield from ((name, statement) for statement in policy["PolicyDocument"]["Statement"])


class Bench:
    """The stack with every mapping switched off."""

    def __init__(self, stack: LocalStack) -> None:
        self.stack = stack
        self.s3, self.iam = stack.client("s3"), stack.client("iam")
        self.catalogue = DynamoTable(stack.client("dynamodb"), stack.catalogue_table)
        self.comments = DynamoTable(stack.client("dynamodb"), stack.comments_table)
        found = stack.client("cloudformation").describe_stack_resources(StackName="broadsheet")
        self.physical = {r["LogicalResourceId"]: r["PhysicalResourceId"] for r in found["StackResources"]}
        self.mappings = stack.client("lambda").list_event_source_mappings()["EventSourceMappings"]
        self.begun = 0  # since when it is looked at, in milliseconds
        self.switch("", on=False)

    def switch(self, function: str, *, on: bool) -> None:
        name = self.physical.get(f"{function}Function", "")
        for mapping in self.mappings:
            if name in mapping["FunctionArn"]:
                self.stack.client("lambda").update_event_source_mapping(UUID=mapping["UUID"], Enabled=on)

    @contextmanager
    def awake(self, function: str) -> Iterator[None]:
        """For a while the function is woken by its queue or streams."""
        self.switch(function, on=True)
        try:
            yield
        finally:
            self.switch(function, on=False)

    def call(self, function: str, event: dict[str, Any]) -> Any:
        """What a function answers. Fails where the function does."""
        name = self.stack.outputs[f"{function.capitalize()}Function"]
        answer = self.stack.client("lambda").invoke(FunctionName=name, Payload=json.dumps(event))
        payload = json.loads(answer["Payload"].read() or b"null")
        assert "FunctionError" not in answer, payload
        return payload

    def feed(self, function: str, *messages: dict[str, Any]) -> None:
        """Have a function take these messages. Fails where one of them comes back."""
        records = [
            {"messageId": str(n), "body": json.dumps(m), "attributes": {"ApproximateReceiveCount": "1"}}
            for n, m in enumerate(messages)
        ]
        assert self.call(function, {"Records": records}) == {"batchItemFailures": []}

    def put(self, key: str, body: bytes | str) -> str:
        data = body.encode() if isinstance(body, str) else body
        self.s3.put_object(Bucket=self.stack.uploads_bucket, Key=key, Body=data)
        return key

    def remove(self, key: str) -> str:
        self.s3.delete_object(Bucket=self.stack.uploads_bucket, Key=key)
        return key

    def record(self, key: str) -> dict[str, Any]:
        row = self.catalogue.get(f"ARTICLE#{article_id(key)}", "ARTICLE") or {"doc": "{}"}
        return dict(json.loads(row["doc"]))

    def receipt(self, key: str) -> dict[str, Any]:
        found = self.s3.get_object(Bucket=self.stack.uploads_bucket, Key=receipt_key(key))
        return dict(json.loads(found["Body"].read()))

    def on_site(self, key: str) -> bool:
        return self.stands(key) and "tombstone" not in self.of_the_site(key)

    def stands(self, key: str) -> bool:
        try:
            self.of_the_site(key)
        except ClientError:
            return False
        return True

    def of_the_site(self, key: str) -> dict[str, str]:
        """The metadata of an object."""
        return dict(self.s3.head_object(Bucket=self.stack.site_bucket, Key=key)["Metadata"])

    def said_of_guards(self) -> list[str]:
        """Render goes on without its guards, and says so."""
        lines = self.stack.client("logs").filter_log_events(
            logGroupName=self.physical["RenderLogs"], startTime=self.begun
        )["events"]
        return [line["message"] for line in lines if "guards are not" in line["message"]]

    def take(self, queue: str) -> Rows:
        """What is on a queue, and no more after that."""
        sqs, url = self.stack.client("sqs"), self.stack.outputs[f"{queue.capitalize()}QueueUrl"]
        found: Rows = []
        while batch := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            found += [json.loads(message["Body"]) for message in batch]
            for message in batch:
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return found


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with LocalStack() as stack:
        yield Bench(stack)


# -- what each function does


def ingests(bench: Bench) -> None:
    for _ in range(2):  # what is told once more has been told
        bench.feed("ingest", {"keys": [bench.put("site.toml", 'name = "Lantern"\n')]})
    world = f"articles/{uuid4().hex}/"
    word = "harbour-" + uuid4().hex[:6]
    texts = {
        name: f"---\ntitle: {word} {name}\ndate: 2026-11-{day}\ntags: [{word}, Sea]\n"
        f"aliases: [/old/{word}-{name}/]\nimage: {word}.png\n---\n{word} ferry\n"
        for name, day in (("a", 20), ("b", 21))
    }
    for name, text in texts.items():
        bench.feed("ingest", {"keys": [bench.put(f"{world}{name}.md", text)]})
    bench.feed(
        "ingest", {"keys": [bench.put(f"{world}a.md", texts["a"].replace(f"[{word}, Sea]", "[Land]"))]}
    )
    bench.feed("ingest", {"keys": [bench.put(f"{world}b.md", "---\ntitle: [\n---\n")]})
    states = [bench.record(f"{world}{name}.md").get("state") for name in texts]
    assert states == ["published", "refused"]
    bench.feed("ingest", {"keys": [bench.put(f"{world}undated.md", f"---\ntitle: {word}\n---\nFerry.\n")]})
    bench.feed("ingest", {"keys": [bench.remove(f"{world}a.md")]})
    assert bench.record(f"{world}a.md").get("live") is None


def prepares_pictures(bench: Bench) -> None:
    key, story = f"images/{uuid4().hex}.png", f"articles/world/{uuid4().hex}.md"
    bench.catalogue.write([Put({"pk": f"MEDIA#{key}", "sk": f"USED#{story}", "upload": story})])
    bench.take("uploads")
    bench.feed("media", {"keys": [bench.put(key, PHOTO.getvalue())]})
    row = bench.catalogue.get(f"MEDIA#{key}", "MEDIA")
    assert row is not None
    files = {v["path"].removeprefix("/") for v in json.loads(row["doc"])["picture"]["variants"]}
    assert all(bench.on_site(file) for file in files)
    assert bench.take("uploads") == [{"keys": [story]}]
    bench.feed("media", {"keys": [bench.put(key, "no picture")]})
    bench.feed("media", {"keys": [bench.remove(key)]})
    assert not any(bench.on_site(file) for file in files)


def names_pages(bench: Bench) -> None:
    bench.take("pages"), bench.take("uploads")
    path, key = f"/world/{uuid4().hex}/", f"articles/world/{uuid4().hex}.md"
    bench.catalogue.write([Put({"pk": f"PATH#{path}", "sk": f"WAITING#{key}", "upload": key})])
    owner = {"pk": {"S": f"PATH#{path}"}, "sk": {"S": "PATH"}, "owner": {"S": "a"}, "upload": {"S": key}}
    days = {"pk": {"S": "INDEX#days"}, "sk": {"S": "2026-11-20"}}
    changes = [
        {"Keys": {name: image[name] for name in ("pk", "sk")}, "OldImage": image} for image in (owner, days)
    ]
    bench.call("invalidate", {"Records": [{"dynamodb": change} for change in changes]})
    assert bench.take("pages") == [{"pages": ["archive/2026-11"], "change": True}]
    assert bench.take("uploads") == [{"keys": [key]}]


def renders(bench: Bench) -> None:
    key = bench.put(
        f"articles/world/{uuid4().hex}.md", f"---\ntitle: Harbour\ndate: 2026-11-20\n---\n{LONG}\n"
    )
    bench.feed("ingest", {"keys": [key]})
    bench.comments.write([Put(some_row(article_id(key)))])
    record = bench.record(key)
    page = record["path"][1:] + "index.html"
    bench.feed(
        "render",
        {"pages": [f"at{record['path']}", "front"], "receipt": key, "rev": record["rev"], "change": True},
    )
    assert bench.on_site(page)
    assert bench.receipt(key)["state"] == "published"
    _without_a_guard(bench)
    # An answer that a hand has taken away is missing, and not forbidden.
    bench.s3.delete_object(Bucket=bench.stack.uploads_bucket, Key=receipt_key(key))
    bench.feed("ingest", {"keys": [bench.remove(key)]})
    bench.feed(
        "render",
        {"pages": [f"at{record['path']}"], "receipt": key, "rev": bench.record(key)["rev"], "change": True},
    )
    assert not bench.on_site(page)
    assert bench.receipt(key)["state"] == "withdrawn"
    bench.s3.put_object(Bucket=bench.stack.site_bucket, Key=page, Metadata={"rev": "1", "tombstone": "1"})
    bench.feed("render", {"pages": [f"at{record['path']}"]})
    assert not bench.stands(page)


def _without_a_guard(bench: Bench) -> None:
    """What stands somewhere is looked up where nobody has noted it, and what is missing is found to be so."""
    assert bench.said_of_guards() == []
    dynamodb, table = bench.stack.client("dynamodb"), bench.physical["GuardsTable"]
    front = {"key": {"S": "index.html"}}
    assert "Item" in dynamodb.get_item(TableName=table, Key=front)
    dynamodb.delete_item(TableName=table, Key=front)
    bench.feed("render", {"pages": ["front"], "change": True}, {"pages": [f"at/world/{uuid4().hex}/"]})


def stores_comments(bench: Bench) -> None:
    key = bench.put(
        f"articles/world/{uuid4().hex}.md", "---\ntitle: Harbour\ndate: 2026-11-20\n---\nFerries.\n"
    )
    bench.feed("ingest", {"keys": [key]})
    event = json.loads((PROJECT / "tests" / "events" / "post_comment_json.json").read_text("utf-8"))
    address = f"/api/articles/{article_id(key)}/comments"
    event |= {"rawPath": address, "body": json.dumps({"name": "Ana", "comment": "Hello"})}
    event["requestContext"]["http"]["path"] = address
    event["headers"] |= {"x-origin-secret": _secret(bench), "idempotency-key": uuid4().hex}
    first, again = bench.call("comments", event), bench.call("comments", event)
    assert (first["statusCode"], again["headers"].get("idempotency-replayed")) == (201, "true")
    form = event | {
        "body": "name=&comment=",
        "headers": event["headers"] | {"content-type": FORM, "sec-fetch-site": ""},
    }
    form["headers"] |= {"origin": "https://elsewhere.example"}
    assert "Harbour" in bench.call("comments", form)["body"]


FORM = "application/x-www-form-urlencoded"


def _secret(bench: Bench) -> str:
    name = bench.stack.outputs["CommentsFunction"]
    found = bench.stack.client("lambda").get_function_configuration(FunctionName=name)
    return str(found["Environment"]["Variables"]["ORIGIN_SECRET"])


def keeps_time(bench: Bench) -> None:
    """What is due is sent off; then a sweep finds what was lost, and has it looked at again."""
    right = bench.put(
        f"articles/world/{uuid4().hex}.md", f"---\ntitle: Right\ndate: 2026-11-20\n---\n{LONG}\n"
    )
    bench.feed("ingest", {"keys": [right]})
    twice = f"articles/world/{uuid4().hex}.md"  # the same bytes again may have another date
    bench.feed("ingest", {"keys": [bench.put(twice, "---\ntitle: Twice\n---\nWords.\n")]})
    bench.feed("render", {"pages": [], "receipt": twice, "rev": bench.record(twice)["rev"]})
    bench.put(twice, "---\ntitle: Twice\n---\nWords.\n")
    bench.comments.write([Put(some_row(article_id(right)))])
    page = f"at{bench.record(right)['path']}"
    bench.feed("render", {"pages": [page], "change": True})
    key = bench.put(f"articles/world/{uuid4().hex}.md", "---\ntitle: Lost\ndate: 2026-11-20\n---\nWords.\n")
    picture = bench.put(f"images/{uuid4().hex}.png", PHOTO.getvalue())
    id_ = article_id(right)
    stray = {"pk": f"RELATED#{id_}", "sk": f"SHOW#0000001#{id_}#own", "owner": id_, "other": id_, "doc": ""}
    due = {"pk": "DUE", "sk": f"2020-01-01T00:00:00.000000Z#{uuid4().hex}", "upload": key}
    bench.catalogue.write([Put(due), Put(stray)])
    _sweep_again(bench)
    assert bench.catalogue.get(stray["pk"], stray["sk"]) is None
    sent = {name: bench.take(name) for name in ("uploads", "images", "pages")}
    assert {"keys": [key]} in sent["uploads"]
    assert {"keys": [key], "again": True} in sent["uploads"]
    assert {"keys": [twice], "again": True} not in sent["uploads"]
    assert {"keys": [picture], "again": True} in sent["images"]
    assert sent["pages"]
    assert {"pages": [page]} not in sent["pages"]


def _sweep_again(bench: Bench) -> None:
    """Twice, and so far apart that what was lost has had its time."""
    for _ in range(2):
        for name in ("uploads", "images", "pages"):
            bench.take(name)
        old = notes_from(bench.catalogue.get(*SWEEP))
        back = EVERY + SETTLING
        suspects = tuple(replace(suspect, since=suspect.since - back) for suspect in old.suspects)
        started = old.started and old.started - back
        bench.catalogue.write([swap(old, replace(old, started=started, suspects=suspects))])
        bench.call("clock", {})


def logs(bench: Bench, role: str) -> None:
    function = role.removesuffix("Role")
    client, before = bench.stack.client("logs"), int(time.time() * 1000)
    group = bench.physical[f"{function}Logs"]
    with contextlib.suppress(AssertionError):  # the line that says so is enough
        bench.call(function, {"Records": []})
    lines = client.filter_log_events(logGroupName=group, startTime=before)["events"]
    assert any("RequestId" in line["message"] for line in lines)


def takes_messages(bench: Bench, role: str) -> None:
    function = role.removesuffix("Role")
    queue = {"Ingest": "uploads", "Media": "images", "Render": "pages"}[function]
    sqs, url = bench.stack.client("sqs"), bench.stack.outputs[f"{queue.capitalize()}QueueUrl"]
    bench.take(queue)
    sqs.send_message(QueueUrl=url, MessageBody='{"keys": [], "pages": []}')
    with bench.awake(function):
        assert soon(lambda: not _left(sqs, url))


def _left(sqs: Any, url: str) -> int:
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return sum(int(number) for number in found.values())


def follows_streams(bench: Bench, role: str) -> None:
    """Both of them, whatever has gathered in them before."""
    bench.take("pages")
    name = uuid4().hex[:16]
    month = f"{1000 + int(name[:4], 16) % 9000}-01"
    bench.catalogue.write([Put({"pk": "INDEX#section/" + name, "sk": month})])
    bench.comments.write([Put({"pk": f"T#{name}", "sk": "C#" + name})])
    seen: set[str] = set()

    def named() -> bool:
        seen.update(page for message in bench.take("pages") for page in message["pages"])
        return {f"section/{name}", f"article/{name}"} <= seen

    with bench.awake(role.removesuffix("Role")):
        assert soon(named)


def soon(look: Callable[[], bool], seconds: float = 3) -> bool:
    end = time.monotonic() + seconds
    while not (seen := look()) and time.monotonic() < end:
        time.sleep(0.05)
    return seen


SCENES: dict[str, Callable[[Bench], None]] = {
    "ClockRole": keeps_time,  # first: the sweep is not to look through what the others leave
    "IngestRole": ingests,
    "MediaRole": prepares_pictures,
    "InvalidateRole": names_pages,
    "RenderRole": renders,
    "CommentsRole": stores_comments,
}
# What a function's rights are for where it does not use them itself, by what their statement is called.
BEHALF: dict[str, Callable[[Bench, str], None]] = {
    "Log": logs,
    "TakeUploads": takes_messages,
    "TakeImages": takes_messages,
    "TakePages": takes_messages,
    "FollowStreams": follows_streams,
}


def order(right: Right) -> int:
    return list(SCENES).index(right.role)


def scene(right: Right) -> Callable[[Bench], None]:
    if right.sid in BEHALF:
        return lambda bench: BEHALF[right.sid](bench, right.role)
    return SCENES[right.role]


@pytest.mark.parametrize("role", SCENES)
def test_a_function_does_with_its_rights_all_that_it_does(bench: Bench, role: str) -> None:
    SCENES[role](bench)


@pytest.mark.parametrize("sid", BEHALF)
def test_aws_can_do_what_it_does_for_a_function(bench: Bench, sid: str) -> None:
    BEHALF[sid](bench, next(right.role for right in all_rights() if right.sid == sid))


@pytest.mark.parametrize("right", all_rights(), ids=str)
def test_without_any_one_of_its_rights_something_fails(bench: Bench, right: Right) -> None:
    name, bench.begun = bench.physical[right.role], int(time.time() * 1000)
    [policy] = bench.iam.list_role_policies(RoleName=name)["PolicyNames"]
    document = bench.iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]
    bench.iam.put_role_policy(
        RoleName=name, PolicyName=policy, PolicyDocument=json.dumps(without(document, right))
    )
    try:
        with pytest.raises((AssertionError, ClientError)):
            scene(right)(bench)
    finally:
        bench.iam.put_role_policy(RoleName=name, PolicyName=policy, PolicyDocument=json.dumps(document))


def without(document: dict[str, Any], right: Right) -> dict[str, Any]:
    """The policy with its statement split, and that one action on that one resource left out."""
    new = copy.deepcopy(document)
    [mine] = [s for s in new["Statement"] if s["Sid"] == right.sid]
    places = mine["Resource"] if isinstance(mine["Resource"], list) else [mine["Resource"]]
    actions = mine["Action"] if isinstance(mine["Action"], list) else [mine["Action"]]
    rest = {
        "Effect": "Allow",
        "Action": right.action,
        "Resource": [p for n, p in enumerate(places) if n != right.resource],
    }
    new["Statement"].remove(mine)
    new["Statement"] += [
        s
        for s in (mine | {"Action": [a for a in actions if a != right.action]}, rest)
        if s["Action"] and s["Resource"]
    ]
    return new
