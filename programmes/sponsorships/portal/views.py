"""The portal's pages of mentees. Whoever is not accompanied today does not exist here: 404, in the same words and queries."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from integration.accounts.roles import Role
from integration.journal.models import Page as ReadPage
from integration.journal.services import note_read
from integration.organisations.access import only_for
from programmes.pathways.accompanied import Page, Visit, shown_on
from programmes.sponsorships.portal.dates import all_until
from programmes.sponsorships.portal.mentee import dialled
from programmes.sponsorships.portal.queries import cards_of, mentees_of

AHEAD = timedelta(weeks=8)


@require_GET
@only_for(Role.SPONSOR)
def index(request: HttpRequest) -> HttpResponse:
    """The people whom the reader accompanies today, in one card each."""
    today = timezone.localdate()
    cards = cards_of(request.user, mentees_of(request.user, today), today)
    visit = Visit(request.user, today, [card.enrolment for card in cards])
    return render(request, "portal/mentees.html", {"cards": cards, "sections": shown_on(Page.MENTEES, visit)})


@require_GET
@only_for(Role.SPONSOR)
def dates(request: HttpRequest) -> HttpResponse:
    """What is coming for all of them in the next weeks."""
    today = timezone.localdate()
    mentees = {each.pk: each for each in mentees_of(request.user, today)}
    found = all_until(request.user, list(mentees.values()), today, today + AHEAD)
    return render(request, "portal/dates.html", {"dates": [(each, mentees[each.enrolment]) for each in found]})


@require_GET
@only_for(Role.SPONSOR)
def mentee(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them, with all that a sponsor may know; that it was opened is written down."""
    today = timezone.localdate()
    mentees = mentees_of(request.user, today).filter(pk=pk)
    get_object_or_404(mentees)
    (card,) = cards_of(request.user, mentees, today)
    visit = Visit(request.user, today, [card.enrolment])
    context = {
        "card": card,
        "person": card.enrolment.participant,
        "phone": dialled(card.enrolment.participant.phone),
        "sections": shown_on(Page.MENTEE, visit),
    }
    note_read(request.user, card.enrolment.participant_id, ReadPage.PERSON)
    return render(request, "portal/mentee.html", context)
