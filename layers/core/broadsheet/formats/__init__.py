"""Bytes of an uploaded file -> an article, or what is wrong with it. Pure: no AWS, no clock."""

from broadsheet.formats.reading import Reading, Resolver, Unresolved, read

__all__ = ["Reading", "Resolver", "Unresolved", "read"]
