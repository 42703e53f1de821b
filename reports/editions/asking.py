"""What people type when they ask for a report, and what is wrong with it in one sentence."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from integration.organisations.models import Organisation

MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
YEARS = range(1902, 2101)


def parse_month(text: str) -> date:
    """The first day of a month written as 2016-09. Raises `ValidationError`."""
    written = MONTH.fullmatch(text)
    if written is None or int(written[1]) not in YEARS:
        raise ValidationError(
            _("“%(month)s” is no month; write year and month like 2016-09."), code="month", params={"month": text[:40]}
        )
    return date(int(written[1]), int(written[2]), 1)


def find_organisation(code: str) -> Organisation:
    """The organisation with this code. Raises `ValidationError`."""
    organisation = Organisation.objects.filter(code=code).first()
    if organisation is None:
        raise ValidationError(
            _("There is no organisation with the code “%(code)s”."), code="organisation", params={"code": code[:80]}
        )
    return organisation
