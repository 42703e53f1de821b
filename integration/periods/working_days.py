"""Working days: Monday to Friday without the public holidays of a state of Germany."""

from datetime import date, timedelta
from functools import cache

import holidays
from django.db import models
from django.utils.translation import gettext_lazy as _

SATURDAY = 5
EVERYWHERE = ""
"""Instead of a state: only the holidays of all states."""


class State(models.TextChoices):
    """The states of Germany by their codes (ISO 3166-2)."""

    BW = "BW", _("Baden-Württemberg")
    BY = "BY", _("Bavaria")
    BE = "BE", _("Berlin")
    BB = "BB", _("Brandenburg")
    HB = "HB", _("Bremen")
    HH = "HH", _("Hamburg")
    HE = "HE", _("Hesse")
    MV = "MV", _("Mecklenburg-Western Pomerania")
    NI = "NI", _("Lower Saxony")
    NW = "NW", _("North Rhine-Westphalia")
    RP = "RP", _("Rhineland-Palatinate")
    SL = "SL", _("Saarland")
    SN = "SN", _("Saxony")
    ST = "ST", _("Saxony-Anhalt")
    SH = "SH", _("Schleswig-Holstein")
    TH = "TH", _("Thuringia")


@cache
def _holidays(year: int, state: str) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DE", subdiv=state or None, years=year))


def is_working_day(day: date, state: str) -> bool:
    """Whether people work on it there; without a state only the holidays of all states are left out."""
    return day.weekday() < SATURDAY and day not in _holidays(day.year, state)


def working_days_after(day: date, count: int, state: str) -> date:
    """The `count`-th working day after a day, which may itself be any day."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day, state)
    return day


def public_holidays(first_year: int, last_year: int) -> dict[str, list[str]]:
    """For the database: those of all states under the empty code, and what each state has besides under its own."""
    years = range(first_year, last_year + 1)
    everywhere = {day for year in years for day in _holidays(year, EVERYWHERE)}
    found = {EVERYWHERE: everywhere}
    for state in State.values:
        found[state] = {day for year in years for day in _holidays(year, state)} - everywhere
    return {state: sorted(day.isoformat() for day in days) for state, days in found.items()}
