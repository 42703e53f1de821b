"""What falls due for a person, on their page."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from integration.accounts.roles import Role
from integration.deadlines.models import Deadline
from integration.deadlines.services import refresh
from integration.deadlines.snoozing import put_off
from programmes.participants.models import Recognition
from tests import factories as make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 15)


@pytest.fixture(autouse=True)
def _june():
    with time_machine.travel(TODAY):
        yield


def opened(enrolled, role=Role.TRAINING_MANAGER):
    refresh(today=TODAY)
    client = Client()
    client.force_login(make.member(role, enrolled.organisation))
    return client.get(f"/admin/participants/participant/{enrolled.participant_id}/change/")


def told(answer):
    facts = next(shown.facts for shown in answer.context["page"].sections if shown.section.name == "due")
    return [[line.deadline.kind for line in facts[part]] for part in ("near", "later")]


def with_permit(until, **fields):
    enrolled = make.enrolment(sponsor=make.sponsor(), **fields)
    make.phase_entry(enrolled, planned_end_on=date(2028, 7, 31))
    make.residence_document(enrolled.participant, printed_valid_to=until)
    return enrolled


def test_what_is_near_stands_with_what_settles_it_and_the_rest_below():
    enrolled = with_permit(date(2026, 7, 1))

    page = opened(enrolled)

    near, later = told(page)
    assert "permit_ends" in near
    assert "planned_end" in later
    assert f"/admin/participants/residencedocument/add/?participant={enrolled.participant_id}" in page.text
    assert f"/admin/deadlines/{Deadline.objects.get(kind='permit_ends').pk}/" in page.text


def test_what_was_put_off_is_not_near():
    enrolled = with_permit(date(2026, 7, 1))
    refresh(today=TODAY)
    put_off(
        Deadline.objects.get(kind="permit_ends"),
        date(2026, 6, 20),
        "Termin bei der Behörde",
        by=make.member(Role.TRAINING_MANAGER, enrolled.organisation),
    )

    near, later = told(opened(enrolled))

    assert "permit_ends" not in near
    assert "permit_ends" in later


def test_nothing_of_other_people_stands_there():
    with_permit(date(2026, 7, 1))
    other = make.enrolment()
    own = {
        each.pk
        for part in (opened(other).context["page"].sections[0].facts[name] for name in ("near", "later"))
        for each in [line.deadline for line in part]
    }

    assert own == set(
        Deadline.objects.filter(participant=other.participant_id, state="open").values_list("pk", flat=True)
    )


def test_it_asks_the_database_as_often_for_many_as_for_one():
    enrolled = with_permit(date(2026, 7, 1))
    opened(enrolled)
    asked = []
    for given in (0, 3):
        for day in range(given):
            Recognition.objects.create(
                participant=enrolled.participant, qualification="Pflege", complete_on=date(2026, 3, day + 1)
            )
        with CaptureQueriesContext(connection) as queries:
            told(opened(enrolled))
        asked.append(
            sum('FROM "deadlines_deadline"' in each["sql"] and "participant" in each["sql"] for each in queries)
        )

    assert asked[0] == asked[1] > 0
