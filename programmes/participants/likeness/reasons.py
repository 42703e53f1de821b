"""Why two records may be one person's, and how much each reason weighs. None of them decides."""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from programmes.participants.enums import BirthDatePrecision
from programmes.participants.names import digits_of, search_form


class Reason(models.TextChoices):
    """What two records have in common."""

    SAME_NAME = "same_name", _("same name")
    SWAPPED = "swapped", _("same name, given and family name swapped")
    SPELLING = "spelling", _("same name in another spelling")
    SCRIPT = "script", _("same name in its own script")
    OTHER_SCRIPT = "other_script", _("same name in another script")
    BIRTHDAY = "birthday", _("same date of birth")
    BIRTH_YEAR = "birth_year", _("same year of birth")
    EMAIL = "email", _("same e-mail address")
    PHONE = "phone", _("same telephone number")
    PLACE = "place", _("same organisation")


WEIGHTS = {
    Reason.SAME_NAME: 40,
    Reason.SWAPPED: 35,
    Reason.SPELLING: 30,
    Reason.SCRIPT: 30,
    Reason.OTHER_SCRIPT: 30,
    Reason.BIRTHDAY: 40,
    Reason.BIRTH_YEAR: 20,
    Reason.EMAIL: 50,
    Reason.PHONE: 50,
    Reason.PLACE: 10,
}

ENOUGH = 50
"""From here on a pair is proposed: a name in another spelling with the year of birth, or one and the same telephone."""


def reasons_for(one: Any, other: Any, *, same_place: bool = False) -> list[Reason]:
    """What speaks for one person; nothing at all if two known years of birth differ."""
    if _years_differ(one.birth_date, other.birth_date):
        return []
    found = [_of_names(one, other), _of_birth(one, other)]
    if one.email and one.email.casefold() == other.email.casefold():
        found.append(Reason.EMAIL)
    if digits_of(one.phone) and digits_of(one.phone) == digits_of(other.phone):
        found.append(Reason.PHONE)
    if same_place:
        found.append(Reason.PLACE)
    return [reason for reason in found if reason is not None]


def weight_of(reasons: list[Reason]) -> int:
    """All of them together."""
    return sum(WEIGHTS[reason] for reason in reasons)


def in_words(codes: list[str]) -> str:
    """As one reads them in a list."""
    return ", ".join(str(Reason(code).label) for code in codes)


def _of_names(one: Any, other: Any) -> Reason | None:
    ours, theirs = search_form(one.family_name, one.given_name), search_form(other.family_name, other.given_name)
    if ours == theirs:
        return Reason.SAME_NAME
    if sorted(ours.split()) == sorted(theirs.split()):
        return Reason.SWAPPED
    if one.alike_script and one.original_script_name.split() == other.original_script_name.split():
        return Reason.SCRIPT
    if one.alike_name and one.alike_name == other.alike_name:
        return Reason.SPELLING
    return Reason.OTHER_SCRIPT if _scripts_meet(one, other) else None


def _scripts_meet(one: Any, other: Any) -> bool:
    """One record has in its own script what the other has in Latin letters, or both have it in different ones."""
    pairs = (
        (one.alike_script, other.alike_name),
        (one.alike_name, other.alike_script),
        (one.alike_script, other.alike_script),
    )
    return any(ours and ours == theirs for ours, theirs in pairs)


def _years_differ(ours: date | None, theirs: date | None) -> bool:
    return ours is not None and theirs is not None and ours.year != theirs.year


def _of_birth(one: Any, other: Any) -> Reason | None:
    """The first of January is what is written where only the year is known: it is no more than the year."""
    ours, theirs = one.birth_date, other.birth_date
    if ours is None or theirs is None:
        return None
    if not (_is_exact(one) and _is_exact(other)):
        return Reason.BIRTH_YEAR
    if ours == theirs:
        return Reason.BIRTHDAY
    swapped = (ours.day, ours.month) == (theirs.month, theirs.day)
    return Reason.BIRTH_YEAR if swapped or ours.day == theirs.day or ours.month == theirs.month else None


def _is_exact(person: Any) -> bool:
    born = person.birth_date
    return person.birth_date_precision in {"", BirthDatePrecision.DAY} and (born.month, born.day) != (1, 1)
