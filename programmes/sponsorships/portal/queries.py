"""What a sponsor sees of the people they accompany today, and of nobody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, OuterRef, Prefetch, QuerySet, Subquery, Value, When
from django.utils import timezone

from integration.accounts.models import User
from integration.accounts.roles import Role
from programmes.participants.documents import permit_class
from programmes.participants.enums import PermitClass
from programmes.pathways.enums import JourneyState
from programmes.pathways.models import Affiliation, Enrolment, Phase, PhaseEntry
from programmes.pathways.standing import Standing
from programmes.sponsorships.enums import Light
from programmes.sponsorships.models import Contact
from programmes.sponsorships.portal.dates import Coming, agreed, coming, contact_due
from programmes.sponsorships.queries import current_sponsorships

AT_ONCE = (PermitClass.EXPIRED, PermitClass.UP_TO_30)
SOON = (PermitClass.UP_TO_90, PermitClass.PENDING, PermitClass.UNKNOWN)


@dataclass(frozen=True)
class Card:
    """A mentee at a glance: where they stand, what comes next, when one last met."""

    enrolment: Enrolment
    standing: Standing
    beside: list[PhaseEntry]
    place: str
    then: Phase | None
    accompanied_since: date
    next: Coming | None
    contact_due: Coming | None

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


def mentees_of(user: User, today: date | None = None) -> QuerySet[Enrolment]:
    """The enrolments that somebody accompanies on a day as a sponsor, by name; the one door of the portal to people.

    Asked for by their numbers: among very many people the database would otherwise look at each of them.
    """
    day = today or timezone.localdate()
    accompanied = list(current_sponsorships(user, day).order_by().values_list("enrolment", flat=True))
    return (
        Enrolment.objects.visible_to(user, {Role.SPONSOR})
        .filter(pk__in=accompanied)
        .select_related("participant", "cohort__programme__lead_partner", "organisation")
        .order_by("participant__search_name", "code")
    )


def cards_of(user: User, mentees: QuerySet[Enrolment], today: date) -> list[Card]:
    """The cards of these mentees, in a constant number of queries."""
    enrolments = list(_at_a_glance(user, mentees, today))
    dates, steps = coming(user, enrolments, today), agreed(user, enrolments, today)
    contacts = contact_due(user, enrolments, today)
    since = dict(current_sponsorships(user, today).order_by("-started_on").values_list("enrolment", "started_on"))
    return [
        _card(each, today, since[each.pk], min(dates[each.pk] + steps[each.pk], default=None), contacts.get(each.pk))
        for each in enrolments
    ]


def _at_a_glance(user: User, mentees: QuerySet[Enrolment], today: date) -> QuerySet[Enrolment]:
    """Each with what stands on its card. Of the documents nothing but the colour leaves the database."""
    entries = PhaseEntry.objects.active_on(today).select_related("phase").order_by("parallel", "started_on", "pk")
    places = Affiliation.objects.active_on(today).select_related("organisation").order_by("started_on")
    own = Contact.objects.filter(enrolment=OuterRef("pk"), sponsor__user=user, reached=True, held_on__lte=today)
    colour = Case(
        When(permit__in=AT_ONCE, then=Value(Light.RED)),
        When(permit__in=SOON, then=Value(Light.AMBER)),
        default=Value(Light.GREEN),
    )
    return (
        mentees.alias(permit=permit_class("participant", today))
        .annotate(light=colour, last_contact=Subquery(own.order_by("-held_on").values("held_on")[:1]))
        .prefetch_related(Prefetch("phase_entries", entries, to_attr="steps_today"))
        .prefetch_related(Prefetch("affiliations", places, to_attr="places_today"))
        .prefetch_related("cohort__programme__phases")
    )


def _card(enrolment: Enrolment, today: date, since: date, following: Coming | None, contact: Coming | None) -> Card:
    steps: Sequence[PhaseEntry] = enrolment.steps_today  # type: ignore[attr-defined]
    places: Sequence[Affiliation] = enrolment.places_today  # type: ignore[attr-defined]
    entry = next((step for step in steps if not step.parallel), None)
    place = places[0].organisation if places else enrolment.organisation
    state = JourneyState.BETWEEN_PHASES if entry is None else JourneyState.IN_PHASE
    return Card(
        enrolment=enrolment,
        standing=Standing(enrolment, state, entry, place, None, today),
        beside=[step for step in steps if step.parallel],
        place=place.name,
        then=_phase_after(enrolment, entry),
        accompanied_since=since,
        next=following,
        contact_due=contact,
    )


def _phase_after(enrolment: Enrolment, entry: PhaseEntry | None) -> Phase | None:
    """What the programme foresees after the phase that somebody is in."""
    if entry is None:
        return None
    track = sorted(enrolment.cohort.programme.phases.all(), key=lambda phase: phase.position)
    return next((phase for phase in track if not phase.parallel and phase.position > entry.phase.position), None)
