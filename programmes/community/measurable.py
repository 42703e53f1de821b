"""Which figures a target can be set on. The reports, which stand above, register theirs when they start."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise

Words = str | Promise

_lines: dict[str, frozenset[str]] = {}
_names: dict[str, Words] = {}
_names_of_lines: dict[str, Words] = {}


def register(indicator: str, lines: frozenset[str], name: Words) -> None:
    """Offer an indicator, and the lines it has beside its main one, as a subject of targets."""
    _lines[indicator] = lines
    _names[indicator] = name


def call_lines(names: Mapping[str, Words]) -> None:
    """Say what lines are called."""
    _names_of_lines.update(names)


def indicators() -> Mapping[str, frozenset[str]]:
    """The ids of the indicators that exist, each with its lines."""
    return MappingProxyType(_lines)


def lines() -> list[str]:
    """All lines that any of them has."""
    return sorted({line for each in _lines.values() for line in each})


def name_of(indicator: str) -> str:
    """What people call it; one that is no more keeps its id."""
    return str(_names.get(indicator, indicator))


def name_of_line(line: str) -> str:
    """The same of a line."""
    return str(_names_of_lines.get(line, line))
