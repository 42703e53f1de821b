"""Who needs me today: what falls due, person by person, the most urgent first."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise

from integration.accounts.models import User
from integration.deadlines.enums import Band, Urgency
from integration.deadlines.kinds import kind_of, kinds
from integration.deadlines.models import Deadline
from integration.deadlines.people import Face, faces_of
from integration.deadlines.queries import band_of, counted, first_of_each, in_band, shown_to, standing_to
from integration.deadlines.wording import when
from integration.law.enums import Number
from integration.organisations.models import Organisation
from integration.organisations.queries import covered_by

PEOPLE_AT_ONCE = 20
ORGANISATIONS_OFFERED = 500
HIGHEST_PAGE = 500

ALL, OVERDUE = "all", "all overdue"
TAGS = {Urgency.OVERDUE: "danger", Urgency.DUE: "warning", Urgency.SOON: "", Urgency.LATER: ""}


class Asked(NamedTuple):
    """What of it somebody wants to see. Whatever is unknown is as if it had not been asked."""

    kind: str = ""
    organisation: Organisation | None = None
    page: int = 1

    def query(self, **other: str | int) -> str:
        """The same as an address, with something else."""
        said = QueryDict(mutable=True)
        values = {"kind": self.kind, "organisation": self.organisation.code if self.organisation else "", **other}
        said.update({name: str(value) for name, value in values.items() if value})
        return f"?{said.urlencode()}"


class Chip(NamedTuple):
    """A kind, how many there are, and where they are shown alone."""

    title: Promise | str
    number: int
    url: str
    on: bool


class Line(NamedTuple):
    """One thing that falls due for somebody."""

    deadline: Deadline
    when: str
    tag: str


class Person(NamedTuple):
    """Somebody who needs something, and what."""

    face: Face
    place: str
    band: Band
    lines: list[Line]


class Section(NamedTuple):
    """Those whose most urgent thing is equally near. A page that goes on with the band of the one before has no title."""

    title: str
    number: int
    people: list[Person]


class Due(NamedTuple):
    """The list as the page shows it. `number` and `overdue` count all kinds (as far as anybody counts, see `counted`), `next` is set where nothing is shown.

    `law` are the numbers on which the only kind that is shown rests.
    """

    asked: Asked
    chips: list[Chip]
    organisations: list[Organisation]
    number: int
    overdue: int
    sections: list[Section]
    more: str
    next: Deadline | None
    law: tuple[Number, ...]


def understood(query: Mapping[str, str], offered: Iterable[Organisation]) -> Asked:
    """What an address asks for."""
    kind = query.get("kind", "")
    code = query.get("organisation", "")
    page = query.get("p", "")
    return Asked(
        kind=kind if kind in {each.code for each in kinds()} else "",
        organisation=next((each for each in offered if each.code == code), None),
        page=min(max(int(page), 1), HIGHEST_PAGE) if page.isascii() and page.isdecimal() and len(page) < 6 else 1,  # noqa: PLR2004  (digits enough)
    )


def who_needs(user: User, query: Mapping[str, str], today: date) -> Due:
    """Constantly many queries, however many people there are."""
    organisations = list(Organisation.objects.visible_to(user).order_by("code")[:ORGANISATIONS_OFFERED])
    asked = understood(query, organisations)
    here = shown_to(user, today)
    if asked.organisation is not None:
        here = here.filter(organisation__in=covered_by(asked.organisation))
    rows = here.filter(kind=asked.kind) if asked.kind else here
    numbers = counted(user, _parts(here, rows, today))
    people, before, more = _page(rows, asked.page)
    found = list(_people(rows, people, today))
    return Due(
        asked=asked,
        chips=list(_chips(asked, numbers)),
        organisations=organisations,
        number=numbers[ALL],
        overdue=numbers[OVERDUE],
        sections=list(_sections(found, numbers, band_of(before, today) if before else None)),
        more=asked.query(p=asked.page + 1) if more else "",
        next=None if numbers[ALL] or asked.organisation else _next(user),
        law=kind_of(asked.kind).law if asked.kind else (),
    )


def _next(user: User) -> Deadline | None:
    return standing_to(user).select_related("organisation").order_by("shown_on", "due_on", "pk").first()


def _parts(here: QuerySet[Deadline], rows: QuerySet[Deadline], today: date) -> dict[str, QuerySet[Deadline]]:
    """What is counted: everything, and what of it is overdue; each kind; and of what is shown each band."""
    return {
        ALL: here,
        OVERDUE: here.filter(in_band(Band.OVERDUE, today)),
        **{kind.code: here.filter(kind=kind.code) for kind in kinds()},
        **{band: rows.filter(in_band(band, today)) for band in Band},
    }


def _page(rows: QuerySet[Deadline], page: int) -> tuple[list[int], date | None, bool]:
    """The people of a page, the most urgent day of the one before them, and whether others follow."""
    begin = (page - 1) * PEOPLE_AT_ONCE
    first = first_of_each(rows).values_list("participant", "due_on")
    found = list(first[max(0, begin - 1) : begin + PEOPLE_AT_ONCE + 1])
    before = found.pop(0)[1] if begin and found else None
    return [person for person, _day in found[:PEOPLE_AT_ONCE]], before, len(found) > PEOPLE_AT_ONCE


def _people(rows: QuerySet[Deadline], people: list[int], today: date) -> Iterator[Person]:
    theirs: dict[int, list[Deadline]] = {person: [] for person in people}
    for deadline in rows.filter(participant__in=people).select_related("organisation").order_by("due_on", "kind", "pk"):
        theirs[deadline.participant].append(deadline)
    faces = faces_of([deadline.enrolment for each in theirs.values() for deadline in each])
    for deadlines in theirs.values():
        known = [each for each in deadlines if each.enrolment in faces]
        if known:
            first = known[0]
            lines = [line_of(each, today) for each in once(known)]
            yield Person(faces[first.enrolment], first.organisation.name, band_of(first.due_on, today), lines)


def once(deadlines: list[Deadline]) -> Iterator[Deadline]:
    """What is the same in two enrolments of a person is said once."""
    seen = set()
    for each in deadlines:
        said = each.kind, each.due_on, each.reason, str(each.details)
        if said not in seen:
            seen.add(said)
            yield each


def line_of(deadline: Deadline, today: date) -> Line:
    """How near it is."""
    urgency = deadline.urgency(today)
    return Line(deadline, when(deadline.due_on, today), TAGS[urgency])


def _sections(people: list[Person], numbers: Mapping[str, int], before: Band | None) -> Iterator[Section]:
    for band, group in groupby(people, key=lambda person: person.band):
        yield Section("" if band == before else str(band.label), numbers[band], list(group))


def _chips(asked: Asked, numbers: Mapping[str, int]) -> Iterator[Chip]:
    for kind in kinds():
        number = numbers[kind.code]
        if number or kind.code == asked.kind:
            on = kind.code == asked.kind
            yield Chip(kind.title, number, asked.query(kind="" if on else kind.code), on)
