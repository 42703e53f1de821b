"""What the portal shows of the people whom a sponsor accompanies. Apps above declare their parts when they start."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, NamedTuple, TypeVar

from django.utils.functional import Promise

from integration.accounts.models import User
from programmes.pathways.models import Enrolment

Facts = dict[str, Any]
Answer = TypeVar("Answer")


class Page(Enum):
    """The pages that others add to."""

    MENTEES = "mentees"
    MENTEE = "mentee"


@dataclass(frozen=True)
class Visit:
    """A sponsor looks at all their mentees, or at one of them, today in Berlin."""

    user: User
    today: date
    mentees: Sequence[Enrolment]
    _asked: dict[Any, Any] = field(default_factory=dict, repr=False)

    @property
    def mentee(self) -> Enrolment:
        """The one whose page it is."""
        return self.mentees[0]

    def once(self, ask: "Callable[[Visit], Answer]") -> Answer:
        """What `ask` finds, for whichever parts of the page want to know it."""
        if ask not in self._asked:
            self._asked[ask] = ask(self)
        return self._asked[ask]


class Section(NamedTuple):
    """A part of a page. `facts` reads in a constant number of queries what the template shows; None shows nothing."""

    page: Page
    name: str
    title: Promise | str
    order: int
    template: str
    facts: Callable[[Visit], Facts | None]


class Shown(NamedTuple):
    """A section with its facts."""

    section: Section
    facts: Facts


_sections: dict[tuple[Page, str], Section] = {}


def declare(*sections: Section) -> None:
    """Show these on their pages."""
    _sections.update(((section.page, section.name), section) for section in sections)


def shown_on(page: Page, visit: Visit) -> list[Shown]:
    """The sections of a page that have something to show, in their order."""
    sections = sorted((each for each in _sections.values() if each.page == page), key=lambda each: each.order)
    asked = [(section, section.facts(visit)) for section in sections]
    return [Shown(section, facts) for section, facts in asked if facts is not None]
