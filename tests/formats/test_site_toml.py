"""The settings of a site, as an editor may write them."""

from __future__ import annotations

from broadsheet.formats.site_toml import read_site


def test_words_that_cannot_be_shown_are_left_out() -> None:
    site = read_site(
        b'name = "The \\u0001 Lantern"\ntagline = "\\u0002"\nsections = ["\\u0003Harbour"]\n'
    ).site

    assert site
    assert (site.name, site.tagline) == ("The Lantern", "")
    assert [section.title for section in site.sections] == ["Harbour"]
