"""What a person's page tells of who accompanies them, and of their contacts."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration.accounts.roles import Role, Subject
from programmes.participants import person_page, story
from programmes.participants.person_page import Facts, Section, Visit
from programmes.participants.timeline import Lane, Look, Span
from programmes.pathways import effects, forms
from programmes.pathways.models import Enrolment
from programmes.pathways.person import enrolments_here, offers
from programmes.sponsorships.effects import SPONSORSHIPS
from programmes.sponsorships.enums import HelpState
from programmes.sponsorships.forms.steps import CorrectSponsorshipForm, EndSponsorshipForm, StartSponsorshipForm
from programmes.sponsorships.handover.forms import HandOverForm
from programmes.sponsorships.models import Contact, ContactNote, Handover, HelpRequest, NextStep, Sponsorship
from programmes.sponsorships.models.handover import OPEN

NEWEST_CONTACTS = 5


def declare() -> None:
    """Sponsors stand right after the journey."""
    person_page.declare(SUPPORT)
    forms.declare(StartSponsorshipForm, EndSponsorshipForm, CorrectSponsorshipForm, HandOverForm)
    effects.declare(SPONSORSHIPS)
    mine = Enrolment.objects.changeable_by
    story.tell(
        Sponsorship,
        lambda visit: Sponsorship.history.filter(
            enrolment_id__in=mine(visit.user).filter(participant=visit.person).values("pk")
        ),
    )


def support_facts(visit: Visit) -> Facts:
    """Sponsorships, those of today first, and the newest contacts."""
    sponsorships = list(
        Sponsorship.objects.visible_to(visit.user)
        .filter(enrolment__participant=visit.person)
        .select_related("sponsor", "enrolment")
        .order_by("-started_on", "pk")
    )
    contacts = Contact.objects.visible_to(visit.user).filter(enrolment__participant=visit.person)
    here = enrolments_here(visit)
    running = [each for each in sponsorships if each.ended_on is None or each.ended_on >= visit.today]
    handovers = Handover.objects.visible_to(visit.user).filter(OPEN, sponsorship__enrolment__participant=visit.person)
    open_handovers = {each.sponsorship_id: each for each in handovers.order_by("pk")}
    for each in running:
        each.handover = open_handovers.get(each.pk)
    return {
        "running": running,
        "over": [each for each in sponsorships if each not in running],
        "contacts": _with_notes(visit, contacts.select_related("sponsor").order_by("-held_on", "-pk")),
        "steps": list(
            NextStep.objects.visible_to(visit.user)
            .filter(enrolment__participant=visit.person, shared=True, done_on=None)
            .select_related("sponsor")
            .order_by("due_on", "pk")
        ),
        "asked": list(
            HelpRequest.objects.visible_to(visit.user, {Role.TRAINING_MANAGER})
            .filter(enrolment__participant=visit.person)
            .exclude(state=HelpState.SETTLED)
            .select_related("sponsor")
            .order_by("-asked_on", "-pk")
        ),
        "offers": offers(visit, [each for each in here if each.ended_on is None], StartSponsorshipForm),
        "mine": {each.pk for each in here if visit.user.has_perm(EndSponsorshipForm.permission)},
        "sees_contacts": visit.user.has_perm("sponsorships.view_contact"),
    }


def _with_notes(visit: Visit, contacts: QuerySet[Contact]) -> list[tuple[Contact, str]]:
    """The newest contacts, each with what the sponsor wrote about it and shared with the training managers."""
    newest = list(contacts[:NEWEST_CONTACTS])
    notes = ContactNote.objects.visible_to(visit.user).filter(contact__in=[each.pk for each in newest], shared=True)
    said = {each.contact_id: each.text for each in notes.order_by("pk")}
    return [(each, said.get(each.pk, "")) for each in newest]


def support_lanes(_visit: Visit, facts: Facts) -> Iterable[Lane]:
    """One lane for an enrolment, or more where several accompany the person at once."""
    spans: dict[int, list[Span]] = defaultdict(list)
    for each in (*facts["running"], *facts["over"]):
        words = f"{each.sponsor.given_name} {each.sponsor.family_name}"
        spans[each.enrolment_id].append(Span(each.started_on, each.ended_on, words, Look.SUPPORT))
    for enrolment, found in spans.items():
        yield Lane(_("Sponsors"), found, group=enrolment)


SUPPORT = Section(
    "support",
    gettext_lazy("Sponsors and contacts"),
    30,
    Subject.SPONSORSHIP,
    "sponsorships/person/_support.html",
    support_facts,
    support_lanes,
    aside=True,
)
