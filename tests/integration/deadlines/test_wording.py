"""How far away a day is, as people say it."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from integration.deadlines.wording import when

TODAY = date(2024, 2, 28)


@pytest.mark.parametrize(
    ("days", "german", "english"),
    [
        (-800, "seit 2 Jahren", "for 2 years"),
        (-365, "seit 12 Monaten", "for 12 months"),
        (-69, "seit 10 Wochen", "for 10 weeks"),
        (-12, "seit 12 Tagen", "for 12 days"),
        (-1, "seit gestern", "since yesterday"),
        (0, "heute", "today"),
        (1, "morgen", "tomorrow"),
        (3, "in 3 Tagen", "in 3 days"),
        (20, "in 20 Tagen", "in 20 days"),
        (21, "in 3 Wochen", "in 3 weeks"),
        (70, "in 2 Monaten", "in 2 months"),
        (730, "in 1 Jahr", "in 1 year"),
        (731, "in 2 Jahren", "in 2 years"),
    ],
)
def test_days_are_told_as_people_tell_them(days, german, english):
    day = TODAY + timedelta(days=days)

    assert when(day, TODAY) == german
    with translation.override("en"):
        assert when(day, TODAY) == english
