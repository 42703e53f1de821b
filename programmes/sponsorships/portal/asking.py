"""Whom a sponsor asks about a mentee: the nearest training managers, and the company's contact persons at the lead partner."""

from collections.abc import Sequence
from typing import NamedTuple

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.organisations.models import ContactPerson, Organisation
from integration.organisations.queries import nearest_managers


class Person(NamedTuple):
    """Somebody to be asked, at whose side, about what, and how they are reached."""

    name: str
    of: str
    about: str
    phone: str
    email: str


def whom_to_ask(user: User, place: Organisation, partner: Organisation | None) -> list[Person]:
    """Colleagues first. What a person is asked about stands beside them."""
    managers = nearest_managers([place.pk])[place.pk]
    colleagues = [Person(each.display_name or each.email, place.name, "", "", each.email) for each in managers]
    return [*colleagues, *_at_partner(user, partner)]


def _at_partner(user: User, partner: Organisation | None) -> Sequence[Person]:
    if partner is None:
        return []
    kept = ContactPerson.objects.visible_to(user, {Role.SPONSOR}).filter(organisation=partner, active=True)
    return [
        Person(each.name, partner.name, ", ".join(filter(None, [each.function, each.topics])), each.phone, each.email)
        for each in kept.order_by("name", "pk")
    ]
