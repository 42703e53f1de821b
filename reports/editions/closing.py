"""When the figures of a month are final: from its closing day on they are never changed, only restated."""

from datetime import date, timedelta

from django.conf import settings

from integration.periods.months import anniversary, month_start


def closes_on(month: date) -> date:
    """The closing day, in the month after: from that day on nothing that is recorded changes what was published."""
    return anniversary(month_start(month), 1) + timedelta(days=settings.REPORT_CLOSING_DAY - 1)


def is_final(month: date, today: date) -> bool:
    """The closing day has come. Figures built later are final at once."""
    return today >= closes_on(month)


def newest_final_month(today: date) -> date:
    """The first day of the newest month whose closing day has come."""
    last = anniversary(month_start(today), -1)
    return last if is_final(last, today) else anniversary(last, -1)
