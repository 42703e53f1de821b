"""From what was counted to what an audience may see."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from reports.disclosure.book import STOCK, Neighbours
from reports.disclosure.months import is_held_by_the_month_after
from reports.disclosure.places import (
    AFTER,
    BEFORE,
    EVERYWHERE,
    NOW,
    Board,
    Number,
    Place,
    Spot,
    Tree,
    number_of,
    parts_at,
    place_of,
)
from reports.disclosure.primary import Unit, hidden_at_first, hidden_targets, unit_at
from reports.disclosure.protection import Protection
from reports.disclosure.relations import Relations
from reports.disclosure.standing import Earlier, KeptLine, Published, Standing, going_on, kept
from reports.disclosure.weights import Weights
from reports.indicators import registry
from reports.indicators.figures import Figure, Status
from reports.indicators.knowledge import Children, Part

Reports = Mapping[str, Sequence[Figure]]


@dataclass(frozen=True)
class Disclosed:
    """The reports as the audience may see them, and what must be kept so that they stay safe.

    `widened` is how often more had to be hidden than single numbers need; `unprotected` is what even that left open.
    """

    reports: dict[str, list[Figure]]
    standing: Standing
    unprotected: tuple[str, ...] = ()
    widened: int = 0


def disclose(reports: Reports, tree: Tree, threshold: int, earlier: Earlier = Earlier()) -> Disclosed:  # noqa: B008  (frozen)
    """Hide what management must not see of a month's reports of a whole tree, and what it could work out.

    `reports` are the full figures by organisation, listed by dates (`listing.by_date`). What is published already is
    not touched; only this month's cells are hidden. The same input gives the same answer. Where what is published
    leaves no other way, whole families of the new reports are hidden, then all of them: that tells nothing new.
    """
    new = (reports.keys() - earlier.again.reports.keys() if earlier.again else None) or reports.keys()
    protection = _protect(reports, tree, threshold, earlier, set())
    widened = 0
    for widen in (_families, _everything):
        if protection.unprotected:
            widened += 1
            protection = _protect(reports, tree, threshold, earlier, widen(protection, new))
    board = protection.board
    protection.hidden |= hidden_targets(board, protection.hidden)
    return Disclosed(
        reports={organisation: _seen(board, protection.hidden, organisation) for organisation in reports},
        standing=Standing(kept(protection.lines), _bases(board, protection)),
        unprotected=tuple(map(repr, protection.unprotected)),
        widened=widened,
    )


def _protect(reports: Reports, tree: Tree, threshold: int, earlier: Earlier, also: set[Unit]) -> Protection:
    board = Board(tree, reports)
    relations = Relations(board, _neighbours(board, earlier))
    hidden = hidden_at_first(board, reports, threshold) | also | _hidden_in(board, earlier.again)
    weights = Weights(tree, _hidden_in(board, earlier.before))
    protection = Protection(relations, hidden, threshold, weights)
    protection.known = _known_from(board, earlier.again)
    _extend(protection, earlier)
    protection.protect()
    return protection


def _families(protection: Protection, new: Collection[str]) -> set[Unit]:
    """Everything in the new reports that is of a kind with what could not be protected."""
    families = {registry.get(number.place.indicator).family for number in protection.unprotected}
    units = _everything(protection, new)
    return {unit for unit in units if registry.get(unit.place.indicator).family in families}


def _everything(protection: Protection, new: Collection[str]) -> set[Unit]:
    """All that stands in the new reports and nowhere else yet."""
    board, known = protection.board, protection.known
    places = (
        place
        for place in board.figures
        if place.organisation in new and known.isdisjoint(board.number(place, part) for part in parts_at(place))
    )
    return {unit_at(board, place) for place in places if parts_at(place)}


def _seen(board: Board, hidden: set[Unit], organisation: str) -> list[Figure]:
    """The figures of a report without what is hidden."""
    seen = []
    for figure in board.reports[organisation]:
        place = place_of(figure, organisation)
        if unit_at(board, place) in hidden:
            seen.append(without_numbers(figure))
        elif figure.not_matured is not None and unit_at(board, place, Part.NOT_MATURED) in hidden:
            seen.append(replace(figure, not_matured=None))
        else:
            seen.append(figure)
    return seen


SHOWN_ANYWAY = frozenset({"qualifier"})


def without_numbers(figure: Figure) -> Figure:
    """A suppressed figure has no number at all (IMPORT.md)."""
    return Figure(
        figure.indicator,
        figure.version,
        figure.breakdown,
        figure.key,
        status=Status.SUPPRESSED,
        details={name: value for name, value in figure.details.items() if name in SHOWN_ANYWAY},
    )


# --- what is published already ---


def _neighbours(board: Board, earlier: Earlier) -> Neighbours:
    cells: dict[Place, Figure] = {}
    bases: dict[Spot, int] = {}
    for when, published in ((BEFORE, earlier.before), (AFTER, earlier.after)):
        if published is None:
            continue
        for organisation, figures in published.reports.items():
            for figure in figures:
                knowledge = registry.get(figure.indicator).knowledge
                if figure.indicator == STOCK or knowledge.never_falls:
                    everywhere = knowledge.children is Children.SAME
                    cells[place_of(figure, EVERYWHERE if everywhere else organisation, when)] = figure
        for spot, value in published.standing.bases.items():
            bases[_beside(board, spot, when)] = value
    return Neighbours(cells, bases)


def _beside(board: Board, spot: Spot, when: str) -> Spot:
    """A number in the month beside, named by the cell that stands for it in this month's reports."""
    place, part = board.number(board.here(spot.place), spot.part).leading
    return Spot(place._replace(when=when), part)


