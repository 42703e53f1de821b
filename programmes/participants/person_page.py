"""One page per person, put together from sections that the apps above declare when they start."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.functional import Promise

from integration.accounts.models import User
from integration.accounts.roles import Right, Subject
from integration.organisations.access import reaches, roles_of_this_request, roles_with
from programmes.participants.enums import BirthDatePrecision
from programmes.participants.models import Participant
from programmes.participants.timeline import Lane, Picture, draw


class Visit(NamedTuple):
    """Somebody looks at a person's page. `here_now`: the person is theirs today, and not only was."""

    user: User
    person: Participant
    today: date
    here_now: bool

    def may(self, right: Right, subject: Subject) -> bool:
        """Whether a role of the visitor has a right to this kind of record."""
        return bool(roles_with(roles_of_this_request(self.user), right, subject))


Facts = dict[str, Any]


def no_lanes(_visit: Visit, _facts: Facts) -> Iterable[Lane]:
    """Nothing to draw."""
    return ()


class Section(NamedTuple):
    """A part of the page: shown to those who may read its `subject`.

    `facts` are what its template shows, read in a constant number of queries; `lanes` are what the picture shows of the
    same facts; `head` is a template for the top of the page. What is `aside` stands beside the rest where there is room.
    """

    name: str
    title: Promise
    order: int
    subject: Subject
    template: str
    facts: Callable[[Visit], Facts]
    lanes: Callable[[Visit, Facts], Iterable[Lane]] = no_lanes
    head: str = ""
    aside: bool = False


class Shown(NamedTuple):
    """A section with its facts."""

    section: Section
    facts: Facts


class Page(NamedTuple):
    """All that the template needs."""

    visit: Visit
    sections: Sequence[Shown]
    picture: Picture | None
    lanes: Sequence[Lane]

    @property
    def columns(self) -> tuple[list[Shown], list[Shown]]:
        """What people work on, and what stands beside it."""
        beside = [shown for shown in self.sections if shown.section.aside]
        return [shown for shown in self.sections if not shown.section.aside], beside


_sections: dict[str, Section] = {}


def declare(section: Section) -> None:
    """Show a section on every person's page."""
    _sections[section.name] = section


def page_of(visit: Visit) -> Page:
    """The sections that the visitor may read, and the picture of what is in them."""
    readable = [section for section in _sections.values() if visit.may(Right.READ, section.subject)]
    shown = [Shown(section, section.facts(visit)) for section in sorted(readable, key=lambda section: section.order)]
    lanes = [lane for each in shown for lane in each.section.lanes(visit, each.facts)]
    return Page(visit, shown, draw(lanes, visit.today), lanes)


def visit_of(user: User, person: Participant) -> Visit:
    """Somebody's visit today, in Berlin."""
    here_now = reaches(user, roles_of_this_request(user), person, Right.UPDATE)
    return Visit(user, person, timezone.localdate(), here_now)


def age_of(person: Participant, today: date) -> int | None:
    """Full years; none where the day of birth is not known to the day, since the rest of the date is assumed."""
    born = person.birth_date
    if born is None or person.birth_date_precision not in {"", BirthDatePrecision.DAY} or born > today:
        return None
    if (born.month, born.day) == (1, 1) and person.birth_date_precision != BirthDatePrecision.DAY:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def may_see_contact_data(visit: Visit) -> bool:
    """Telephone and mail of today are for those whose the person is today."""
    return visit.here_now and visit.may(Right.READ, Subject.CONTACT_DATA)


def may_see_civil_status(visit: Visit) -> bool:
    """So are the birth date, the gender and the nationality."""
    return visit.here_now and visit.may(Right.READ, Subject.CIVIL_STATUS)
