"""Programmes set whether, when and in which words something falls due in them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from integration.accounts.roles import Role
from integration.deadlines.models import Deadline
from integration.deadlines.services import refresh
from programmes.pathways.models import DeadlineSetting
from tests import factories as make
from tests.integration.deadlines.asking import became, due, look, reminded

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 15)


def ending(**fields):
    enrolled = make.enrolment(**fields)
    make.phase_entry(enrolled, planned_end_on=date(2026, 8, 31))
    return enrolled


def set_for(enrolled, **fields):
    return DeadlineSetting.objects.create(**{"programme": enrolled.cohort.programme, "kind": "planned_end", **fields})


def test_what_is_switched_off_falls_due_no_more_and_again_once_it_is_on():
    enrolled = ending()
    ending()
    setting = set_for(enrolled, turned_on=False)

    assert len(due("planned_end", TODAY)) == 1
    assert became("planned_end") == [(date(2026, 8, 31), "withdrawn")]
    setting.turned_on = True
    setting.save()
    assert len(due("planned_end", TODAY)) == 2


def test_it_is_shown_and_first_reminded_of_as_many_days_before_as_was_set():
    enrolled = ending()
    manager = make.member(Role.TRAINING_MANAGER, enrolled.organisation)
    set_for(enrolled, lead_days=60)

    look(date(2026, 7, 2))
    look(date(2026, 8, 25))

    assert Deadline.objects.get(kind="planned_end").shown_on == date(2026, 7, 2)
    assert [row[2] for row in reminded(manager) if row[0] == "planned_end"] == [60, 7]


def test_fewer_days_leave_out_the_earlier_steps():
    enrolled = ending()
    manager = make.member(Role.TRAINING_MANAGER, enrolled.organisation)
    set_for(enrolled, lead_days=5)

    look(date(2026, 8, 25))
    look(date(2026, 8, 26))

    assert [row[2] for row in reminded(manager) if row[0] == "planned_end"] == [5]


def test_own_words_stand_before_the_reason():
    enrolled = ending()
    set_for(enrolled, words="Bitte auch der Lohnstelle sagen.")
    refresh(today=TODAY)

    said = Deadline.objects.get(kind="planned_end").sentence

    assert said == "Bitte auch der Lohnstelle sagen. Ausbildung: geplant bis 31.08.2026."


def test_one_person_is_looked_at_by_the_same_settings_as_everybody():
    enrolled = ending()
    set_for(enrolled, lead_days=60, words="Bitte.")
    refresh(enrolments=[enrolled.pk], today=TODAY)

    assert refresh(today=TODAY) == 0
    assert Deadline.objects.get(kind="planned_end").words == "Bitte."


def test_other_kinds_and_other_programmes_stay_as_they_are():
    enrolled, other = ending(), ending()
    make.exam(enrolled, held_on=date(2026, 6, 20))
    set_for(enrolled, turned_on=False)
    refresh(today=TODAY)

    standing = Deadline.objects.filter(state="open").order_by("kind", "enrolment").values_list("kind", "enrolment")
    assert list(standing) == [
        ("exam_day", enrolled.pk), ("exam_result", enrolled.pk), ("planned_end", other.pk),
    ]  # fmt: skip


def test_once_a_programme_and_only_about_what_there_is():
    enrolled = ending()
    set_for(enrolled)

    for kind in ("planned_end", "unheard_of"):
        with pytest.raises(ValidationError):
            DeadlineSetting(programme=enrolled.cohort.programme, kind=kind).full_clean()


def test_training_managers_set_it_in_the_workplace():
    enrolled = ending()
    client = Client()
    client.force_login(make.member(Role.TRAINING_MANAGER, enrolled.organisation))
    said = {
        "programme": enrolled.cohort.programme.pk,
        "kind": "planned_end",
        "turned_on": "",
        "lead_days": "",
        "words": "",
    }

    answer = client.post("/admin/pathways/deadlinesetting/add/", said)

    assert answer.status_code == 302
    assert DeadlineSetting.objects.get().turned_on is False
