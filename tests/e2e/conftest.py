"""One stack for all that editors and readers do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.e2e.newsdesk import Site

from broadsheet_cli.local.stack import LocalStack


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with LocalStack() as stack:
        stack.tick()
        yield Site(stack)
