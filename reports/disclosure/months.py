"""What a reader knows to hold from month to month: stock and flow, and counts that never fall."""

from collections.abc import Iterator

from reports.disclosure.book import CAME, LEFT, STOCK, Book, Relation
from reports.disclosure.places import AFTER, BEFORE, NOW, Number, Place, Spot, number_of
from reports.indicators import registry
from reports.indicators.figures import Figure, Status
from reports.indicators.knowledge import Part


def flow(book: Book, place: Place) -> Iterator[Relation]:
    """Last month's stock, inflow and outflow give this month's."""
    now = book.board.number(place._replace(indicator=STOCK))
    came, left = (Spot(now.place._replace(indicator=each), Part.NUMERATOR) for each in (CAME, LEFT))
    if now.place not in book.board.figures or came.place not in book.board.figures:
        return
    was = now.value - book.board.value(came) + book.board.value(left)
    before = book.board.number(now.place._replace(when=BEFORE), value=was)
    if was < 0:
        return  # It does not add up, and will not be published so.
    published = _published_then(book, now, BEFORE)
    if not published:
        book.not_published.setdefault(before)
    elif (shown := _shown(published)) is not None:
        if shown == was:
            yield from book.relation(("flow", now), lambda: [(1, now), (-1, came), (1, left)])
        return  # Recorded late, if not: what was published does not fit, and nothing follows from it.
    yield from book.relation(("flow", now), lambda: [(1, now), (-1, came), (1, left), (-1, before)])


def is_held_by_the_month_after(book: Book, number: Number) -> bool:
    """Whether the stock and flow published for the month after leave this stock no further freedom."""
    return number.place.indicator == STOCK and bool(_published_then(book, number, AFTER))


def falls(book: Book, place: Place, part: Part) -> Iterator[Relation]:
    """What counts so far was not more before, and will not be less after."""
    now = book.board.number(place, part)
    for when, sign in ((BEFORE, 1), (AFTER, -1)):
        spot = Spot(now.place._replace(when=when), part)
        shown = _shown_then(book, now, when)
        known = book.neighbours.bases.get(spot) if shown is None else shown
        if known is not None and sign * (now.value - known) >= 0:
            key = ("falls", now, when)
            if key not in book.made:
                then = [(book.board.number(*spot, value=known), -sign)] if shown is None else []
                book.made[key] = Relation([(now, sign), *then], sign * (now.value - known))
            yield from book.relation(key, list)


def _published_then(book: Book, now: Number, when: str) -> list[tuple[Part, Figure]]:
    """The cells of this number in the reports of the month beside."""
    cells = book.neighbours.cells
    found = ((part, cells.get(place._replace(when=when))) for place, part in book.spots(now))
    return [(part, figure) for part, figure in found if figure is not None]


def _shown_then(book: Book, now: Number, when: str) -> int | None:
    """What any of the cells with this number said then."""
    return _shown(_published_then(book, now, when))


def _shown(published: list[tuple[Part, Figure]]) -> int | None:
    return next((number_of(figure, part) for part, figure in published if figure.status is not Status.SUPPRESSED), None)


def of_neighbour(book: Book, spot: Spot) -> Iterator[Relation]:
    """Where a number of the month beside comes in."""
    here = spot.place._replace(when=NOW)
    if book.board.at(here) is None:
        return
    if here.indicator == STOCK:
        yield from flow(book, here)
    elif spot.part in registry.get(here.indicator).knowledge.never_falls:
        yield from falls(book, here, spot.part)
