"""The pages of the proposal: for which cohort, the whole of it, and who else could accompany one person."""

from typing import NamedTuple
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from integration.accounts.models import User
from programmes.pathways.models import Cohort
from programmes.sponsorships.matching import starting
from programmes.sponsorships.matching.asking import Answer, Asked, in_words, pairs_in
from programmes.sponsorships.matching.facts import cohorts_waiting
from programmes.sponsorships.matching.points import Match
from programmes.sponsorships.matching.proposal import Alternative, Pair, Price
from programmes.sponsorships.matching.results import name_of
from programmes.sponsorships.queries import name_of_sponsor

PERMISSION = "sponsorships.add_sponsorship"
SHOWN = 40
"""So many sponsors are offered for one person."""


class Told(NamedTuple):
    """A sponsor in words, and what speaks for them."""

    sponsor: str
    place: str
    match: Match


class Row(NamedTuple):
    """A line of the proposal: who, with whom, what a choice by hand costs, and where it is changed."""

    name: str
    told: Told
    price: Price | None
    url: str
    value: str


class Other(NamedTuple):
    """Somebody else, or nobody; what that costs, and the address that chooses it."""

    sponsor: str
    place: str
    match: Match
    price: Price
    url: str


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The cohorts in which people wait for a sponsor."""
    user = _manager(request)
    return render(request, "sponsorships/matching/index.html", {"cohorts": cohorts_waiting(user)})


@require_GET
def cohort_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposal for a cohort."""
    user = _manager(request)
    cohort, asked = _cohort(user, pk), Asked(request.GET)
    answer = Answer(user, cohort, asked)
    proposal = answer.proposal
    rows = sorted(_row(pair, answer, cohort, asked) for pair in proposal.pairs())
    matched = [row for row in rows if row.value]
    context = {
        "cohort": cohort,
        "asked": asked,
        "form": asked.form,
        "rows": rows,
        "unsure": asked.form.errors,
        "matched": len(matched),
        "alone": len(rows) - len(matched),
        "loss": proposal.loss,
        "changed": len(proposal.choices),
        "by_hand": in_words(proposal.choices),
        "plain": asked.query({}),
        "helpers": len(proposal.helpers),
        "narrowed": answer.narrowed,
        "key": uuid4(),
    }
    return render(request, "sponsorships/matching/cohort.html", context)


@require_GET
def person_page(request: HttpRequest, pk: int, enrolment: int) -> HttpResponse:
    """Who else could accompany one person, and what the whole proposal would lose."""
    user = _manager(request)
    cohort, asked = _cohort(user, pk), Asked(request.GET)
    answer = Answer(user, cohort, asked)
    if enrolment not in answer.enrolments:
        raise Http404
    without = {person: sponsor for person, sponsor in asked.choices.items() if person != enrolment}
    others = answer.proposal.alternatives(enrolment)
    shown = [*others[: min(SHOWN, len(others) - 1)], *others[-1:]]
    context = {
        "cohort": cohort,
        "name": name_of(answer.enrolments[enrolment]),
        "others": [
            Other(
                *_told(other, answer),
                other.price,
                _address(cohort, asked.query({**without, enrolment: _key_of(other)})),
            )
            for other in shown
        ],
        "more": len(others) - len(shown),
        "apart": [(name_of_sponsor(sponsor), why) for sponsor, why in answer.kept_apart(enrolment)],
        "back": _address(cohort, asked.query()),
        "free": _address(cohort, asked.query(without)) if enrolment in asked.choices else "",
    }
    return render(request, "sponsorships/matching/person.html", context)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the pairs that are ticked begin, in the background."""
    user = _manager(request)
    cohort, asked = _cohort(user, pk), Asked(request.POST)
    ticked = pairs_in("-".join(request.POST.getlist("pair")))
    pairs = {person: sponsor for person, sponsor in ticked.items() if sponsor is not None}
    if not pairs or not asked.form.is_valid():
        messages.warning(request, _("Nobody was ticked, so nothing was begun."))
        return redirect(_address(cohort, asked.query()))
    try:
        job = starting.ask(pairs, cohort, asked.started_on, user, _key(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(_address(cohort, asked.query()))
    return redirect("admin:job", pk=job.pk)


# --- What the pages are made of ---


def may_match(user: User | AnonymousUser) -> bool:
    """Whoever may let sponsorships begin."""
    return user.has_perm(PERMISSION)


def _manager(request: HttpRequest) -> User:
    """The reader, if they may; others who work here get 403."""
    user: User = request.user  # type: ignore[assignment]
    if not may_match(user):
        raise PermissionDenied
    return user


def _cohort(user: User, pk: int) -> Cohort:
    return get_object_or_404(Cohort.objects.visible_to(user).select_related("programme"), pk=pk)


def _address(cohort: Cohort, query: str) -> str:
    return reverse("admin:matching_cohort", args=[cohort.pk]) + query


def _row(pair: Pair, answer: Answer, cohort: Cohort, asked: Asked) -> Row:
    enrolment = pair.person.enrolment
    url = reverse("admin:matching_person", args=[cohort.pk, enrolment]) + asked.query()
    value = f"{enrolment}:{_key_of(pair)}" if pair.helper else ""
    return Row(name_of(answer.enrolments[enrolment]), _told(pair, answer), pair.price, url, value)


def _told(of: Pair | Alternative, answer: Answer) -> Told:
    if of.helper is None:
        return Told("", "", of.match)
    sponsor = answer.sponsors[of.helper.sponsor]
    return Told(name_of_sponsor(sponsor), sponsor.organisation.name, of.match)


def _key_of(of: Pair | Alternative) -> int | None:
    return of.helper.sponsor if of.helper else None


def _key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return None
