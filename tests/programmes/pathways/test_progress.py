"""What lists of people keep of documents and certificates: the same that the report computes from them."""

import random
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from programmes.participants.documents import permit_class
from programmes.participants.enums import Evidence, Level, PermitClass, ResidenceKind
from programmes.participants.levels import certified_rank
from programmes.participants.merging.services import merge_people, undo_merge
from programmes.participants.models import ResidenceDocument
from programmes.participants.papers import permit_is
from programmes.pathways.models import Enrolment, Progress
from programmes.pathways.tasks import let_papers_count
from tests import factories as make

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DICE = random.Random(5)  # noqa: S311  (the same every time)


def days(number):
    return TODAY + timedelta(days=number)


def documents_of(person):
    for _ in range(DICE.choice([0, 1, 1, 2, 3])):
        issued = DICE.choice([-900, -400, -30, 0])
        make.residence_document(
            person,
            kind=DICE.choice(list(ResidenceKind)),
            issued_on=days(issued),
            printed_valid_to=DICE.choice([None, days(issued + 1), *map(days, (0, 1, 30, 31, 90, 180, 365, 366))]),
            legal_valid_to=DICE.choice([None, None, days(45)]),
        )


def kept(enrolment):
    row = Progress.objects.get(enrolment=enrolment)
    return row.paper, row.paper_end_on, row.certified_rank


def test_people_are_narrowed_by_permits_exactly_as_the_report_counts_them():
    for _ in range(40):
        documents_of(make.enrolment().participant)
    computed = Enrolment.objects.annotate(permit=permit_class("participant", TODAY)).order_by("pk")
    expected = {permit: [row.pk for row in computed if row.permit == permit] for permit in PermitClass.values}

    narrowed = {
        permit: list(
            Enrolment.objects.filter(permit_is(permit, "progress__", TODAY)).order_by("pk").values_list("pk", flat=True)
        )
        for permit in PermitClass.values
    }

    assert narrowed == expected
    assert sum(map(bool, expected.values())) > 6


def test_people_are_narrowed_by_levels_exactly_as_the_report_counts_them():
    for _ in range(15):
        person = make.enrolment().participant
        for held in DICE.sample([-800, -90, -1, 0], DICE.randint(0, 3)):
            make.language_level(
                person, level=DICE.choice(list(Level)), evidence=DICE.choice(list(Evidence)), assessed_on=days(held)
            )

    computed = Enrolment.objects.annotate(rank=certified_rank("participant", TODAY)).order_by("pk")

    assert [row.progress.certified_rank for row in computed] == [row.rank for row in computed]


def test_a_document_counts_from_the_day_on_which_it_was_issued():
    enrolment = make.enrolment()
    make.residence_document(enrolment.participant, issued_on=days(3), printed_valid_to=days(300))
    before = kept(enrolment)

    with time_machine.travel(days(3)):
        let_papers_count()
        let_papers_count()

    assert (before, kept(enrolment)) == (("unknown", None, None), ("dated", days(300), None))


def test_what_is_taken_back_or_given_to_somebody_else_counts_no_longer():
    mistaken, right = make.enrolment(), make.enrolment()
    document = make.residence_document(mistaken.participant, printed_valid_to=days(10))

    document.participant = right.participant
    document.save()
    given_over = (kept(mistaken)[0], kept(right)[0])
    document.delete()

    assert (given_over, kept(right)[0]) == (("unknown", "dated"), "unknown")
    assert not ResidenceDocument.objects.exists()


def test_papers_go_with_a_merge_and_come_back_with_its_undoing():
    stays, goes = make.enrolment(), make.enrolment()
    make.residence_document(goes.participant, printed_valid_to=days(10))

    merge = merge_people(stays.participant, goes.participant)
    together = (kept(stays)[0], kept(goes)[0])
    undo_merge(merge)

    assert (together, kept(stays)[0], kept(goes)[0]) == (("dated", "dated"), "unknown", "dated")


def test_lists_keep_what_the_enrolment_says_and_how_the_person_is_called():
    enrolment = make.enrolment()
    other = make.cohort()

    enrolment.cohort, enrolment.ended_on = other, TODAY
    enrolment.save()
    person = enrolment.participant
    person.family_name = "Élias"
    person.save()

    row = Progress.objects.get(enrolment=enrolment)
    assert (row.cohort, row.entered_on, row.ended_on) == (other, enrolment.entered_on, TODAY)
    assert row.name == person.search_name == "elias amal"


def test_whoever_goes_on_without_a_main_phase_is_between_phases_until_the_end():
    enrolment = make.enrolment()

    def between():
        return Progress.objects.get(enrolment=enrolment).between_phases

    said = [between()]
    entry = make.phase_entry(enrolment)
    said.append(between())
    entry.ended_on = TODAY
    entry.save()
    said.append(between())
    enrolment.ended_on = TODAY
    enrolment.save()

    assert [*said, between()] == [True, False, True, False]
