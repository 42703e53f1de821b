"""What a sponsor sees of the people they accompany today."""

from datetime import date
from typing import NamedTuple

from django.db.models import Max, Prefetch, Q
from django.utils import timezone

from integration.accounts.models import User
from integration.accounts.roles import Role
from programmes.pathways.models import Affiliation, PhaseEntry
from programmes.sponsorships.models import Sponsorship
from programmes.sponsorships.queries import current_sponsorships


class Step(NamedTuple):
    """A phase in which somebody is today."""

    name: str
    occupation: str
    since: date
    planned_end: date | None


class Mentee(NamedTuple):
    """Somebody who is accompanied: where they stand, and when they were last reached."""

    name: str
    original_script_name: str
    steps: list[Step]
    programme: str
    organisation: str
    accompanied_since: date
    last_contact: date | None


def mentees_of(user: User, today: date | None = None) -> list[Mentee]:
    """The people whom somebody accompanies today, by name. Nobody else's; a constant number of queries."""
    today = today or timezone.localdate()
    reached = Q(enrolment__contacts__sponsor__user=user, enrolment__contacts__reached=True)
    entries = PhaseEntry.objects.active_on(today).select_related("phase").order_by("parallel", "started_on", "pk")
    places = Affiliation.objects.active_on(today).select_related("organisation").order_by("started_on")
    sponsorships = (
        current_sponsorships(user, today)
        .filter(pk__in=Sponsorship.objects.visible_to(user, {Role.SPONSOR}).values("pk"))
        .select_related("enrolment__participant", "enrolment__cohort__programme", "enrolment__organisation")
        .prefetch_related(
            Prefetch("enrolment__phase_entries", entries, to_attr="steps_today"),
            Prefetch("enrolment__affiliations", places, to_attr="places_today"),
        )
        .annotate(last_contact=Max("enrolment__contacts__held_on", filter=reached))
        .order_by("enrolment__participant__search_name", "enrolment__code", "pk")
    )
    return [_mentee(each) for each in sponsorships]


def _mentee(sponsorship: Sponsorship) -> Mentee:
    enrolment = sponsorship.enrolment
    person = enrolment.participant
    places = enrolment.places_today
    return Mentee(
        name=f"{person.given_name} {person.family_name}".strip(),
        original_script_name=person.original_script_name,
        steps=[
            Step(each.phase.name, each.occupation, each.started_on, each.planned_end_on)
            for each in enrolment.steps_today
        ],
        programme=enrolment.cohort.programme.name,
        organisation=(places[0].organisation if places else enrolment.organisation).name,
        accompanied_since=sponsorship.started_on,
        last_contact=sponsorship.last_contact,
    )
