"""What a reader knows to hold between the numbers of a tree's reports.

Relations are made when a number is asked for its own: most numbers of a large tree are never asked.
"""

from collections.abc import Iterator

from reports.disclosure.book import CAME, LEFT, MOVES, STOCK, Book, Relation
from reports.disclosure.branches import programme_flows, tree_relations
from reports.disclosure.months import falls, flow, of_neighbour
from reports.disclosure.places import NOW, Number, Spot
from reports.disclosure.within import laws, rows, shares
from reports.indicators import registry
from reports.indicators.knowledge import Part


class Relations(Book):
    """Answers which relations a number stands in."""

    def of(self, number: Number) -> list[tuple[Relation, int]]:
        """The relations of a number with its sign in each."""
        if number.relations is None:
            found = dict.fromkeys(relation for spot in self.spots(number) for relation in self._at(spot, number))
            number.relations = [
                (relation, sign) for relation in found for member, sign in relation.members if member is number
            ]
        return number.relations

    def _at(self, spot: Spot, number: Number) -> Iterator[Relation]:
        """Where a number stands for another indicator's, that one brings its shares and laws, and no sums of its own."""
        place, part = spot
        if place.indicator == MOVES:
            yield from programme_flows(self, place.organisation, place.key)
            return
        if place.when != NOW:
            yield from of_neighbour(self, spot)
            return
        knowledge = registry.get(place.indicator).knowledge
        yield from shares(self, place, part)
        yield from laws(self, place, part)
        if place.indicator != number.place.indicator:
            return
        yield from rows(self, place, part, knowledge.rows)
        yield from tree_relations(self, place, part, knowledge.of_children(part))
        if part is Part.NUMERATOR and place.indicator in {STOCK, CAME, LEFT}:
            yield from flow(self, place)
        if part in knowledge.never_falls:
            yield from falls(self, place, part)
