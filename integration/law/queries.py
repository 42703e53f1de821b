"""Looking up what the law says: always for the day on which the thing began that is asked about."""

from collections.abc import Collection
from datetime import date

from integration.law.enums import Number
from integration.law.models import LegalNumber
from integration.periods.querysets import active_on

HOLDS = {"start": "valid_from", "end": "valid_until"}


def number_on(code: Number, began: date) -> LegalNumber | None:
    """What held when something began; nothing if there was no such rule."""
    return LegalNumber.objects.filter(active_on(began, **HOLDS), code=code).first()


def numbers_on(codes: Collection[Number], began: date) -> list[LegalNumber]:
    """The same of several, in the order asked for. One query."""
    rows = LegalNumber.objects.filter(active_on(began, **HOLDS), code__in=codes)
    return sorted(rows, key=lambda row: list(codes).index(Number(row.code)))


def all_values(code: Number) -> list[LegalNumber]:
    """Every value that a number has had, for asking about many days at once (`holding`)."""
    return list(LegalNumber.objects.filter(code=code).order_by("valid_from"))


def holding(values: Collection[LegalNumber], began: date) -> LegalNumber | None:
    """Of these, the value that held when something began."""
    return next(
        (each for each in values if each.valid_from <= began and not (each.valid_until and each.valid_until < began)),
        None,
    )
