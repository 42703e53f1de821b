"""How far away a day is, as people say it."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DAYS_A_WEEK = 7
DAYS_A_MONTH = 30.44
DAYS_A_YEAR = 365.25
WEEKS_FROM = 21
MONTHS_FROM = 70
YEARS_FROM = 730


def when(day: date, today: date) -> str:
    """Such as "in 3 days" or "for 5 weeks", the latter of a day that has passed."""
    days = (day - today).days
    near = {-1: _("since yesterday"), 0: _("today"), 1: _("tomorrow")}
    if days in near:
        return near[days]
    number = abs(days)
    if number < WEEKS_FROM:
        return _days(number, ahead=days > 0)
    if number < MONTHS_FROM:
        return _weeks(round(number / DAYS_A_WEEK), ahead=days > 0)
    if number < YEARS_FROM:
        return _months(round(number / DAYS_A_MONTH), ahead=days > 0)
    return _years(int(number / DAYS_A_YEAR), ahead=days > 0)


def _days(number: int, *, ahead: bool) -> str:
    text = (
        ngettext("in %(n)d day", "in %(n)d days", number)
        if ahead
        else ngettext("for %(n)d day", "for %(n)d days", number)
    )
    return text % {"n": number}


def _weeks(number: int, *, ahead: bool) -> str:
    text = (
        ngettext("in %(n)d week", "in %(n)d weeks", number)
        if ahead
        else ngettext("for %(n)d week", "for %(n)d weeks", number)
    )
    return text % {"n": number}


def _months(number: int, *, ahead: bool) -> str:
    text = (
        ngettext("in %(n)d month", "in %(n)d months", number)
        if ahead
        else ngettext("for %(n)d month", "for %(n)d months", number)
    )
    return text % {"n": number}


def _years(number: int, *, ahead: bool) -> str:
    text = (
        ngettext("in %(n)d year", "in %(n)d years", number)
        if ahead
        else ngettext("for %(n)d year", "for %(n)d years", number)
    )
    return text % {"n": number}
