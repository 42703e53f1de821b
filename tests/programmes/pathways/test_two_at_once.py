"""Two at once: one wins, the other gets a clear answer; and without the lock they would both have gone through."""

import threading
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, connections, transaction

from integration.periods.refusals import one_change
from programmes.guarantees.services import give_guarantee
from programmes.pathways.enums import EndReason, ExamKind, Outcome, PhaseKind
from programmes.pathways.models import Enrolment, JourneyStep, PhaseEntry
from programmes.pathways.services import complete_phase, end_enrolment, enrol, record_exam, start_phase, steps
from programmes.sponsorships.services import start_sponsorship
from tests import factories
from tests.factories import START
from tests.refused import codes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]

END, OTHER_END = date(2025, 3, 31), date(2025, 4, 30)


def at_once(*changes):
    """Make all changes in threads that begin together: the code each was refused with, or none where it was made."""
    begin = threading.Barrier(len(changes))
    answers = [None] * len(changes)

    def make(position, change):
        try:
            begin.wait(timeout=10)
            change()
        except ValidationError as error:
            answers[position] = codes(error)[0]
        except OperationalError as error:
            answers[position] = str(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=make, args=each) for each in enumerate(changes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return answers


def ending(enrolment, day):
    return lambda: end_enrolment(enrolment, day, EndReason.COMPLETED)


@pytest.fixture
def both_have_looked(monkeypatch):
    """Both changes are past the place where the lock is taken before either writes: what the lock is there to prevent."""
    meeting = threading.Barrier(2)
    lock = steps.lock

    def lock_and_meet(enrolment):
        current = lock(enrolment)
        meeting.wait(timeout=2)
        return current

    monkeypatch.setattr(steps, "lock", lock_and_meet)
    return meeting


def test_of_two_ends_one_is_recorded_and_the_other_refused():
    enrolment = factories.enrolment()

    answers = at_once(ending(enrolment, END), ending(enrolment, OTHER_END))

    assert (sorted(answers, key=str), JourneyStep.objects.count()) == ([None, "already_ended"], 1)


def test_nobody_gets_past_the_lock_while_another_holds_it(both_have_looked):
    enrolment = factories.enrolment()
    broken = []

    def end(day):
        try:
            ending(enrolment, day)()
        except threading.BrokenBarrierError:
            broken.append(day)

    at_once(lambda: end(END), lambda: end(OTHER_END))

    assert (len(broken), both_have_looked.broken) == (2, True)


def test_without_the_lock_both_would_have_ended_it(monkeypatch, both_have_looked):
    enrolment = factories.enrolment()
    monkeypatch.setattr(
        Enrolment.objects.get_queryset().__class__, "select_for_update", lambda self, **_kwargs: self.all()
    )

    answers = at_once(ending(enrolment, END), ending(enrolment, OTHER_END))

    assert (answers, JourneyStep.objects.count()) == ([None, None], 2)


def test_the_same_change_twice_at_once_is_made_once():
    enrolment = factories.enrolment(in_phase=PhaseKind.INTERNSHIP)
    entry = enrolment.phase_entries.get()

    answers = at_once(*[lambda: complete_phase(entry, END, Outcome.COMPLETED)] * 4)

    assert (answers, JourneyStep.objects.count()) == ([None] * 4, 1)


def test_two_phases_at_once_are_one():
    enrolment = factories.enrolment()
    internship, training = enrolment.cohort.programme.phases.order_by("position")

    answers = at_once(lambda: start_phase(enrolment, internship, START), lambda: start_phase(enrolment, training, END))

    assert (sorted(answers, key=str), enrolment.phase_entries.count()) == ([None, "in_another_phase"], 1)


def test_a_phase_does_not_slip_into_an_enrolment_that_ends():
    enrolment = factories.enrolment()
    internship = enrolment.cohort.programme.phases.get(kind=PhaseKind.INTERNSHIP)

    answers = at_once(ending(enrolment, END), lambda: start_phase(enrolment, internship, START))

    enrolment.refresh_from_db()
    still_open = enrolment.phase_entries.filter(ended_on__isnull=True).count()
    assert (enrolment.ended_on, still_open, answers[1] in {None, "not_possible_now"}) == (END, 0, True)


def test_fifty_clicks_enrol_once():
    person, cohort, company = factories.participant(), factories.cohort(), factories.organisation()

    answers = at_once(*[lambda: enrol(person, cohort, company, START)] * 50)

    assert (set(answers), Enrolment.objects.count()) == ({None}, 1)


def test_guarantees_sponsors_and_exams_come_once():
    enrolment, sponsor = factories.enrolment(), factories.sponsor()

    answers = at_once(
        *[lambda: give_guarantee(enrolment, START)] * 3,
        *[lambda: start_sponsorship(sponsor, enrolment, START)] * 3,
        *[lambda: record_exam(enrolment, ExamKind.FINAL, END)] * 3,
    )

    counts = (enrolment.guarantees.count(), enrolment.sponsorships.count(), enrolment.exams.count())
    assert (set(answers), counts) == ({None}, (1, 1, 1))


def test_the_database_waits_too_when_somebody_writes_past_the_services():
    """An end and an entry that see nothing of each other: the one that commits last is refused by PostgreSQL."""
    enrolment = factories.enrolment()
    phase = enrolment.cohort.programme.phases.get(kind=PhaseKind.INTERNSHIP)
    written = threading.Barrier(2)

    def end_past_services():
        with one_change():
            Enrolment.objects.filter(pk=enrolment.pk).update(ended_on=END)
            written.wait(timeout=10)

    def enter_past_services():
        with one_change():
            PhaseEntry.objects.bulk_create([PhaseEntry(code="E", enrolment=enrolment, phase=phase, started_on=START)])
            written.wait(timeout=10)

    answers = at_once(end_past_services, enter_past_services)

    enrolment.refresh_from_db()
    contradiction = enrolment.ended_on is not None and enrolment.phase_entries.filter(ended_on=None).exists()
    assert (contradiction, answers.count(None), transaction.get_autocommit()) == (False, 1, True)
