"""Working days: Monday to Friday without the public holidays of the state."""

from datetime import date

import pytest

from integration.periods.working_days import State, working_days_after


@pytest.mark.parametrize(
    ("day", "state", "expected"),
    [
        (date(2026, 6, 15), "", date(2026, 6, 17)),  # a Monday
        (date(2026, 6, 18), "", date(2026, 6, 22)),  # over the weekend
        (date(2026, 6, 20), "", date(2026, 6, 23)),  # begun on a Saturday
        (date(2026, 4, 1), "", date(2026, 4, 7)),  # Good Friday and Easter Monday
        (date(2026, 6, 3), "", date(2026, 6, 5)),
        (date(2026, 6, 3), State.BY, date(2026, 6, 8)),  # Corpus Christi in Bavaria
        (date(2026, 6, 3), State.HH, date(2026, 6, 5)),
        (date(2026, 10, 30), State.HH, date(2026, 11, 3)),
        (date(2025, 10, 30), State.HH, date(2025, 11, 4)),  # Reformation Day on a Friday
        (date(2025, 10, 30), State.NW, date(2025, 11, 3)),
        (date(2026, 12, 23), "", date(2026, 12, 28)),  # Christmas
        (date(2026, 12, 31), State.BY, date(2027, 1, 5)),
    ],
)
def test_two_working_days_after_a_day(day, state, expected):
    assert working_days_after(day, 2, state) == expected
