"""The sweep: uploads compared with the catalogue and the catalogue with the site, a little every minute.

Nothing hangs on it as long as no message is lost and no hand touches the buckets: it should find nothing.
What it finds it leaves alone at first, since work may be under way; what is still the same when that
is over is sent to whoever makes it right, and counted.
"""

from __future__ import annotations

from broadsheet.publishing.sweeping.notes import SETTLING
from broadsheet.publishing.sweeping.sweep import LIMIT, Sweep, Swept

__all__ = ["LIMIT", "SETTLING", "Sweep", "Swept"]
