"""No test leaves this machine, and none finds somebody's real credentials."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_socket import socket_allow_hosts
from xdist.scheduler.loadscope import LoadScopeScheduling

for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]
os.environ |= {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "POWERTOOLS_LOG_LEVEL": "WARNING",
}

SHARED = Path(__file__).parent.parent.parent / "shared" / "data"


class ByFile(LoadScopeScheduling):  # type: ignore[misc]  # which has no types
    """One process runs the tests of a file, since those of one stack go on from what others have left there;
    and the tests of a folder in which all need the same build. A search for a bug hangs on nothing."""

    def _split_scope(self, nodeid: str) -> str:
        folder = nodeid.split("/")[1]
        return {"deploy": folder, "simulation": nodeid}.get(folder, nodeid.partition("::")[0])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return ByFile(config, log)


@pytest.fixture(autouse=True)
def only_loopback() -> None:
    socket_allow_hosts(["127.0.0.1", "localhost", "::1"], allow_unix_socket=True)


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """`build` collects no garbage, for its process ends with it. This one goes on."""
    yield
    gc.enable()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real articles beside the checkout, on machines that have them."""
    if not SHARED.is_dir():
        pytest.skip("the sample articles are not on this machine")
    return SHARED


@pytest.fixture
def moto_aws() -> Iterator[None]:
    from moto import mock_aws

    with mock_aws():
        yield
