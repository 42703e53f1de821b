"""What speaks for bringing a person and a sponsor together, in points and in words."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _


class Weights(NamedTuple):
    """How much each reason counts. `spread` is what a sponsor's second person costs, a third twice as much, and so on."""

    wish: int = 60
    site: int = 40
    language: int = 30
    occupation: int = 20
    spread: int = 15


UNACCOMPANIED = 1_000_000
"""What it costs to leave somebody alone: more than all pairs together."""


class Person(NamedTuple):
    """Somebody who is to be accompanied."""

    enrolment: int
    code: str
    organisation: int
    employer: int | None
    languages: frozenset[str]
    occupation: frozenset[str]


@dataclass(frozen=True)
class Helper:
    """Somebody who could: with their room, and how many it would be the first, second … person for."""

    sponsor: int
    code: str
    organisation: int
    employer: int | None
    languages: frozenset[str]
    occupation: frozenset[str]
    load: int
    room: int

    def further(self, weights: Weights) -> list[int]:
        """What each further person costs: nothing for the first of all, then ever more."""
        return [weights.spread * (self.load + number) for number in range(self.room)]


REASONS = {
    "wish": _("was wished for"),
    "site": _("works at the same site"),
    "company": _("works at the same company"),
    "language": _("speaks the person's language"),
    "occupation": _("knows the occupation"),
}


class Match(NamedTuple):
    """What speaks for a pair: points, and the codes of `REASONS`."""

    points: int
    reasons: tuple[str, ...]

    def in_words(self) -> list[str]:
        """The reasons for people."""
        return [str(REASONS[reason]) for reason in self.reasons]


NOTHING = Match(0, ())


def match(person: Person, helper: Helper, weights: Weights, *, wished: bool) -> Match:
    """Wish, site (half of it for the company), language and occupation: each with its points, if it holds."""
    found = []
    if wished:
        found.append(("wish", weights.wish))
    if person.organisation == helper.organisation:
        found.append(("site", weights.site))
    elif person.employer is not None and person.employer == helper.employer:
        found.append(("company", weights.site // 2))
    if person.languages & helper.languages:
        found.append(("language", weights.language))
    if person.occupation & helper.occupation:
        found.append(("occupation", weights.occupation))
    return Match(sum(points for _code, points in found), tuple(code for code, _points in found))
