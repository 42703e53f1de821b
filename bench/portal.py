"""The sponsors' portal in the benchmark: a sponsor who uses all of it, and every page that they open."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.organisations.models import Membership
from programmes.pathways.enums import PhaseKind
from programmes.pathways.models import Enrolment
from programmes.sponsorships.enums import HandoverKind, Urgency
from programmes.sponsorships.handover.services import Plan, ask_for_handover
from programmes.sponsorships.models import Guide, NextStep, PromiseText, Sponsor, Sponsorship
from programmes.sponsorships.own import services as own
from programmes.sponsorships.portal.queries import mentees_of
from programmes.sponsorships.portal.services.contacts import Agreed, agree
from programmes.sponsorships.portal.services.help import ask_for_help

GUIDES, STEPS = 3, 5
MANAGER = "ausbildung@example.org"
_TEXT = "Wer hilft, wenn es schwierig wird? " * 10


def furnish(sponsor: Sponsor, today: date) -> None:
    """Let a sponsor use everything, and their organisation help them with it."""
    user = sponsor.user
    manager = User.objects.create_user(email=MANAGER, password=None, display_name="Nora Nolte")
    Membership.objects.create(user=manager, organisation=sponsor.organisation, role=Role.TRAINING_MANAGER)
    for kind in (PhaseKind.INTERNSHIP, PhaseKind.TRAINING):
        for position in range(GUIDES):
            texts = {"title_de": _TEXT[:30], "title_en": _TEXT[:30], "text_de": _TEXT, "text_en": _TEXT}
            Guide.objects.create(organisation=sponsor.organisation, kind=kind, position=position, **texts)
    PromiseText.objects.create(organisation=sponsor.organisation, version=1, text_de=_TEXT, text_en=_TEXT)
    own.be_away(sponsor, today + timedelta(days=30), today + timedelta(days=40))
    own.learned(sponsor, "Grundkurs", today - timedelta(days=30))
    for number, mentee in enumerate(mentees_of(user)):
        for day in range(STEPS):
            agree(sponsor, mentee, Agreed(f"Schritt {day}", today + timedelta(days=day)), shared=True, by=user)
        ask_for_help(sponsor, mentee, _TEXT, Urgency.WEEK, key=UUID(int=number + 1), by=user)
    accompanying = Sponsorship.objects.filter(sponsor=sponsor, ended_on=None).order_by("pk")
    ask_for_handover(accompanying[0], Plan(HandoverKind.END, today + timedelta(days=60), note=_TEXT), user)


def addresses(user: User) -> Iterator[str]:
    """Every page of the portal."""
    for name in ("index", "dates", "help", "own"):
        yield reverse(f"portal:{name}")
    yield reverse("dates:own")
    mentee: Enrolment = mentees_of(user)[0]
    for name in ("mentee", "note_contact", "agree_step", "ask", "handover"):
        yield reverse(f"portal:{name}", args=[mentee.pk])
    rows = (
        ("contact", mentee.contacts),
        ("step", NextStep.objects.filter(enrolment=mentee)),
        ("help_request", mentee.help_requests),
    )
    for name, found in rows:
        yield reverse(f"portal:{name}", args=[found.filter(sponsor__user=user).order_by("pk")[0].pk])
