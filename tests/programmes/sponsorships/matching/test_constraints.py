"""What the database itself refuses about wishes, exclusions and absences, in the words of the forms."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from integration.periods.refusals import refused_by_database
from programmes.sponsorships.models import Absence, Preference
from tests import factories as make
from tests import sponsor_factories as say

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    enrolment = make.enrolment()
    return {"enrolment": enrolment, "sponsor": make.sponsor(organisation=enrolment.organisation)}


def refused_words(create):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        create()
    return refused_by_database(error.value).messages


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "wish", "reason": "line_manager"}, "Das ist ein Grund für einen Ausschluss, nicht für einen Wunsch."),
        ({"kind": "maybe", "reason": "other"}, "Wählen Sie Art und Grund aus den Listen."),
    ],
)
def test_wishes_and_exclusions_have_reasons_that_fit(pair, fields, words):
    assert refused_words(lambda: Preference.objects.create(**pair, **fields)) == [words]


def test_two_have_one_wish_or_exclusion(pair):
    say.preference(pair["enrolment"], pair["sponsor"])

    words = refused_words(lambda: Preference.objects.create(**pair, kind="wish", reason="other"))

    if connection.vendor == "postgresql":
        assert words == ["Für diese beiden ist schon ein Wunsch oder ein Ausschluss eingetragen."]


def test_nobody_is_away_twice_at_once(pair):
    say.absence(pair["sponsor"], ended_on=date(2024, 9, 30))
    overlapping = {"sponsor": pair["sponsor"], "started_on": date(2024, 9, 30)}

    with pytest.raises(Exception, match="schon als abwesend"):
        Absence(**overlapping).full_clean()
    if connection.vendor == "postgresql":
        words = refused_words(lambda: Absence.objects.create(**overlapping))
        assert words == ["An einem dieser Tage ist die Patin oder der Pate schon als abwesend eingetragen."]
    Absence.objects.create(sponsor=pair["sponsor"], started_on=date(2024, 10, 1))


def test_nobody_comes_back_before_they_left(pair):
    words = refused_words(lambda: say.absence(pair["sponsor"], ended_on=date(2024, 8, 1)))

    assert words == ["Das Ende liegt vor dem Beginn."]
