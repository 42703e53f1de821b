"""The proposal for a cohort: everybody at once, with reasons, and with the price of what is changed by hand."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple, Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes.sponsorships.matching.assignment import Assignment, Cost
from programmes.sponsorships.matching.points import NOTHING, UNACCOMPANIED, Helper, Match, Person, Weights, match

Choices = Mapping[int, int | None]
"""What was decided by hand: for an enrolment a sponsor, or nobody."""


class Price(NamedTuple):
    """What the whole proposal loses: points, and how many more stay alone."""

    points: int
    alone: int

    @classmethod
    def of(cls, cost: int) -> Self:
        """Both of a cost."""
        alone = (cost + UNACCOMPANIED // 2) // UNACCOMPANIED
        return cls(cost - alone * UNACCOMPANIED, alone)

    def in_words(self) -> str:
        """For people."""
        if self.points > 0:
            said = ngettext("costs %(points)s point", "costs %(points)s points", self.points)
        elif self.points < 0:
            said = ngettext("gains %(points)s point", "gains %(points)s points", -self.points)
        else:
            said = _("costs no points")
        if self.alone > 0:
            more = ngettext(
                "%(number)s more person stays without a sponsor",
                "%(number)s more people stay without a sponsor",
                self.alone,
            )
            said = f"{said}; {more}"
        return said % {"points": abs(self.points), "number": self.alone}


class Pair(NamedTuple):
    """Somebody, and who is to accompany them: nobody if there is no room. `price` is what a choice by hand costs."""

    person: Person
    helper: Helper | None
    match: Match
    price: Price | None


class Alternative(NamedTuple):
    """Somebody else who could, or nobody, and what that costs."""

    helper: Helper | None
    match: Match
    price: Price


class Proposal:
    """The best for all together, and what is left of it where somebody decided by hand."""

    def __init__(
        self,
        people: Sequence[Person],
        helpers: Sequence[Helper],
        weights: Weights,
        *,
        wished: set[tuple[int, int]],
        excluded: Collection[tuple[int, int]],
        choices: Choices,
    ) -> None:
        # By code, so that the same people and sponsors get the same proposal in whatever order they come.
        self.people = sorted(people, key=lambda person: person.code)
        self.helpers = sorted(helpers, key=lambda helper: helper.code)
        self.weights = weights
        self._excluded = excluded
        self._matches = [[self._match(person, helper, wished) for helper in self.helpers] for person in self.people]
        self._costs = [self._line(row) for row in range(len(self.people))]
        self._place = {helper.sponsor: place for place, helper in enumerate(self.helpers)}
        self.choices = {
            person.enrolment: choices[person.enrolment]
            for person in self.people
            if person.enrolment in choices
            and (choices[person.enrolment] is None or choices[person.enrolment] in self._place)
        }
        self._free = self._solved(self._costs)
        self._chosen = (
            self._solved([self._bound(row) for row in range(len(self.people))]) if self.choices else self._free
        )

    def _match(self, person: Person, helper: Helper, wished: set[tuple[int, int]]) -> Match:
        return match(person, helper, self.weights, wished=(person.enrolment, helper.sponsor) in wished)

    def _line(self, row: int) -> list[Cost]:
        """What each helper costs for a person, and last what it costs to stay alone."""
        person = self.people[row]
        pairs = zip(self.helpers, self._matches[row], strict=True)
        costs = [None if self._never(person, helper) else -found.points for helper, found in pairs]
        return [*costs, UNACCOMPANIED]

    def _never(self, person: Person, helper: Helper) -> bool:
        return (person.enrolment, helper.sponsor) in self._excluded

    def _bound(self, row: int) -> list[Cost]:
        """The same if somebody decided by hand; who then finds no room stays alone."""
        person = self.people[row]
        if person.enrolment not in self.choices:
            return self._costs[row]
        chosen = self.choices[person.enrolment]
        place = len(self.helpers) if chosen is None else self._place[chosen]
        kept: list[Cost] = [cost if each == place else None for each, cost in enumerate(self._costs[row])]
        kept[-1] = UNACCOMPANIED
        return kept

    def _solved(self, costs: Sequence[Sequence[Cost]]) -> Assignment:
        further = [helper.further(self.weights) for helper in self.helpers]
        return Assignment(costs, [*further, [0] * len(self.people)])

    @property
    def loss(self) -> Price:
        """What all choices by hand cost together."""
        return Price.of(self._chosen.total - self._free.total)

    def pairs(self) -> Iterator[Pair]:
        """Person by person."""
        for row, person in enumerate(self.people):
            place = self._chosen.place_of[row]
            cost = self._free.prices(row)[place] if person.enrolment in self.choices else None
            price = None if cost is None else Price.of(cost)
            yield Pair(person, self._helper(place), self._matched(row, place), price)

    def alternatives(self, enrolment: int) -> list[Alternative]:
        """Whoever could accompany somebody, the cheapest first, and last nobody."""
        row = next((row for row, person in enumerate(self.people) if person.enrolment == enrolment), None)
        if row is None:
            return []
        prices = enumerate(self._free.prices(row))
        found = [(cost, place) for place, cost in prices if cost is not None]
        found.sort(key=lambda each: (each[1] == len(self.helpers), each))
        return [Alternative(self._helper(place), self._matched(row, place), Price.of(cost)) for cost, place in found]

    def _helper(self, place: int) -> Helper | None:
        return None if place == len(self.helpers) else self.helpers[place]

    def _matched(self, row: int, place: int) -> Match:
        return NOTHING if place == len(self.helpers) else self._matches[row][place]
