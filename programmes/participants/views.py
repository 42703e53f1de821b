"""One page per person, and all that was changed about them."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from integration.journal.models import Page
from integration.journal.services import note_read
from programmes.participants import story
from programmes.participants.models import Participant
from programmes.participants.person_page import (
    age_of,
    may_see_civil_status,
    may_see_contact_data,
    page_of,
    visit_of,
)
from programmes.participants.timeline import Lane

CHAPTERS_PER_PAGE = 50


class Line(NamedTuple):
    """A row of the table that says what the picture shows."""

    what: str
    lane: str
    heading: str
    start: date
    end: date | None
    expected: date | None


def person_page(request: HttpRequest, person: Participant) -> HttpResponse:
    """The page of somebody whom the reader may see; that it was opened is written down."""
    visit = visit_of(request.user, person)
    page = page_of(visit)
    note_read(request.user, person.pk, Page.PERSON)
    context = {
        "page": page,
        "person": person,
        "name": full_name(person),
        "verbose_name": capfirst(_("participant")),
        "age": age_of(person, visit.today) if may_see_civil_status(visit) else None,
        "contact": may_see_contact_data(visit),
        "phone": re.sub(r"[^+\d]", "", person.phone),
        "table": list(lines_of(page.lanes)),
    }
    return render(request, "participants/person.html", context)


def history_page(request: HttpRequest, person: Participant) -> HttpResponse:
    """All that was changed about somebody, for those who may read the change log; written down as well."""
    visit = visit_of(request.user, person)
    if not story.may_be_told(visit):
        raise PermissionDenied
    told = Paginator(story.chapters(visit), CHAPTERS_PER_PAGE)
    note_read(request.user, person.pk, Page.HISTORY)
    context = {"person": person, "name": full_name(person), "chapters": told.get_page(request.GET.get("p"))}
    return render(request, "participants/history.html", context)


def full_name(person: Participant) -> str:
    """As one says it; somebody may have but one name."""
    return f"{person.given_name} {person.family_name}".strip()


def lines_of(lanes: Iterable[Lane]) -> Iterator[Line]:
    """What a picture shows, row by row."""
    for lane in lanes:
        for span in (*lane.spans, *lane.over):
            yield Line(span.label, lane.title, lane.heading, span.start, span.end, span.expected_end)
        for mark in lane.marks:
            yield Line(mark.label, lane.title, lane.heading, mark.on, mark.on, None)
