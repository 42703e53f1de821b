"""The portal's pages of mentees. Whoever is not accompanied today does not exist here: 404, in the same words and queries."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from integration.accounts.roles import Role
from integration.journal.models import Page as ReadPage
from integration.journal.services import note_read
from integration.organisations.access import only_for
from programmes.pathways.accompanied import Page, Visit, shown_on
from programmes.sponsorships.portal.dates import all_until
from programmes.sponsorships.portal.mentee import dialled
from programmes.sponsorships.portal.queries import cards_of, mentees_of, visit_of

AHEAD = timedelta(weeks=8)


@require_GET
@only_for(Role.SPONSOR)
def index(request: HttpRequest) -> HttpResponse:
    """The people whom the reader accompanies today, in one card each."""
    visit = visit_of(request.user, mentees_of(request.user))
    return render(request, "portal/mentees.html", {"cards": cards_of(visit), "sections": shown_on(Page.MENTEES, visit)})


@require_GET
@only_for(Role.SPONSOR)
def dates(request: HttpRequest) -> HttpResponse:
    """What is coming for all of them in the next weeks."""
    today = timezone.localdate()
    mentees = {each.pk: each for each in mentees_of(request.user)}
    found = all_until(Visit(request.user, today, list(mentees.values())), today + AHEAD)
    return render(request, "portal/dates.html", {"dates": [(each, mentees[each.enrolment]) for each in found]})


@require_GET
@only_for(Role.SPONSOR)
def mentee(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them, with all that a sponsor may know; that it was opened is written down."""
    visit = visit_of(request.user, mentees_of(request.user).filter(pk=pk))
    if not visit.mentees:
        raise Http404
    (card,) = cards_of(visit)
    context = {
        "card": card,
        "person": visit.mentee.participant,
        "phone": dialled(visit.mentee.participant.phone),
        "sections": shown_on(Page.MENTEE, visit),
    }
    note_read(request.user, visit.mentee.participant_id, ReadPage.PERSON)
    return render(request, "portal/mentee.html", context)
