"""What is refused is said in words, whether a form, a service or the database refuses it."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import BaseConstraint, F

from integration.periods.refusals import (
    DATE_OUT_OF_RANGE,
    DUPLICATE_KEY,
    NOT_IN_LIST,
    REQUIRED,
    Refused,
    one_change,
    refusal_by_constraint,
)
from programmes.pathways.models import Enrolment, Transfer
from tests import factories

pytestmark = pytest.mark.django_db


def code_of(error):
    return [each.code for each in error.value.error_list]


def test_the_database_refuses_an_end_before_the_start_in_words():
    enrolment = factories.enrolment()

    with pytest.raises(Refused) as refused, one_change():
        Enrolment.objects.filter(pk=enrolment.pk).update(ended_on=date(2020, 1, 1))

    assert (code_of(refused), refused.value.messages) == (
        ["end_before_start"],
        [str(refusal_by_constraint("enrolment_ends_after_entry").message)],
    )


def test_the_database_refuses_the_same_key_twice_in_words():
    enrolment = factories.enrolment()

    with pytest.raises(Refused) as refused, one_change():
        factories.enrolment(code=enrolment.code)

    assert code_of(refused) == [DUPLICATE_KEY.code]


def test_an_error_that_is_none_of_ours_stays_one():
    enrolment = factories.enrolment()

    with pytest.raises(IntegrityError), one_change():
        Enrolment.objects.filter(pk=enrolment.pk).update(entered_on=None)


def test_nothing_of_a_refused_change_stays():
    enrolment = factories.enrolment()

    def transfer_and_fail():
        with one_change():
            factories.transfer(enrolment)
            Enrolment.objects.filter(pk=enrolment.pk).update(ended_on=F("entered_on"), end_reason="bored")

    with pytest.raises(Refused):
        transfer_and_fail()

    assert Transfer.objects.filter(enrolment=enrolment).count() == 0


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"entered_on": date(1899, 12, 31)}, DATE_OUT_OF_RANGE),
        ({"entered_on": date(2101, 1, 1)}, DATE_OUT_OF_RANGE),
        ({"end_reason": "bored"}, NOT_IN_LIST),
        ({"code": ""}, REQUIRED),
    ],
)
def test_database_and_form_refuse_what_no_bundle_may_say(changes, refusal):
    enrolment = factories.enrolment()

    with pytest.raises(Refused) as by_database, one_change():
        Enrolment.objects.filter(pk=enrolment.pk).update(**changes)
    for name, value in changes.items():
        setattr(enrolment, name, value)
    with pytest.raises(ValidationError):
        enrolment.full_clean()

    assert code_of(by_database) == [refusal.code]


def test_the_first_and_the_last_day_of_the_calendar_are_fine():
    enrolment = factories.enrolment(entered_on=date(1900, 1, 1), ended_on=date(2100, 12, 31))

    enrolment.full_clean()

    assert enrolment.pk is not None


def test_every_constraint_that_people_can_break_has_words_of_its_own():
    default = BaseConstraint.default_violation_error_message
    wordless = {
        constraint.name
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if model.__module__.startswith(("integration", "programmes"))
        and constraint.violation_error_message in ("", default)
    }

    # Derived rows, and what services write once: nobody writes them by hand.
    assert wordless == {
        "reach_once",
        "affiliation_once_a_day",
        "affiliation_one_at_a_time",
        "affiliation_ends_after_start",
        "deadline_once",
        "export_through_once",
        "help_message_sent_once",
        "help_noticed_once",
        "letter_once_a_day",
        "reminder_once",
        "snooze_one_at_a_time",
    }
