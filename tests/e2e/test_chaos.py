"""Eight writers, functions that die, a stack that is killed: it converges, and nothing is missing.

BROADSHEET_CHAOS_SECONDS is how long is written, BROADSHEET_CHAOS_SEED repeats the choices of a run.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from tests.e2e.chaos import verdict
from tests.e2e.chaos.converging import converge, dead_letters
from tests.e2e.chaos.copying import built, served
from tests.e2e.chaos.ledger import Ledger
from tests.e2e.chaos.nemesis import Nemesis
from tests.e2e.chaos.processes import PROC
from tests.e2e.chaos.serving import Serving
from tests.e2e.chaos.writers import all_at_once, writers

pytestmark = [
    pytest.mark.stack,
    pytest.mark.skipif(not (PROC / "self" / "stat").exists(), reason="finds whom to kill in /proc"),
]
SECONDS = float(os.environ.get("BROADSHEET_CHAOS_SECONDS", "60"))
SEED = os.environ.get("BROADSHEET_CHAOS_SEED") or secrets.token_hex(4)
CONVERGED_WITHIN = 120


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    stack = Serving(tmp_path)
    try:
        stack.start()
        yield stack
    finally:
        stack.destroy()


def test_nothing_acknowledged_is_missing_whatever_is_killed(serving: Serving, tmp_path: Path) -> None:
    print(f"BROADSHEET_CHAOS_SEED={SEED}")
    ledger = Ledger()
    newsroom = writers(serving, ledger, seed=SEED)
    all_at_once(writer.begin for writer in newsroom)
    converge(serving, seconds=CONVERGED_WITHIN)
    with Nemesis(serving, seed=SEED, deaths=[SECONDS * 0.35, SECONDS * 0.75]) as nemesis:
        all_at_once(partial(writer.work, SECONDS) for writer in newsroom)
    waited = converge(serving, seconds=CONVERGED_WITHIN)

    now, site, build = verdict.current(serving), served(serving), built(serving, tmp_path)
    assert not verdict.lost_versions(serving, ledger)
    assert not verdict.overruled(now, ledger)
    assert not verdict.leaks(site, now, ledger)
    assert not verdict.differences(site, build)
    assert not verdict.dead_ends(site, build)
    assert not verdict.wrong_comments(serving, ledger)
    assert not verdict.hidden_comments(site, now, serving, ledger)
    assert not dead_letters(serving)

    groups = serving.groups()
    assert serving.stop() == 0
    assert not any(Path(f"/proc/{group}").exists() for group in groups)
    print(_figures(serving, ledger, nemesis, waited, len(site)))


def _figures(serving: Serving, ledger: Ledger, nemesis: Nemesis, waited: float, objects: int) -> str:
    deletions = sum(operation.edition is None for operation in ledger.operations)
    restarts = ", ".join(f"{seconds:.1f}" for seconds in nemesis.restarts)
    return (
        f"{len(ledger.operations)} uploads and deletions ({deletions} deletions), "
        f"{len(ledger.acknowledged_comments)} of {len(ledger.comments)} comments taken; "
        f"functions killed: {dict(nemesis.killed)}, {serving.failed_batches} batches cut short; "
        f"the stack killed {len(nemesis.restarts)} times, there again after {restarts} s; "
        f"converged after {waited:.0f} s, {objects} objects."
    )
