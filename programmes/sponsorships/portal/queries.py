"""What a sponsor sees of the people they accompany today, and of nobody else."""

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from integration.accounts.models import User
from programmes.participants.enums import PermitClass
from programmes.participants.papers import permit_is
from programmes.pathways.accompanied import Visit
from programmes.pathways.enums import JourneyState
from programmes.pathways.models import Enrolment, Phase, PhaseEntry
from programmes.pathways.standing import Standing
from programmes.sponsorships.enums import Light
from programmes.sponsorships.models import Contact
from programmes.sponsorships.portal import asked
from programmes.sponsorships.portal.asked import AS_SPONSOR
from programmes.sponsorships.portal.asking import Person, people
from programmes.sponsorships.portal.dates import Coming, agreed, coming, contact_due

AT_ONCE = (PermitClass.EXPIRED, PermitClass.UP_TO_30)
SOON = (PermitClass.UP_TO_90, PermitClass.PENDING, PermitClass.UNKNOWN)

NOT_THEIRS = ("birth_date", "birth_date_precision", "gender", "nationality")
"""What the matrix keeps from sponsors."""


@dataclass(frozen=True)
class Card:
    """A mentee at a glance: where they stand, what comes next, when one last met, whom to ask."""

    enrolment: Enrolment
    standing: Standing
    beside: list[PhaseEntry]
    place: str
    then: Phase | None
    accompanied_since: date
    next: Coming | None
    contact_due: Coming | None
    people: list[Person]

    @property
    def name(self) -> str:
        """As one says it; somebody may have but one name."""
        person = self.enrolment.participant
        return f"{person.given_name} {person.family_name}".strip()

    @property
    def days_left(self) -> int | None:
        """Until the planned end of the phase, if it lies ahead."""
        end = self.standing.entry.planned_end_on if self.standing.entry else None
        return (end - self.standing.today).days if end is not None and end >= self.standing.today else None

    @property
    def last_contact(self) -> date | None:
        """When the sponsor last reached them."""
        return self.enrolment.last_contact  # type: ignore[attr-defined]

    @property
    def light(self) -> Light:
        """Whether something about the residence permit is to be prepared."""
        return Light(self.enrolment.light)  # type: ignore[attr-defined]


def mentees_of(user: User) -> QuerySet[Enrolment]:
    """The enrolments that somebody accompanies today as a sponsor, by name; the one door of the portal to people.

    Of them is read what sponsors may read, and no more.
    """
    return (
        Enrolment.objects.visible_to(user, AS_SPONSOR)
        .select_related("participant", "cohort__programme__lead_partner", "organisation")
        .defer(*(f"participant__{name}" for name in NOT_THEIRS))
        .order_by("participant__search_name", "code")
    )


def visit_of(user: User, mentees: QuerySet[Enrolment]) -> Visit:
    """A sponsor looks at these mentees today, each with what their cards tell beside the rows that `asked` reads."""
    today = timezone.localdate()
    own = Contact.objects.filter(enrolment=OuterRef("pk"), sponsor__user=user, reached=True, held_on__lte=today)
    glance = (
        mentees.annotate(light=_colour(today))
        .annotate(last_contact=Subquery(own.order_by("-held_on").values("held_on")[:1]))
        .prefetch_related("cohort__programme__phases")
    )
    return Visit(user, today, list(glance))


def _colour(day: date) -> Case:
    """What is kept of their papers for lists, as a light: nothing else of the documents leaves the database."""
    red, amber = (
        reduce(or_, (permit_is(permit, "progress__", day) for permit in permits)) for permits in (AT_ONCE, SOON)
    )
    unknown = Q(progress__isnull=True)
    return Case(
        When(red, then=Value(Light.RED)), When(amber | unknown, then=Value(Light.AMBER)), default=Value(Light.GREEN)
    )


def cards_of(visit: Visit) -> list[Card]:
    """The cards of all of them, in a constant number of queries."""
    return [_card(visit, mentee) for mentee in visit.mentees]


def _card(visit: Visit, mentee: Enrolment) -> Card:
    running = running_today(visit, mentee)
    entry = next((step for step in running if not step.parallel), None)
    place = visit.once(asked.places)[mentee.pk]
    state = JourneyState.BETWEEN_PHASES if entry is None else JourneyState.IN_PHASE
    own = visit.once(asked.sponsorships)[mentee.pk]
    return Card(
        enrolment=mentee,
        standing=Standing(mentee, state, entry, place, None, visit.today),
        beside=[step for step in running if step.parallel],
        place=place.name,
        then=_phase_after(mentee, entry),
        accompanied_since=next(
            each.started_on for each in own if each.ended_on is None or each.ended_on >= visit.today
        ),
        next=min(coming(visit, mentee.pk) + agreed(visit, mentee.pk), default=None),
        contact_due=contact_due(visit, mentee.pk),
        people=visit.once(people)[mentee.pk],
    )


def running_today(visit: Visit, mentee: Enrolment) -> list[PhaseEntry]:
    """The phases in which a mentee is today."""
    entries = visit.once(asked.entries)[mentee.pk]
    begun = [each for each in entries if each.started_on <= visit.today]
    return [each for each in begun if each.ended_on is None or each.ended_on >= visit.today]


def _phase_after(enrolment: Enrolment, entry: PhaseEntry | None) -> Phase | None:
    """What the programme foresees after the phase that somebody is in."""
    if entry is None:
        return None
    track = sorted(enrolment.cohort.programme.phases.all(), key=lambda phase: phase.position)
    return next((phase for phase in track if not phase.parallel and phase.position > entry.phase.position), None)
