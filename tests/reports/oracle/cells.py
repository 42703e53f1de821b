"""The rows of a report: counts, rates and means in the shape of the report's JSON."""

from fractions import Fraction
from typing import Any

Cell = dict[str, Any]
Key = dict[str, str]


def cell(indicator: str, breakdown: str, key: Key, **values: Any) -> Cell:
    return {"indicator": indicator, "version": 1, "breakdown": breakdown, "key": key, **values}


def count(indicator: str, breakdown: str, key: Key, value: int) -> Cell:
    return cell(indicator, breakdown, key, value=value, status="shown")


def rate(indicator: str, breakdown: str, key: Key, parts: tuple[int, int], **others: Any) -> Cell:
    """A rate or mean from numerator and denominator; without a denominator there is none (G8)."""
    numerator, denominator = parts
    if denominator == 0:
        return cell(indicator, breakdown, key, numerator=numerator, denominator=0, status="not_applicable", **others)
    return cell(
        indicator,
        breakdown,
        key,
        numerator=numerator,
        denominator=denominator,
        value=lowest_terms(Fraction(numerator, denominator)),
        status="shown",
        **others,
    )


def lowest_terms(fraction: Fraction) -> str:
    if fraction.denominator == 1:
        return str(fraction.numerator)
    return f"{fraction.numerator}/{fraction.denominator}"
