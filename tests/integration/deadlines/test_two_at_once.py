"""Two schedulers, and people who change things meanwhile, leave one list that is right."""

import threading
from datetime import date

import pytest
from django.db import connections
from django.db.models import Count

from integration.deadlines.models import Deadline
from integration.deadlines.services import refresh
from programmes.pathways.services import extend
from tests import factories as make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


def at_once(*works):
    """Begin them together; what went wrong in any of them."""
    begin = threading.Barrier(len(works))
    wrong = []

    def run(work):
        try:
            begin.wait(timeout=10)
            work()
        except Exception as error:  # noqa: BLE001  (told by the test)
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return wrong


def trainings(number):
    group = make.cohort()
    enrolments = [make.enrolment(cohort=group) for _ in range(number)]
    return [make.phase_entry(each, planned_end_on=date(2026, 8, 31)) for each in enrolments]


def test_two_schedulers_at_once_write_every_deadline_once():
    trainings(30)
    Deadline.objects.all().delete()

    assert at_once(refresh, refresh, refresh) == []

    twice = Deadline.objects.values("kind", "subject", "due_on").annotate(times=Count("pk")).filter(times__gt=1)
    assert (twice.count(), Deadline.objects.filter(kind="planned_end", state="open").count()) == (0, 30)
    assert refresh() == 0


def test_changes_during_a_run_are_in_the_list_afterwards():
    entries = trainings(6)

    def change(entry):
        return lambda: extend(entry, date(2027, 2, 28))

    assert at_once(refresh, refresh, *map(change, entries)) == []

    standing = Deadline.objects.filter(kind="planned_end", state="open").order_by("subject")
    assert [each.due_on for each in standing] == [date(2027, 2, 28)] * 6
    assert refresh() == 0
