"""Whom a sponsor asks about a mentee: the nearest training managers, and the company's contact persons at the lead partner."""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from integration.accounts.models import User
from integration.organisations.models import ContactPerson, Organisation
from integration.organisations.queries import nearest_managers
from programmes.pathways.accompanied import Visit
from programmes.sponsorships.portal import asked


class Person(NamedTuple):
    """Somebody to be asked, at whose side, about what, and how they are reached."""

    name: str
    of: str
    about: str
    phone: str
    email: str


def people(visit: Visit) -> Mapping[int, list[Person]]:
    """Of each mentee. Colleagues first; what a person is asked about stands beside them. A constant number of queries."""
    places = visit.once(asked.places)
    managers = nearest_managers({place.pk for place in places.values()})
    partners = _at_partners(visit)
    found: dict[int, list[Person]] = {}
    for mentee in visit.mentees:
        place, partner = places[mentee.pk], mentee.cohort.programme.lead_partner
        colleagues = [_colleague(each, place) for each in managers[place.pk]]
        found[mentee.pk] = colleagues + ([_speaker(each, partner) for each in partners[partner.pk]] if partner else [])
    return found


def _at_partners(visit: Visit) -> Mapping[int, list[ContactPerson]]:
    found: dict[int, list[ContactPerson]] = defaultdict(list)
    if not any(mentee.cohort.programme.lead_partner_id for mentee in visit.mentees):
        return found
    kept = ContactPerson.objects.visible_to(visit.user, asked.AS_SPONSOR).filter(active=True)
    for each in kept.order_by("name", "pk"):
        found[each.organisation_id].append(each)
    return found


def _colleague(manager: User, place: Organisation) -> Person:
    return Person(manager.display_name or manager.email, place.name, "", "", manager.email)


def _speaker(person: ContactPerson, partner: Organisation) -> Person:
    about = ", ".join(filter(None, [person.function, person.topics]))
    return Person(person.name, partner.name, about, person.phone, person.email)
