"""Bytes of an uploaded file -> an article, or what is wrong with it. Pure: no AWS, no clock."""

from broadsheet.formats.kinds import date_from_name
from broadsheet.formats.reading import Reading, read, read_each
from broadsheet.formats.resolving import Resolver, Unresolved
from broadsheet.formats.upload import MAX_BYTES

__all__ = ["MAX_BYTES", "Reading", "Resolver", "Unresolved", "date_from_name", "read", "read_each"]
