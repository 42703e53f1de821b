"""Who sees which sponsors, sponsorships and contacts; and whom a sponsor accompanies, on which all their access rests."""

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull
from django.utils import timezone

from integration.accounts.models import User
from integration.accounts.roles import Role, Subject
from integration.organisations.access import belongs_to, never_taken_along
from integration.organisations.models import ContactPerson, Reach
from integration.organisations.scoping import Holding, grant
from programmes.pathways.access import (
    accompanied,
    accompanied_through,
    here_now,
    mentees,
    of_mentees,
    reached_until,
    reaches_few,
)
from programmes.pathways.models import Affiliation, Enrolment
from programmes.sponsorships.models import (
    Absence,
    Contact,
    ContactNote,
    Guide,
    Handover,
    HelpMessage,
    HelpNotice,
    HelpRequest,
    Invitation,
    NextStep,
    Preference,
    Promise,
    PromiseText,
    Relief,
    Sponsor,
    Sponsorship,
    Training,
)
from programmes.sponsorships.queries import current_sponsorships

OF_THEMSELVES = (Absence, Training, Promise, Relief)
"""What sponsors say of themselves. Put together it would say how much one does, as contacts would: no file holds either."""


def declare() -> None:
    """Training managers those of their subtree, sponsors themselves and their own; no one a ranking of sponsors."""
    belongs_to(Subject.SPONSORSHIP, Sponsor, Sponsorship, Invitation, Preference, Absence, Training)
    belongs_to(Subject.PROGRAMME, PromiseText, Guide)
    belongs_to(Subject.CONTACT, Contact)
    belongs_to(Subject.NOTE, ContactNote, NextStep, HelpRequest, HelpMessage, HelpNotice, Handover, Promise, Relief)
    never_taken_along(Contact, Handover, Preference, *OF_THEMSELVES)
    accompanied_through(_accompanied)
    overseers = (Role.TRAINING_MANAGER, Role.DATA_PROTECTION)
    grant(Sponsor, *overseers, rows=_sponsors, changed=lambda holding: Q(organisation__in=holding.reached()))
    grant(Invitation, *overseers, rows=lambda holding: Q(sponsor__organisation__in=holding.reached()))
    grant(Sponsorship, *overseers, rows=reached_until("started_on"), changed=here_now)
    grant(Preference, *overseers, rows=here_now)
    grant(Handover, Role.TRAINING_MANAGER, rows=_handovers)
    grant(Handover, Role.SPONSOR, rows=_own_handovers)
    for model in OF_THEMSELVES:
        grant(model, *overseers, rows=lambda holding: Q(sponsor__organisation__in=holding.reached()))
        grant(model, Role.SPONSOR, rows=lambda holding: Q(sponsor__user=holding.user))
    for model in (PromiseText, Guide):
        grant(model, *overseers, Role.ADMINISTRATOR, rows=lambda holding: Q(organisation__in=holding.reached()))
        grant(model, Role.SPONSOR, rows=_from_above)
    grant(Contact, Role.TRAINING_MANAGER, rows=reached_until("held_on"))
    grant(HelpRequest, Role.TRAINING_MANAGER, rows=reached_until("asked_on"), changed=here_now)
    grant(HelpRequest, Role.SPONSOR, rows=_own)
    grant(ContactNote, Role.TRAINING_MANAGER, rows=_shared_notes)
    grant(NextStep, Role.TRAINING_MANAGER, rows=lambda holding: Q(shared=True) & reached_until("agreed_on")(holding))
    grant(Sponsor, Role.SPONSOR, rows=lambda holding: Q(user=holding.user))
    grant(Sponsorship, Role.SPONSOR, rows=_own)
    grant(Contact, Role.SPONSOR, rows=_own)
    grant(ContactNote, Role.SPONSOR, rows=_own_notes)
    grant(NextStep, Role.SPONSOR, rows=_own)
    grant(ContactPerson, Role.SPONSOR, rows=_contact_persons)


def _accompanied(user: User) -> QuerySet[Enrolment]:
    """Until midnight in Berlin of the sponsorship's last day."""
    return Enrolment.objects.filter(pk__in=current_sponsorships(user).values("enrolment"))


def _sponsors(holding: Holding) -> Q:
    """Those of the organisations reached, and those from elsewhere who accompany people there, or did before a move."""
    own = Q(organisation__in=holding.reached())
    here = Sponsorship.objects.filter(reached_until("started_on")(holding)).order_by()
    if reaches_few(holding):
        elsewhere = here.exclude(sponsor__organisation__in=holding.reached())
        return own | Q(pk__in=list(elsewhere.values_list("sponsor", flat=True).distinct()))
    theirs = Subquery(here.filter(sponsor=OuterRef("pk")).values("pk")[:1])
    return own | Q(IsNull(theirs, False))  # noqa: FBT003  (how Django writes it)


def _contact_persons(holding: Holding) -> Q:
    """Whom the mentees' companies ask at the partner that leads their programme, as those keep it."""
    programmes = mentees(holding).values("cohort__programme__lead_partner")
    here = Affiliation.objects.active_on(timezone.localdate()).filter(enrolment__in=accompanied(holding.user))
    keepers = Reach.objects.filter(organisation__in=here.values("organisation"), alone=False).values("head")
    return Q(organisation__in=programmes, kept_by__in=keepers, active=True)


def _shared_notes(holding: Holding) -> Q:
    contacts = Contact.objects.filter(reached_until("held_on")(holding), pk=OuterRef("contact"))
    return Q(Exists(contacts), shared=True)


def _own_notes(holding: Holding) -> Q:
    return Q(contact__in=Contact.objects.filter(_own(holding)).values("pk"))


def _from_above(holding: Holding) -> Q:
    """What one's own organisation says to its sponsors, or one above it."""
    return Q(
        organisation__in=Reach.objects.filter(organisation__in=holding.organisation_ids, alone=False).values("head")
    )


def _handovers(holding: Holding) -> Q:
    return Q(sponsorship__in=Sponsorship.objects.filter(here_now(holding)).values("pk"))


def _own_handovers(holding: Holding) -> Q:
    """Those one asked for, and those by which one takes over, while one accompanies the person."""
    own = current_sponsorships(holding.user).values("pk")
    return Q(sponsorship__in=own) | Q(successor__in=own)


def _own(holding: Holding) -> Q:
    """One's own, of the people one accompanies today; not those of other sponsors, nor of former mentees."""
    return of_mentees(holding) & Q(sponsor__user=holding.user)
