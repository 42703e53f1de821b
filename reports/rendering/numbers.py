"""Numbers as people read them: grouped, half-up, with the language's comma."""

from decimal import Decimal
from fractions import Fraction
from math import floor

from django.utils.formats import number_format


def count(number: int) -> str:
    """Thousands apart: 1.234."""
    return number_format(number, use_l10n=True, force_grouping=True)


def decimal(value: Fraction, places: int = 1) -> str:
    """Half-up, away from zero: 2,5 and not 2,45 (INDICATORS G9)."""
    scale = 10**places
    units = floor(abs(value) * scale + Fraction(1, 2))
    rounded = Decimal(units if value >= 0 else -units).scaleb(-places)
    return number_format(rounded, decimal_pos=places, use_l10n=True, force_grouping=True)


def percent(value: Fraction) -> str:
    """66,7 %, with a space that does not break."""
    return f"{decimal(value * 100)}\N{NO-BREAK SPACE}%"


def decimal_as_given(value: Decimal) -> str:
    """A decimal number without zeros that say nothing: 50 and 62,5."""
    short = value.normalize()
    places = max(0, -int(short.as_tuple().exponent))
    return number_format(short, decimal_pos=places, use_l10n=True, force_grouping=True)
