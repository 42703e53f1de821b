"""Reading journeys: how an enrolment stands, and what it can do next."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.law.enums import Number
from integration.law.queries import number_on
from integration.organisations.models import Organisation
from programmes.pathways.enums import POSSIBLE, JourneyState, Verb
from programmes.pathways.models import Affiliation, Enrolment, JourneyStep, Phase, PhaseEntry, Programme

NEEDS_OPEN_ENTRY = frozenset({Verb.COMPLETE_PHASE, Verb.EXTEND, Verb.PROLONG_PROBATION})


def open_entries(enrolment: Enrolment) -> QuerySet[PhaseEntry]:
    """The phases of an enrolment whose end is not recorded."""
    return enrolment.phase_entries.filter(ended_on__isnull=True).select_related("phase").order_by("started_on", "pk")


def open_main_entry(enrolment: Enrolment) -> PhaseEntry | None:
    """The main-track phase whose end is not recorded."""
    return open_entries(enrolment).filter(parallel=False).first()


def outlasts_its_exam(entry: PhaseEntry) -> bool:
    """Whether passing the exam leaves the training to its agreed end: so in nursing, which alone has so long a probation."""
    most = number_on(Number.PROBATION_MOST, entry.started_on)
    return most is not None and (entry.phase.probation_months or 0) > most.value


def state_of(enrolment: Enrolment) -> JourneyState:
    """How an enrolment stands today."""
    today = timezone.localdate()
    if enrolment.ended_on is not None or enrolment.entered_on > today:
        return state_from(enrolment, today, paused=False, in_phase=False)
    paused = enrolment.pauses.active_on(today).exists()
    return state_from(enrolment, today, paused=paused, in_phase=open_main_entry(enrolment) is not None)


def state_from(enrolment: Enrolment, today: date, *, paused: bool, in_phase: bool) -> JourneyState:
    """The same from what was read already: whether a pause runs today, whether a main phase is without an end."""
    if enrolment.ended_on is not None:
        return JourneyState.ENDED
    if enrolment.entered_on > today:
        return JourneyState.NOT_ENTERED
    if paused:
        return JourneyState.PAUSED
    return JourneyState.IN_PHASE if in_phase else JourneyState.BETWEEN_PHASES


def possible_steps(enrolment: Enrolment) -> list[Verb]:
    """What a screen can offer for an enrolment, in the order of the life cycle. Undoing is asked of `last_step`."""
    return steps_from(state_of(enrolment), in_any_phase=open_entries(enrolment).exists())


def steps_from(state: JourneyState, *, in_any_phase: bool) -> list[Verb]:
    """The same from what was read already."""
    possible = POSSIBLE[state] if in_any_phase else POSSIBLE[state] - NEEDS_OPEN_ENTRY
    return [verb for verb in Verb if verb in possible]


def startable_phases(enrolment: Enrolment) -> QuerySet[Phase]:
    """The phases of the programme that could start now: all while none of the main track runs, else the parallel ones."""
    phases = Phase.objects.filter(programme__cohorts=enrolment.cohort_id).order_by("position")
    return phases if open_main_entry(enrolment) is None else phases.filter(parallel=True)


def next_phase(enrolment: Enrolment) -> Phase | None:
    """The phase of the main track that comes after the one the person was in last."""
    phases = Phase.objects.filter(programme__cohorts=enrolment.cohort_id, parallel=False).order_by("position")
    last = enrolment.phase_entries.filter(parallel=False).select_related("phase").order_by("started_on", "pk").last()
    return phases.first() if last is None else phases.filter(position__gt=last.phase.position).first()


def last_step(enrolment: Enrolment) -> JourneyStep | None:
    """The step that can be undone; none if all of this journey came from elsewhere."""
    return enrolment.steps.filter(undone_at__isnull=True).order_by("pk").last()


def lead_partners(user: User) -> QuerySet[Organisation]:
    """The partners that lead programmes which somebody works with as a training manager."""
    programmes = Programme.objects.visible_to(user, {Role.TRAINING_MANAGER}).filter(lead_partner__isnull=False)
    return Organisation.objects.filter(pk__in=programmes.values("lead_partner"))


def organisations_of(people: Collection[int]) -> dict[int, frozenset[int]]:
    """Where these people are or were enrolled, by their keys."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = Affiliation.objects.filter(enrolment__participant__in=people).order_by("pk")
    for person, organisation in rows.values_list("enrolment__participant", "organisation"):
        found[person].add(organisation)
    return {person: frozenset(organisations) for person, organisations in found.items()}
