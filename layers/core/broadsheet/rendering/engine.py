"""Templates in, text out: the one Jinja environment."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from broadsheet.domain.site import Site
from broadsheet.rendering import dates
from broadsheet.rendering.assets import TEMPLATES, asset_path
from broadsheet.rendering.pictures import other_types
from broadsheet.rendering.text import as_html, legal, paragraphs
from broadsheet.rendering.views import Teaser

KEPT = 4096  # stories as lists show them: the same one stands in many

FILTERS = {
    "as_html": as_html,
    "human": dates.human,
    "human_date": dates.human_date,
    "machine": dates.machine,
    "other_types": other_types,
    "paragraphs": paragraphs,
    "rfc3339": dates.rfc3339,
    "rfc822": dates.rfc822,
}


def fill(template: str, **values: Any) -> str:
    """The template with these values, escaped, without characters that XML forbids."""
    return legal(environment().get_template(template).render(**values))


def card(teaser: Teaser, site: Site, **options: Any) -> Any:
    """A story as a list shows it: the macro of that name, printed once for each story and its options."""
    return _printed("card", teaser, site, tuple(options.items()))


def headline(teaser: Teaser, site: Site, **options: Any) -> Any:
    """A story as a line of a long list."""
    return _printed("headline", teaser, site, tuple(options.items()))


@lru_cache(maxsize=KEPT)
def _printed(macro: str, teaser: Teaser, site: Site, options: tuple[tuple[str, Any], ...]) -> Any:
    module: Any = environment().get_template("teasers.html").module
    return getattr(module, macro)(teaser, site, **dict(options))


@cache
def environment() -> Environment:
    """Built once in a process; each template is compiled when it is first used."""
    made = Environment(
        loader=PackageLoader(TEMPLATES, ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.filters.update(FILTERS)
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    made.globals.update(asset=asset_path, card=card, headline=headline, revised=dates.revised)
    return made
