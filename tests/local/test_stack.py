"""The template as it runs: events arrive, roles suffice, readers get what CloudFront would give."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from botocore.exceptions import ClientError

from broadsheet_cli.local.stack import LocalStack

pytestmark = pytest.mark.stack

Fetch = Callable[..., Any]
ODD_KEYS = ["articles/a b+c.md", "articles/100%25 ü.md", "articles/é/日本.md", "articles/" + "x" * 891]


def put(stack: LocalStack, key: str, body: bytes = b"text") -> str:
    answer = stack.client("s3").put_object(Bucket=stack.uploads_bucket, Key=key, Body=body)
    return str(answer["VersionId"])


def page(stack: LocalStack, key: str, body: bytes, **metadata: str) -> None:
    s3, where = stack.client("s3"), {"Bucket": stack.site_bucket, "Key": key}
    s3.delete_object(**where)
    s3.put_object(**where, Body=body, ContentType="text/html", Metadata=metadata, IfNoneMatch="*")


def test_an_object_of_the_site_is_never_just_put(stack: LocalStack) -> None:
    s3, where = assumed(stack, "RenderRole"), {"Bucket": stack.site_bucket, "Key": "swapped/index.html"}
    etag = s3.put_object(**where, Body=b"first", IfNoneMatch="*")["ETag"]
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.put_object(**where, Body=b"second")
    with pytest.raises(ClientError, match="PreconditionFailed"):
        s3.put_object(**where, Body=b"second", IfNoneMatch="*")
    s3.put_object(**where, Body=b"second", IfMatch=etag)
    upload = s3.create_multipart_upload(**where)["UploadId"]
    part = s3.upload_part(**where, UploadId=upload, PartNumber=1, Body=b"third")["ETag"]
    parts = {"Parts": [{"PartNumber": 1, "ETag": part}]}
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.complete_multipart_upload(**where, UploadId=upload, MultipartUpload=parts)
    assert s3.get_object(**where)["Body"].read() == b"second"


def record(stack: LocalStack, key: str) -> str:
    row = {"pk": {"S": key[:200]}, "sk": {"S": "ARTICLE"}}
    found = stack.client("dynamodb").get_item(TableName=stack.catalogue_table, Key=row)
    return str(found["Item"]["version"]["S"])


def test_an_upload_becomes_a_page(stack: LocalStack, fetch: Fetch) -> None:
    version = put(stack, "articles/world/first.md")
    assert stack.settle()
    reply = fetch("/articles/world/first.md/")
    assert (reply.status, json.loads(reply.body)[0]["version"]["S"]) == (200, version)


@pytest.mark.parametrize("key", ODD_KEYS)
def test_a_key_reaches_the_function_as_it_was_written(stack: LocalStack, key: str) -> None:
    version = put(stack, key)
    assert stack.settle()
    assert record(stack, key) == version


def test_a_deleted_upload_is_heard_of(stack: LocalStack) -> None:
    put(stack, "articles/gone.md")
    stack.client("s3").delete_object(Bucket=stack.uploads_bucket, Key="articles/gone.md")
    assert stack.settle()
    assert record(stack, "articles/gone.md") == "404"


def test_the_settings_are_an_upload_too(stack: LocalStack) -> None:
    version = put(stack, "site.toml")
    assert stack.settle()
    assert record(stack, "site.toml") == version


def test_a_page_has_the_policies_of_the_distribution(fetch: Fetch) -> None:
    reply = fetch("/")
    assert (reply.status, reply.body) == (200, b"<p>front")
    assert reply.headers["content-security-policy"].startswith("default-src 'none'")
    assert not [name for name in reply.headers if name.startswith(("x-amz-meta-", "x-amz-version"))]


def test_head_has_the_length_and_no_body(fetch: Fetch) -> None:
    reply = fetch("/", "HEAD")
    assert (reply.status, reply.headers["content-length"], reply.body) == (200, "8", b"")


def test_what_is_missing_is_the_404_page(fetch: Fetch) -> None:
    reply = fetch("/no/such/page/")
    assert (reply.status, reply.body) == (404, b"<p>nothing here")


def test_an_address_without_its_slash_leads_to_the_one_with_it(fetch: Fetch) -> None:
    reply = fetch("/world/first?a=1&b=%C3%BC")
    assert (reply.status, reply.headers["location"]) == (301, "/world/first/?a=1&b=%C3%BC")


def test_a_page_that_has_moved_redirects(stack: LocalStack, fetch: Fetch) -> None:
    page(stack, "old/index.html", b"", location="/new/")
    reply = fetch("/old/")
    assert (reply.status, reply.headers["location"]) == (301, "/new/")


def test_a_file_is_not_an_index_document(stack: LocalStack, fetch: Fetch) -> None:
    page(stack, "feed.xml", b"<rss/>")
    assert fetch("/feed.xml").body == b"<rss/>"


def test_a_comment_reaches_its_page(stack: LocalStack, fetch: Fetch) -> None:
    assert (
        fetch("/api/articles/story-1/comments", "POST", "Quite so.", content_type="text/plain").status == 201
    )
    assert stack.settle()
    assert json.loads(fetch("/story-1/").body)[0]["body"]["S"] == "Quite so."


def test_a_problem_of_the_api_stays_a_problem(fetch: Fetch) -> None:
    reply = fetch("/api/articles/unknown/comments", "POST", "Hello?")
    assert (reply.status, reply.headers["content-type"]) == (404, "application/problem+json")


def test_the_pages_take_no_post(fetch: Fetch) -> None:
    assert fetch("/", "POST", "x").status == 403


def test_the_clock_can_be_struck(stack: LocalStack, fetch: Fetch) -> None:
    stack.tick()
    assert stack.settle()
    assert fetch("/ticked/").status == 200


def test_each_function_has_its_own_rights_only(stack: LocalStack) -> None:
    document = stack.client("iam").get_role_policy(
        RoleName=role(stack, "CommentsRole"), PolicyName="comments"
    )
    assert "dynamodb:*" not in json.dumps(document["PolicyDocument"])
    with pytest.raises(ClientError, match="AccessDenied"):
        assumed(stack, "CommentsRole").put_object(Bucket=stack.site_bucket, Key="x", Body=b"")


def role(stack: LocalStack, logical: str) -> str:
    resource = stack.client("cloudformation").describe_stack_resource(
        StackName="broadsheet", LogicalResourceId=logical
    )
    return str(resource["StackResourceDetail"]["PhysicalResourceId"])


def assumed(stack: LocalStack, logical: str) -> Any:
    import boto3

    arn = stack.client("iam").get_role(RoleName=role(stack, logical))["Role"]["Arn"]
    keys = stack.client("sts").assume_role(RoleArn=arn, RoleSessionName="test")["Credentials"]
    session = boto3.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"], "eu-west-1")
    return session.client("s3", endpoint_url=stack.endpoint)


def test_the_address_bar_needs_no_decoding(stack: LocalStack, fetch: Fetch) -> None:
    page(stack, "köln/index.html", b"<p>Dom")
    assert fetch(quote("/köln/")).body == b"<p>Dom"
