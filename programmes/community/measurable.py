"""Which figures a target can be set on. The reports, which stand above, register theirs when they start."""

from collections.abc import Mapping
from types import MappingProxyType

_lines: dict[str, frozenset[str]] = {}


def register(indicator: str, lines: frozenset[str]) -> None:
    """Offer an indicator, and the lines it has beside its main one, as a subject of targets."""
    _lines[indicator] = lines


def indicators() -> Mapping[str, frozenset[str]]:
    """The ids of the indicators that exist, each with its lines."""
    return MappingProxyType(_lines)
