"""The page that answers the search box: one search over people."""

from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from integration.accounts.models import User
from integration.admin import navigation
from integration.admin.navigation import reads
from integration.admin.site import workplace
from programmes.participants.models import Participant
from programmes.participants.records import name_of
from programmes.pathways import glance
from programmes.pathways.finding import Found, find
from programmes.pathways.models import Enrolment
from programmes.pathways.standing import Standing, standings

ENROLMENTS_SHOWN = 3
LEAST = 2
"""A single letter is in every name."""


class Line(NamedTuple):
    """An enrolment of somebody who was found, with what tells two people of one name apart."""

    enrolment: Enrolment
    standing: Standing
    facts: list[tuple[str, str]]


class Card(NamedTuple):
    """Somebody who was found."""

    name: str
    person: Participant
    url: str
    alike: bool
    lines: list[Line]


def search_page(request: HttpRequest) -> HttpResponse:
    """The people found, as a page, or as a part of it while somebody types."""
    user = request.user
    if not isinstance(user, User) or not user.has_perm("participants.view_participant"):
        raise PermissionDenied
    question = " ".join(request.GET.get("q", "").split())
    answer = find(user, question if len(question) >= LEAST else "")
    context = {
        "question": question,
        "too_short": 0 < len(question) < LEAST,
        "cards": _cards(user, answer.found),
        "more": answer.more,
    }
    part = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    return render(request, "pathways/_found.html" if part else "pathways/search.html", context)


def _cards(user: User, found: list[Found]) -> list[Card]:
    people = [each.person.pk for each in found]
    visible = Enrolment.objects.visible_to(user).filter(participant__in=people).select_related("cohort__programme")
    enrolments = list(visible.order_by("-entered_on", "-pk"))
    standing = standings(user, enrolments)
    told = [(fact, fact.told(user, list(standing))) for fact in glance.facts()]
    lines: dict[int, list[Line]] = {pk: [] for pk in people}
    for enrolment in enrolments:
        facts = [
            (str(fact.title), fact.shown(answers[enrolment.pk])) for fact, answers in told if enrolment.pk in answers
        ]
        lines[enrolment.participant_id].append(Line(enrolment, standing[enrolment.pk], facts))
    return [
        Card(
            name_of(person),
            person,
            reverse("admin:participants_participant_change", args=[person.pk]),
            alike,
            lines[person.pk][:ENROLMENTS_SHOWN],
        )
        for person, alike in found
    ]


workplace.show_page("search/", search_page, "search")
navigation.search_with("admin:search", reads(Participant))
