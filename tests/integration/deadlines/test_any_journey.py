"""Whatever happens on journeys, following each change leaves the list as looking at everything does."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from integration.deadlines.models import Deadline
from integration.deadlines.services import refresh
from programmes.guarantees.enums import Decision
from programmes.guarantees.services import decide_guarantee, give_guarantee
from programmes.participants.enums import ResidenceKind
from programmes.pathways import services as journey
from programmes.pathways.enums import EndReason, ExamKind, ExamResult, Outcome, PauseReason, PhaseKind
from programmes.sponsorships.enums import Channel
from programmes.sponsorships.services import end_sponsorship, note_contact, start_sponsorship
from tests import factories as make

pytestmark = pytest.mark.django_db

FIRST = date(2023, 12, 1)
DAYS = st.integers(0, 400).map(lambda days: FIRST + timedelta(days=days))


def start(one, day, more):
    phases = list(one.cohort.programme.phases.order_by("position"))
    journey.start_phase(one, phases[more % len(phases)], day, planned_end_on=day + timedelta(days=31 * (more % 30)))


def move_on(one, day, more):
    journey.move_on(one, one.cohort.programme.phases.get(kind=PhaseKind.TRAINING), day)


def complete(one, day, more):
    outcome = list(Outcome)[more % len(Outcome)]
    journey.complete_phase(one.phase_entries.order_by("started_on", "pk").last(), day, outcome)


def extend(one, day, more):
    journey.extend(one.phase_entries.order_by("started_on", "pk").last(), day + timedelta(days=more))


def rest(one, day, more):
    reason = list(PauseReason)[more % len(PauseReason)]
    journey.pause(one, day, reason, ended_on=day + timedelta(days=more) if more % 2 else None)


def resume(one, day, more):
    journey.resume(one, day)


def transfer(one, day, more):
    journey.transfer(one, day, make.organisation())


def leave(one, day, more):
    journey.end_enrolment(one, day, list(EndReason)[more % len(EndReason)])


def examine(one, day, more):
    results = [None, *ExamResult]
    journey.record_exam(one, ExamKind.FINAL, day, attempt=more % 2 + 1, result=results[more % len(results)])


def undo(one, day, more):
    journey.undo_last_step(one)


def accompany(one, day, more):
    start_sponsorship(make.sponsor(), one, day)


def leave_alone(one, day, more):
    end_sponsorship(one.sponsorships.order_by("pk").last(), day)


def call(one, day, more):
    note_contact(one.sponsorships.order_by("pk").last().sponsor, one, day, Channel.PHONE, reached=bool(more % 2))


def promise(one, day, more):
    give_guarantee(one, day)


def decide(one, day, more):
    decision = list(Decision)[more % len(Decision)]
    decide_guarantee(one.guarantees.order_by("pk").last(), decision, decided_on=day, reason="besprochen")


def give_document(one, day, more):
    kind = list(ResidenceKind)[more % len(ResidenceKind)]
    make.residence_document(one.participant, kind=kind, issued_on=day, printed_valid_to=day + timedelta(days=10 * more))


CHANGES = (
    start, move_on, complete, extend, rest, resume, transfer, leave, examine, undo, accompany, leave_alone, call,
    promise, decide, give_document,
)  # fmt: skip


def as_they_stand():
    rows = Deadline.objects.filter(state="open")
    return sorted(
        rows.values_list("kind", "subject", "enrolment", "due_on", "reason", "organisation", "details"), key=str
    )


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(CHANGES), DAYS, st.integers(0, 60), st.booleans()), min_size=4, max_size=14))
def test_following_every_change_is_as_good_as_looking_at_everything(changes):
    programme = make.programme()
    make.phase(programme, PhaseKind.INTERNSHIP, duration_months=6, sponsor_required=True)
    make.phase(programme, PhaseKind.TRAINING, duration_months=36, sponsor_required=True, contact_interval_days=14)
    group = make.cohort(programme)
    people = [make.enrolment(cohort=group, entered_on=FIRST), make.enrolment(cohort=group, entered_on=FIRST)]
    for change, day, more, second in changes:
        one = people[second]
        try:
            change(type(one).objects.get(pk=one.pk), day, more)
        except (ValidationError, AttributeError):
            continue  # not possible as things stand: nothing was changed
    followed = as_they_stand()

    changed = refresh()

    assert (changed, as_they_stand()) == (0, followed)
    Deadline.objects.all().delete()
    refresh()
    assert as_they_stand() == followed
