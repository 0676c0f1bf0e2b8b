"""The layers that functions share."""

from __future__ import annotations

import pytest
from tests.template.parsed import PROJECT, resources


def test_every_layer_can_be_built() -> None:
    for name, resource in resources().items():
        if resource["Type"] == "AWS::Serverless::LayerVersion":
            makefile = PROJECT / resource["Properties"]["ContentUri"] / "Makefile"
            assert f"\nbuild-{name}:\n" in makefile.read_text("utf-8")


@pytest.mark.parametrize("layer", ["core", "images"])
def test_a_layer_ships_what_is_locked(layer: str) -> None:
    shipped = (PROJECT / "layers" / layer / "requirements.txt").read_text("utf-8").splitlines()
    locked = (PROJECT / "requirements.lock").read_text("utf-8").splitlines()
    assert set(shipped[1:]) <= set(locked)
