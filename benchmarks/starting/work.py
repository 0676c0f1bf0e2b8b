"""First calls: real events, about something new each time, in a local AWS in which nothing else is awake."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from broadsheet.domain.addresses import article_id
from broadsheet_cli.local.engine import REGION
from broadsheet_cli.local.stack import LocalStack
from peering.archive import Archive
from scaling.growing import text_of

PROJECT = Path(__file__).resolve().parents[2]
EVENTS = PROJECT / "tests" / "events"
EVENT = {
    "ingest": "upload_article",
    "media": "upload_image",
    "invalidate": "catalogue_stream",
    "render": "pages",
    "comments": "post_comment_json",
    "clock": "tick",
}


@dataclass(frozen=True)
class Work:
    stack: LocalStack

    def prepare(self, number: int) -> None:
        """Upload the files that this round is about: a picture so small that its work is none."""
        s3, story = self.stack.client("s3"), Archive(1).story(number)
        s3.put_object(Bucket=self.stack.uploads_bucket, Key=_key(number), Body=text_of(story))
        picture = io.BytesIO()
        Image.new("RGB", (32, 32), (20, number, 120)).save(picture, "PNG")
        key = f"images/piers and quays/pier{number}.png"
        s3.put_object(Bucket=self.stack.uploads_bucket, Key=key, Body=picture.getvalue())

    def event(self, name: str, number: int) -> Any:
        """The event in tests/events, about the files of this round."""
        text = (EVENTS / f"{EVENT[name]}.json").read_text("utf-8")
        for old in ("a%2Bb", "a+b", "a-b", "pier.png"):
            stem, dot, ending = old.partition(".")
            text = text.replace(old, f"{stem}{number}{dot}{ending}")
        event = json.loads(text.replace("0f1e2d3c4b5a6978", article_id(_key(number))))
        if name == "comments":
            secret = self.variables(name)["ORIGIN_SECRET"]
            event["headers"] |= {"x-origin-secret": secret, "idempotency-key": f"round-{number}"}
        return event

    def variables(self, name: str) -> dict[str, str]:
        """What the template gives the function, and the credentials of its own role."""
        function = self.stack.outputs[f"{name.capitalize()}Function"]
        deployed = self.stack.client("lambda").get_function_configuration(FunctionName=function)
        keys = self.stack.client("sts").assume_role(RoleArn=deployed["Role"], RoleSessionName=name)[
            "Credentials"
        ]
        return {
            **deployed["Environment"]["Variables"],
            "AWS_ENDPOINT_URL": self.stack.endpoint,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": keys["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": keys["SecretAccessKey"],
            "AWS_SESSION_TOKEN": keys["SessionToken"],
        }


def asleep(stack: LocalStack) -> None:
    """Have nothing called but what a benchmark calls."""
    client = stack.client("lambda")
    for mapping in client.list_event_source_mappings()["EventSourceMappings"]:
        client.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)


def _key(number: int) -> str:
    return f"articles/my news/a+b{number}.md"
