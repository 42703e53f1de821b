"""What a reader knows to hold within one report: shares, rows that add up, and declared laws."""

from collections.abc import Iterable, Iterator

from reports.disclosure.book import Book, Relation
from reports.disclosure.places import NOW, Place, Spot, parts_at
from reports.indicators import registry
from reports.indicators.kinds import Breakdown
from reports.indicators.knowledge import Law, Part, Term

TOTAL = Breakdown.TOTAL.value
STEPS = frozenset({Breakdown.STEP.value, Breakdown.STEP_PROGRAMME.value})


def shares(book: Book, place: Place, part: Part) -> Iterator[Relation]:
    """Numerator and complement make up the denominator."""
    if part is not Part.NOT_MATURED and Part.COMPLEMENT in parts_at(place):
        parts = ((1, Part.DENOMINATOR), (-1, Part.NUMERATOR), (-1, Part.COMPLEMENT))
        yield from book.relation(("share", place), lambda: ((sign, Spot(place, each)) for sign, each in parts))


def rows(book: Book, place: Place, part: Part, breakdowns: Iterable[Breakdown]) -> Iterator[Relation]:
    """Rows add up to the total, a step over programmes to the step."""
    for breakdown in breakdowns:
        if breakdown is Breakdown.STEP_PROGRAMME:
            if place.breakdown in STEPS:
                total = place._replace(breakdown=Breakdown.STEP.value, key=place.key[:2])
                yield from _add_up(book, total, breakdown, part)
        elif place.breakdown == breakdown or (place.breakdown == TOTAL and not place.key):
            yield from _add_up(book, place._replace(breakdown=TOTAL, key=()), breakdown, part)


def _add_up(book: Book, total: Place, breakdown: Breakdown, part: Part) -> Iterator[Relation]:
    rows = book.board.rows.get((total.organisation, total.indicator, breakdown.value))
    if not rows or total not in book.board.figures:
        return
    length = len(total.key)
    yield from book.relation(
        ("rows", total, part, breakdown),
        lambda: [
            (1, Spot(total, part)),
            *((-1, Spot(row, part)) for row in rows if row.line == total.line and row.key[:length] == total.key),
        ],
    )


def laws(book: Book, place: Place, part: Part) -> Iterator[Relation]:
    """Declared laws that speak of this number."""
    for position, law, term in _laws_on(place.indicator):
        if term.part is part and term.line == place.line:
            yield from _law(book, position, law, term, place)


def _law(book: Book, position: int, law: Law, term: Term, place: Place) -> Iterator[Relation]:
    """A declared law, for the key that it shares with this number."""
    if place.breakdown != (term.breakdown or law.by) or bool(term.codes or law.by is not Breakdown.TOTAL) != bool(
        place.key
    ):
        return
    if term.codes and term.codes != ("*",) and place.key[0] not in term.codes:
        return
    key = () if law.by is Breakdown.TOTAL else place.key[-1:]
    name = ("law", position, place.organisation, key)
    if name not in book.made:
        left, right = (
            [spot for each in terms for spot in _spots_of(book, each, place.organisation, law.by, key)]
            for terms in (law.left, law.right)
        )
        if not left or not right:
            book.made[name] = None
    yield from book.relation(
        name,
        lambda: [*((1, spot) for spot in right), *((-1, spot) for spot in left)],
        room=law.at_most,
        nearly=law.nearly,
    )


def _spots_of(book: Book, term: Term, organisation: str, by: Breakdown, key: tuple[str, ...]) -> list[Spot]:
    if not term.codes:
        there = Place(NOW, organisation, term.indicator, by.value, key, term.line)
        return [Spot(there, term.part)] if there in book.board.figures else []
    breakdown = (term.breakdown or by).value
    rows = book.board.rows.get((organisation, term.indicator, breakdown), ())
    if breakdown == Breakdown.STEP_COHORT:
        return [Spot(row, term.part) for row in rows if row.key[0] in term.codes and row.key[2:] == key][:1]
    return [Spot(row, term.part) for row in rows if row.key and (term.codes == ("*",) or row.key[0] in term.codes)]


_known_laws: dict[str, list[tuple[int, Law, Term]]] = {}


def _laws_on(indicator: str) -> list[tuple[int, Law, Term]]:
    """The laws that speak of an indicator, wherever they are declared, and with which term."""
    if not _known_laws:
        laws = [law for each in registry.all_indicators() for law in each.knowledge.laws]
        for position, law in enumerate(laws):
            for term in (*law.left, *law.right):
                _known_laws.setdefault(term.indicator, []).append((position, law, term))
    return _known_laws.get(indicator, [])
