"""Keeping the numbers of the law up to date."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from integration.accounts.models import User
from integration.journal.authors import save_as
from integration.law.models import LegalNumber
from integration.law.refusals import NOT_AFTER
from integration.periods.refusals import CHANGED_MEANWHILE, Refused, one_change


def change_from(held: LegalNumber, valid_from: date, value: Decimal, *, by: User, **source: Any) -> LegalNumber:
    """From a day on another value holds; the one before ends on the day before, and what began under it keeps it.

    A second time changes nothing. `source` says where it stands, as the fields do; what is left out stays as it was.
    """
    with one_change():
        current = LegalNumber.objects.select_for_update().filter(pk=held.pk).first()
        if current is None:
            raise Refused(CHANGED_MEANWHILE)
        same = LegalNumber.objects.filter(code=current.code, valid_from=valid_from, value=value).first()
        if same is not None:
            return same
        if valid_from <= current.valid_from or current.valid_until is not None:
            raise Refused(NOT_AFTER)
        kept = {name: getattr(current, name) for name in ("code", "unit", "law", "section", "link")}
        new = LegalNumber(**kept | source, valid_from=valid_from, value=value, checked_by=by)
        current.valid_until = valid_from - timedelta(days=1)
        save_as(by, current)
        new.full_clean()
        save_as(by, new)
        return new
