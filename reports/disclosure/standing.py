"""What has been published and must stay protected: its cells, and the lines on which its hidden numbers lie."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from reports.disclosure.book import STOCK
from reports.disclosure.lines import Line
from reports.disclosure.places import BEFORE, Place, Spot
from reports.indicators import registry
from reports.indicators.figures import Figure
from reports.indicators.knowledge import Part

Changes = tuple[tuple[Spot, int], ...]


class KeptLine(NamedTuple):
    """A line as it is kept: by cells, since numbers live only while a month is disclosed."""

    down: int
    up: int
    changes: Changes


@dataclass(frozen=True)
class Standing:
    """The lines of a published month, and the true numbers behind its hidden counts that never fall.

    Later months must leave every line possible. It says more than the reports, so it is kept and shown to nobody.
    """

    lines: tuple[KeptLine, ...] = ()
    bases: Mapping[Spot, int] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """As JSON: every cell once, then lines and bases by its position."""
        spots = dict.fromkeys(spot for line in self.lines for spot, _ in line.changes)
        spots |= dict.fromkeys(self.bases)
        position = {spot: number for number, spot in enumerate(spots)}
        return {
            "cells": [[*place[:4], list(place.key), place.line, part.value] for place, part in spots],
            "lines": [
                [line.down, line.up, [[position[spot], change] for spot, change in line.changes]] for line in self.lines
            ],
            "bases": [[position[spot], value] for spot, value in self.bases.items()],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Standing":
        """Back from JSON."""
        spots = [
            Spot(Place(when, organisation, indicator, breakdown, tuple(key), line), Part(part))
            for when, organisation, indicator, breakdown, key, line, part in data.get("cells", ())
        ]
        return cls(
            lines=tuple(
                KeptLine(down, up, tuple((spots[at], change) for at, change in changes))
                for down, up, changes in data.get("lines", ())
            ),
            bases={spots[at]: value for at, value in data.get("bases", ())},
        )


@dataclass(frozen=True)
class Published:
    """A month as the audience has it: the cells of each organisation, and what stands behind them."""

    reports: Mapping[str, Sequence[Figure]]
    standing: Standing = Standing()


@dataclass(frozen=True)
class Earlier:
    """What the audience has already: the months before and after, and the same month in an earlier edition."""

    before: Published | None = None
    after: Published | None = None
    again: Published | None = None


def kept(lines: Iterable[Line]) -> tuple[KeptLine, ...]:
    """Lines by cells, each once, whichever way round it was found."""
    found: dict[KeptLine, None] = {}
    for line in lines:
        changes = sorted((number.leading, change) for number, change in line.changes.items())
        found.setdefault(_one_way_round(line.down, line.up, changes))
    return tuple(found)


def going_on(lines: Iterable[KeptLine], when: str, to: str) -> list[KeptLine]:
    """What of these lines matters to the month beside: each changed stock and count so far, once."""
    found: dict[KeptLine, None] = {}
    for line in lines:
        changes = [
            (Spot(place._replace(when=to), part), change)
            for (place, part), change in line.changes
            if place.when == when and _links_months(place, part)
        ]
        if changes:
            found.setdefault(_one_way_round(line.down, line.up, changes))
    return list(found)


def _one_way_round(down: int, up: int, changes: Sequence[tuple[Spot, int]]) -> KeptLine:
    if changes and changes[0][1] < 0:
        return KeptLine(up, down, tuple((spot, -change) for spot, change in changes))
    return KeptLine(down, up, tuple(changes))


def _links_months(place: Place, part: Part) -> bool:
    if place.when == BEFORE or place.indicator == STOCK:
        return True
    try:
        return part in registry.get(place.indicator).knowledge.never_falls
    except KeyError:
        return False
