"""What a reader knows to hold between the report of an organisation and those of its children."""

from collections.abc import Iterator

from programmes.pathways.enums import EndReason
from reports.disclosure.book import CAME, LEFT, MOVES, STOCK, Book, Relation
from reports.disclosure.places import EVERYWHERE, NOW, Number, Place, Spot
from reports.indicators.kinds import Breakdown
from reports.indicators.knowledge import Children, Part
from reports.indicators.stock import TRANSFER_OUT

TOTAL, ORGANISATION, PROGRAMME = Breakdown.TOTAL.value, Breakdown.ORGANISATION.value, Breakdown.PROGRAMME.value


def tree_relations(book: Book, place: Place, part: Part, children: Children) -> Iterator[Relation]:
    """The figure of an organisation, and those of its children."""
    if place.organisation == EVERYWHERE or children in {Children.NONE, Children.SAME}:
        return
    for head in (place.organisation, book.tree.parents.get(place.organisation)):
        if head is None or head not in book.tree.children:
            continue
        above = place._replace(organisation=head)
        if children is Children.FLOW:
            yield from _flows(book, above)
        elif place.breakdown != ORGANISATION and not _has_rows_of_children(book, above):
            yield from _sum(book, above, part, children)


def _has_rows_of_children(book: Book, above: Place) -> bool:
    """The total of the stock is the sum of its rows by organisation, if these are published."""
    return (above.indicator, above.breakdown) == (STOCK, TOTAL) and (
        above.organisation,
        STOCK,
        ORGANISATION,
    ) in book.board.rows


def _sum(book: Book, above: Place, part: Part, children: Children) -> Iterator[Relation]:
    if above not in book.board.figures:
        return
    alone = above.organisation not in book.tree.direct and is_complete(book, above)

    def signed(sign: int) -> list[tuple[int, Spot]]:
        return [(sign, Spot(above, part)), *((-sign, Spot(each, part)) for each in below(book, above))]

    if children is Children.SUM:
        yield from book.relation(("sum", above, part), lambda: signed(1), room=not alone)
        return
    for each in below(book, above):
        yield from _at_least(book, above, each, part)
    if alone:
        yield from book.relation(("most", above, part), lambda: signed(-1), room=True)


def _at_least(book: Book, above: Place, each: Place, part: Part) -> Iterator[Relation]:
    key = ("least", each, part, above.organisation)
    yield from book.relation(key, lambda: [(1, Spot(above, part)), (-1, Spot(each, part))], room=True)


def below(book: Book, above: Place) -> list[Place]:
    """The same cell in the reports of the children; without these, a total's rows."""
    figures, found = book.board.figures, []
    for child in book.tree.children.get(above.organisation, ()):
        theirs = above._replace(organisation=child)
        row = above._replace(breakdown=ORGANISATION, key=(child,))
        if theirs in figures:
            found.append(theirs)
        elif above.breakdown == TOTAL and not above.key and row in figures:
            found.append(row)
    return found


def is_complete(book: Book, above: Place) -> bool:
    """Whether every child has a report here, or else its row. What a report does not list is none."""
    children = book.tree.children.get(above.organisation, ())
    return all(child in book.board.reports for child in children) or len(below(book, above)) == len(children)


def _flows(book: Book, above: Place) -> Iterator[Relation]:
    """What moved within flowed out of children and into others: as much out as in, and never less than none."""
    head = above.organisation
    if above.breakdown == Breakdown.REASON and above.key[0] != TRANSFER_OUT:
        yield from _sum(book, above, Part.NUMERATOR, Children.SUM)
    if above.breakdown == PROGRAMME and is_complete(book, above):
        yield from programme_flows(book, head, above.key)
    own_row = Place(NOW, head, LEFT, ORGANISATION, (head,)) in book.board.figures
    total = Place(NOW, head, CAME, TOTAL)
    if total in book.board.figures and is_complete(book, total) and (own_row or head not in book.tree.direct):
        yield from book.relation(("moved", head), lambda: _moved(book, head, CAME), room=True)
        yield from book.relation(
            ("both", head),
            lambda: [*_moved(book, head, CAME), *((-sign, spot) for sign, spot in _moved(book, head, LEFT))],
        )
    reasons = Place(NOW, head, LEFT, Breakdown.REASON.value)
    if own_row and (head, LEFT, reasons.breakdown) in book.board.rows and is_complete(book, reasons):
        yield from book.relation(("alone", head), lambda: _left_alone(book, head), room=True)


def _moved(book: Book, head: str, indicator: str) -> list[tuple[int, Spot]]:
    total = Place(NOW, head, indicator, TOTAL)
    own = total._replace(breakdown=ORGANISATION, key=(head,))
    places = [*below(book, total), *([own] if own in book.board.figures else [])]
    return [*((1, Spot(each, Part.NUMERATOR)) for each in places), (-1, Spot(total, Part.NUMERATOR))]


def _left_alone(book: Book, head: str) -> Iterator[tuple[int, Spot]]:
    """What ended in the organisation itself is not more than what flowed out of it."""
    yield 1, Spot(Place(NOW, head, LEFT, ORGANISATION, (head,)), Part.NUMERATOR)
    for reason in EndReason.values:
        above = Place(NOW, head, LEFT, Breakdown.REASON.value, (reason,))
        yield -1, Spot(above, Part.NUMERATOR)
        yield from ((1, Spot(each, Part.NUMERATOR)) for each in below(book, above))


def programme_flows(book: Book, head: str, key: tuple[str, ...]) -> Iterator[Relation]:
    """The same by programme; how many moved is not published, but adds up over the programmes."""
    moves = _moves(book, head)
    if key not in moves:
        return
    for indicator in (CAME, LEFT):
        yield from _programme_flow(book, Place(NOW, head, indicator, PROGRAMME, key), moves[key])
    if Place(NOW, head, CAME, ORGANISATION, (head,)) in book.board.figures or head not in book.tree.direct:
        yield from book.relation(
            ("moves", head),
            lambda: [*((1, each) for each in moves.values()), *((-s, spot) for s, spot in _moved(book, head, CAME))],
        )


def _programme_flow(book: Book, above: Place, moved: Number) -> Iterator[Relation]:
    yield from book.relation(
        ("by programme", above),
        lambda: [
            (1, Spot(above, Part.NUMERATOR)),
            (1, moved),
            *((-1, Spot(each, Part.NUMERATOR)) for each in below(book, above)),
        ],
        room=above.organisation in book.tree.direct,
    )


def _moves(book: Book, head: str) -> dict[tuple[str, ...], Number]:
    """A number for each programme, with a value that could be."""
    rows = book.board.rows.get((head, CAME, PROGRAMME), [])
    first = Spot(rows[0]._replace(indicator=MOVES), Part.NUMERATOR) if rows else None
    if first is not None and not book.board.knows(first):
        least = {row: max(0, *(_missing(book, row._replace(indicator=each)) for each in (CAME, LEFT))) for row in rows}
        total = sum(sign * book.board.value(spot) for sign, spot in _moved(book, head, CAME))
        least[rows[0]] += max(0, total - sum(least.values()))
        for row, value in least.items():
            book.board.number(row._replace(indicator=MOVES), value=value)
    return {row.key: book.board.number(row._replace(indicator=MOVES)) for row in rows}


def _missing(book: Book, above: Place) -> int:
    counted = sum(book.board.value(Spot(each, Part.NUMERATOR)) for each in below(book, above))
    return counted - book.board.value(Spot(above, Part.NUMERATOR))
