"""While a function's modules are loaded there is no garbage: what they make is there to stay.

A function imports this before all that it can, and says when it is done. To look for garbage meanwhile, each
time among more, was a tenth of what loading cost, by `benchmarks/cold.py`; after `freeze` nobody looks there.
"""

from __future__ import annotations

import gc

gc.disable()


def done() -> None:
    """Collect garbage from now on, and none of what has been loaded."""
    gc.freeze()
    gc.enable()
