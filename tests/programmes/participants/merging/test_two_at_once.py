"""Two who merge at once, and one who enrols meanwhile: nothing is lost, nothing hangs on a record that is gone."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from integration.periods.refusals import one_change
from programmes.participants.merging.services import merge_people, undo_merge
from programmes.participants.models import Merge, Participant
from programmes.pathways.models import Enrolment
from programmes.pathways.services import enrol
from tests import factories as make
from tests.refused import codes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


def at_once(*changes):
    begin, answers = threading.Barrier(len(changes)), [None] * len(changes)

    def run(position, change):
        try:
            begin.wait(timeout=10)
            change()
        except ValidationError as error:
            answers[position] = codes(error)[0]
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(changes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return answers


@pytest.fixture
def two():
    people = [make.participant(), make.participant()]
    for person in people:
        make.enrolment(participant=person)
    return people


def test_fifty_clicks_merge_once(two):
    answers = at_once(*[lambda: merge_people(*two)] * 50)

    assert (set(answers), Merge.objects.count(), two[0].enrolments.count()) == ({None}, 1, 2)


def test_both_ways_at_once_is_one_way(two):
    answers = at_once(lambda: merge_people(*two), lambda: merge_people(*reversed(two)))

    assert (sorted(answers, key=str), Merge.objects.count()) == ([None, "merged_elsewhere"], 1)
    assert Participant.objects.filter(merged_into=None).count() == 1


def test_fifty_clicks_undo_once(two):
    merge = merge_people(*two)

    answers = at_once(*[lambda: undo_merge(merge)] * 50)

    assert (set(answers), [person.enrolments.count() for person in two]) == ({None}, [1, 1])


def test_nobody_is_enrolled_with_a_record_that_is_being_merged(two):
    cohort, company = make.cohort(), make.organisation()

    answers = at_once(lambda: merge_people(*two), lambda: enrol(two[1], cohort, company, make.START))

    assert answers[0] is None
    assert answers[1] in {None, "merged_away"}
    assert Enrolment.objects.filter(participant=two[1]).count() == 0


def test_the_database_refuses_what_slips_past_the_services(two):
    merge_people(*two)

    with pytest.raises(ValidationError) as refused, one_change():
        Enrolment.objects.filter(participant=two[0]).update(participant=two[1])

    assert codes(refused.value) == ["merged_away"]
