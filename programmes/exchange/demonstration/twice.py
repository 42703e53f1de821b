"""Some people of the demonstration are recorded twice, as it happens when somebody takes people in without looking first."""

from typing import Any

from django.utils import timezone

from integration.accounts.models import User
from programmes.exchange.demonstration.accounts import DOMAIN
from programmes.participants.enums import BirthDatePrecision
from programmes.participants.models import Participant
from programmes.participants.services import register_participant


def record_some_twice() -> None:
    """Called after the accounts are there. Nobody is enrolled twice, so that no figure changes."""
    manager = User.objects.get(email=f"ausbildung.gruppe@{DOMAIN}")
    known = Participant.objects.visible_to(manager).filter(birth_date_precision=BirthDatePrecision.DAY)
    here = known.filter(enrolments__ended_on=None, enrolments__entered_on__lte=timezone.localdate())
    named = here.exclude(given_name="").exclude(family_name="").exclude(phone="").order_by("code").distinct()
    for number, (person, again) in enumerate(zip(named, (_swapped, _born_in, _by_telephone), strict=False), start=1):
        register_participant(by=manager, code=f"MP-ZWEI-{number}", **again(person))


def _swapped(person: Participant) -> dict[str, Any]:
    """Given and family name in each other's place."""
    return {"given_name": person.family_name, "family_name": person.given_name, **_born(person)}


def _born_in(person: Participant) -> dict[str, Any]:
    """Of whom only the year of birth was known."""
    born = person.birth_date.replace(month=1, day=1) if person.birth_date else None
    names = {"given_name": person.given_name, "family_name": person.family_name}
    return {**names, "birth_date": born, "birth_date_precision": BirthDatePrecision.YEAR}


def _by_telephone(person: Participant) -> dict[str, Any]:
    """As somebody introduced themselves on the telephone."""
    return {"given_name": person.given_name, "phone": person.phone}


def _born(person: Participant) -> dict[str, Any]:
    return {"birth_date": person.birth_date, "birth_date_precision": person.birth_date_precision}
