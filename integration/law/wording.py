"""Numbers of the law as people say them."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from integration.law.enums import Unit

IN_A_WORD: Mapping[Decimal, Promise | str] = {Decimal("0.5"): _("half"), Decimal("1.5"): _("one and a half times")}
"""Nobody says "1.5 times"."""


def amount(value: Decimal, unit: Unit) -> str:
    """Such as "6 months" or "276 euros"."""
    if unit == Unit.TIMES and value in IN_A_WORD:
        return str(IN_A_WORD[value])
    whole = value == value.to_integral_value()
    number = number_format(int(value) if whole else value, force_grouping=True)
    one_or_many = int(value) if whole else 2
    words = {
        Unit.DAYS: ngettext("%(n)s day", "%(n)s days", one_or_many),
        Unit.WORKING_DAYS: ngettext("%(n)s working day", "%(n)s working days", one_or_many),
        Unit.WEEKS: ngettext("%(n)s week", "%(n)s weeks", one_or_many),
        Unit.MONTHS: ngettext("%(n)s month", "%(n)s months", one_or_many),
        Unit.YEARS: ngettext("%(n)s year", "%(n)s years", one_or_many),
        Unit.HOURS_A_WEEK: ngettext("%(n)s hour a week", "%(n)s hours a week", one_or_many),
        Unit.EURO: ngettext("%(n)s euro", "%(n)s euros", one_or_many),
        Unit.TIMES: ngettext("%(n)s time", "%(n)s times", one_or_many),
    }
    return words[unit] % {"n": number}
