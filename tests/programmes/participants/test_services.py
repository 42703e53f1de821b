"""Taking people into the records, and their languages."""

from datetime import date

import pytest

from integration.periods.refusals import NOT_IN_LIST, REQUIRED
from programmes.participants.enums import Evidence, Level
from programmes.participants.models import LanguageLevel
from programmes.participants.services import record_language_level, register_participant
from tests import factories
from tests.refused import refused

pytestmark = pytest.mark.django_db


def test_one_name_is_enough():
    person = register_participant(family_name="Suharto")

    assert (person.search_name, person.code[:3]) == ("suharto", "PE-")


def test_no_name_is_not():
    with refused(REQUIRED):
        register_participant(email="nobody@example.org")


def test_who_took_a_person_in_is_on_record():
    somebody = factories.user()

    person = register_participant(given_name="Олександр", by=somebody)

    assert person.history.get().history_user == somebody


def test_a_level_noted_twice_is_one_and_can_be_corrected():
    person, day = factories.participant(), date(2025, 1, 15)
    for _ in range(2):
        record_language_level(person, day, Level.B1, Evidence.CERTIFICATE)

    level = record_language_level(person, day, Level.B2, Evidence.CERTIFICATE)

    assert (LanguageLevel.objects.get(), level.level, level.history.count()) == (level, Level.B2, 2)


def test_a_level_is_one_of_the_list():
    with refused(NOT_IN_LIST):
        LanguageLevel(
            participant=factories.participant(), assessed_on=date(2025, 1, 15), level="a3", evidence="certificate"
        ).validate_constraints()
