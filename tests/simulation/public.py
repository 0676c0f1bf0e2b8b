"""Which version of each file must be public, by the drafts, the settings and the clock alone."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from tests.simulation.clean import record_of
from tests.simulation.files import BROKEN
from tests.simulation.newsroom import KEYS
from tests.simulation.stories import Version
from tests.simulation.world import World

from broadsheet.domain import rows
from broadsheet.domain.site import Site


@dataclass(frozen=True)
class Public:
    """As far as the drafts tell."""

    world: World

    @cached_property
    def public(self) -> dict[str, Version]:
        """By key; what was public before a file that cannot be read is told by the record only."""
        found = {key: self._public(key) for key in self.world.watch.history}
        return {key: version for key, version in found.items() if version}

    def _public(self, key: str) -> Version | None:
        history = self.world.watch.history[key]
        if history[-1] is None:
            return None
        version = self._version(key, len(history))
        if version.broken or (version.contested and any(map(self._may_hold, KEYS.keys() - {key}))):
            return self._beneath(key)
        now = self.world.clock.moment
        early = now < version.draft.appears(self.zone, self.world.watch.begun[key])
        late = version.until is not None and version.until <= now
        return version if version.shown and not early and not late else None

    def _may_hold(self, rival: str) -> bool:
        """Whether this file may have the contested address, by what it says or by what stands beneath it."""
        history = self.world.watch.history.get(rival, [])
        since = max((at for at, there in enumerate(history, 1) if there is None), default=0)
        left = [self._version(rival, at) for at in range(since + 1, len(history) + 1)]
        return any(v.contested for v in (left if left and left[-1].broken else left[-1:]))

    def _beneath(self, key: str) -> Version | None:
        """What stands beneath a refused file, as its record tells: nothing from before the last deletion."""
        live, history = record_of(self.world, key).live, self.world.watch.history[key]
        if live is None:
            return None
        version = self._version(key, history.index(live.version) + 1)
        since = max((at for at, there in enumerate(history, 1) if there is None), default=0)
        left = [self._version(key, at).number for at in range(since + 1, len(history) + 1)]
        return version if version.number in left else None

    def _version(self, key: str, number: int) -> Version:
        return self.world.watch.versions[KEYS[key], number]

    @cached_property
    def settings(self) -> Site:
        """Those of the file; where it cannot be read, those that the record has kept."""
        upload = self.world.uploads.read("site.toml")
        if upload and upload.body == BROKEN:
            return rows.site_from(self.world.catalogue.get(*rows.SITE)).site
        given = tomllib.loads((upload.body or b"").decode()) if upload else {}
        return Site(timezone=given.get("timezone", "UTC"), comments=given.get("comments", "open"))

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.settings.timezone)

    def moment(self, key: str, version: Version) -> datetime:
        return version.draft.published(self.zone, self.world.watch.begun[key])
