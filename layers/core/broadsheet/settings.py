"""The environment, read once and checked."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields

from broadsheet.errors import ConfigError


@dataclass(frozen=True)
class Settings:
    """Names of what the template made. A function sees only those that its role may touch; the
    others are "" and ask for one is a ConfigError."""

    uploads_bucket: str = ""
    site_bucket: str = ""
    catalogue_table: str = ""
    comments_table: str = ""
    guards_table: str = ""
    uploads_queue_url: str = ""
    images_queue_url: str = ""
    pages_queue_url: str = ""
    distribution_id: str = ""
    site_url: str = ""
    origin_secret: str = field(default="", repr=False)
    stack_name: str = ""

    @classmethod
    def from_env(cls) -> Settings:
        return cls(**{f.name: os.environ.get(f.name.upper(), "") for f in fields(cls)})

    def demand(self, *names: str) -> list[str]:
        """These settings' values. Raises ConfigError naming every one that is missing."""
        missing = [name.upper() for name in names if not getattr(self, name)]
        if missing:
            raise ConfigError(f"these environment variables are not set: {', '.join(missing)}")
        return [str(getattr(self, name)) for name in names]
