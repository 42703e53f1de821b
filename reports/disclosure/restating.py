"""What of a published month still holds when something was recorded later."""

from collections.abc import Iterator, Mapping, Sequence

from reports.disclosure.book import CAME, LEFT, STOCK
from reports.disclosure.places import Place, place_of
from reports.disclosure.standing import Published, Standing
from reports.indicators.figures import Figure, Status

FLOWING = frozenset({STOCK, CAME, LEFT})
Row = tuple[str, str, tuple[str, ...]]


def holding(published: Published, now: Mapping[str, Sequence[Figure]]) -> Published:
    """The published month without what is disclosed anew after the month before it, and what depends on that.

    A stock, and what came and left, hold the stock of the month before only where all three are shown and still true.
    Elsewhere the month is disclosed anew so that the month before keeps its secrets.
    """
    open_places = {
        place for organisation, seen in published.reports.items() for place in _open(organisation, seen, now)
    }
    rows = {_row(place) for place in open_places if place.indicator in FLOWING}
    kept = {
        organisation: [each for each in seen if not _depends(place_of(each, organisation), open_places, rows)]
        for organisation, seen in published.reports.items()
    }
    lines = (
        line
        for line in published.standing.lines
        if not any(place.indicator in FLOWING and _row(place) in rows for (place, _part), _change in line.changes)
    )
    return Published(kept, Standing(tuple(lines), published.standing.bases))


def _open(organisation: str, seen: Sequence[Figure], now: Mapping[str, Sequence[Figure]]) -> Iterator[Place]:
    """What is not true any more; of stock and flow also what is hidden."""
    true = {place_of(each, organisation): each for each in now.get(organisation, ())}
    for each in seen:
        place = place_of(each, organisation)
        if each.status is Status.SUPPRESSED:
            if place.indicator in FLOWING:
                yield place
        elif _numbers(each) != _numbers(true.get(place)):
            yield place


def _numbers(figure: Figure | None) -> tuple[object, ...]:
    return () if figure is None else (figure.value, figure.numerator, figure.denominator)


def _row(place: Place) -> Row:
    return place.organisation, place.breakdown, place.key


def _depends(place: Place, open_places: set[Place], rows: set[Row]) -> bool:
    return place in open_places or (place.indicator in FLOWING and _row(place) in rows)
