"""Bulk changes leave the same history as single ones."""

from datetime import UTC, datetime

import pytest

from integration.journal.services import CHANGED, CREATED, record_bulk
from programmes.participants.models import Participant
from programmes.pathways.models import PhaseEntry
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_history_says_how_the_rows_are_now():
    single = factories.participant(given_name="Amal", birth_date="1997-05-22")
    (bulk,) = Participant.objects.bulk_create(
        [Participant(code="B", given_name="Amal", family_name="Haddad", birth_date="1997-05-22")]
    )

    record_bulk(Participant, [bulk.pk], CREATED, "import")

    ignored = {"id", "code", "history_id", "history_date", "history_change_reason"}
    rows = [
        {key: value for key, value in Participant.history.filter(id=pk).values().get().items() if key not in ignored}
        for pk in (single.pk, bulk.pk)
    ]
    assert rows[0] == rows[1]


def test_who_why_and_when_are_recorded_for_the_given_rows_only():
    user = factories.user()
    people = Participant.objects.bulk_create(Participant(code=f"B{number}", given_name="A") for number in range(3))
    moment = datetime(2024, 2, 29, 12, tzinfo=UTC)

    record_bulk(Participant, [each.pk for each in people[:2]], CHANGED, "import", user=user, at=moment)

    history = Participant.history.order_by("id")
    assert [each.id for each in history] == [each.pk for each in people[:2]]
    assert {
        (each.history_type, each.history_change_reason, each.history_user, each.history_date) for each in history
    } == {("~", "import", user, moment)}


def test_more_rows_than_fit_into_one_statement(monkeypatch):
    monkeypatch.setattr("integration.journal.services.BATCH", 2)
    people = Participant.objects.bulk_create(Participant(code=f"B{number}", given_name="A") for number in range(5))

    record_bulk(Participant, [each.pk for each in people], CREATED, "import")

    assert Participant.history.count() == 5


def test_no_rows_leave_no_history():
    record_bulk(PhaseEntry, [], CREATED, "import")

    assert PhaseEntry.history.count() == 0