def _hidden_in(board: Board, published: Published | None) -> set[Unit]:
    """The units of this month that are hidden in another report of the audience."""
    hidden = set()
    for organisation, figures in (published.reports if published else {}).items():
        for figure in figures:
            place = place_of(figure, organisation)
            if place not in board.figures:
                continue
            if figure.status is Status.SUPPRESSED:
                hidden.add(unit_at(board, place))
            elif figure.not_matured is None and board.figures[place].not_matured is not None:
                hidden.add(unit_at(board, place, Part.NOT_MATURED))
    return hidden


def _known_from(board: Board, published: Published | None) -> set[Number]:
    """Numbers that an earlier edition of the month shows as they are: to hide them again would hide nothing."""
    known = set()
    for organisation, figures in (published.reports if published else {}).items():
        for figure in figures:
            place = place_of(figure, organisation)
            if figure.status is Status.SUPPRESSED or place not in board.figures:
                continue
            for part in parts_at(place):
                left_out = part is Part.NOT_MATURED and figure.not_matured is None
                if not left_out and number_of(figure, part) == board.value(Spot(place, part)):
                    known.add(board.number(place, part))
    return known


def _extend(protection: Protection, earlier: Earlier) -> None:
    """Every line of what is published goes on through this month.

    Of an earlier edition of the month only if nothing has been recorded since: else it need not.
    """
    if earlier.again is not None:
        unchanged = not _differs(protection.board, earlier.again)
        for line in earlier.again.standing.lines:
            _extend_line(protection, line, needed=unchanged)
    if earlier.after is not None:
        for line in going_on(earlier.after.standing.lines, BEFORE, NOW):
            _extend_line(protection, line)
    if earlier.before is not None:
        for line in going_on(earlier.before.standing.lines, NOW, BEFORE):
            _extend_line(protection, line)


def _differs(board: Board, published: Published) -> bool:
    """Whether any number that is shown there is another one by now."""
    for organisation, figures in published.reports.items():
        for figure in figures:
            now = board.figures.get(place_of(figure, organisation))
            if now is None or (
                figure.status is not Status.SUPPRESSED
                and (figure.value, figure.numerator, figure.denominator) != (now.value, now.numerator, now.denominator)
            ):
                return True
    return False


def _extend_line(protection: Protection, line: KeptLine, *, needed: bool = True) -> None:
    board, changes, fixed = protection.board, {}, set()
    for spot, change in line.changes:
        here = board.here(spot.place)
        if board.at(here) is None:
            continue
        now = board.number(here, spot.part)
        protection.relations.of(now)
        number = now if spot.place.when == NOW else board.number(*_beside(board, spot, spot.place.when))
        changes[number] = change
        if number is not now or is_held_by_the_month_after(protection.relations, now):
            fixed.add(number)
    if changes and not protection.extend(changes, fixed, line.down, line.up) and needed:
        protection.unprotected += [number for number in changes if number.place.when == NOW]


def _bases(board: Board, protection: Protection) -> dict[Spot, int]:
    """The true numbers behind hidden counts that never fall."""
    bases = {}
    for unit in sorted(protection.hidden):
        knowledge = registry.get(unit.place.indicator).knowledge
        for part in sorted(knowledge.never_falls):
            number = board.number(unit.place, part)
            if protection.free(number):
                bases[number.leading] = number.value
    return bases
