"""One search over people: by name in any script and spelling, by code, by who accompanies them, by contact data."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from integration.accounts.models import User
from integration.accounts.roles import Right, Subject
from integration.organisations.access import roles_of_this_request, roles_with
from programmes.participants.finding import beginning, containing, reachable_at, sounding
from programmes.participants.merging.queries import standing_for
from programmes.participants.models import Participant
from programmes.participants.names import words_asked
from programmes.pathways import glance
from programmes.pathways.models import Enrolment

SHOWN = 20
LOOKED_AT = 200
"""So many of each kind are put in order; whoever finds more has to ask more exactly."""

LONGEST = 200


class Found(NamedTuple):
    """A person, and whether the name only sounds like the question."""

    person: Participant
    alike: bool


class Answer(NamedTuple):
    """The first people found, and whether there are more."""

    found: list[Found]
    more: bool


def find(user: User, question: str) -> Answer:
    """The people whom somebody may see and means: first codes, then names that begin so, contain it, sound like it."""
    asked = question.strip()[:LONGEST]
    found: dict[int, Found] = {}
    for people, alike in _kinds(user, asked) if asked else ():
        rows = people.exclude(pk__in=list(found)).order_by()[:LOOKED_AT]
        for person in sorted(rows, key=lambda each: (_distance(each, asked), each.search_name, each.code)):
            found[person.pk] = Found(person, alike)
        if len(found) > SHOWN:
            break
    return Answer(list(found.values())[:SHOWN], len(found) > SHOWN)


def _distance(person: Participant, asked: str) -> int:
    """How many of the words asked for are not a whole word of the name, as it is written or sounds."""
    known = {*person.found_words.split(), *person.found_sounds.split()}
    return sum(known.isdisjoint({*word.spellings, *word.sounds}) for word in words_asked(asked))


def _kinds(user: User, asked: str) -> Iterator[tuple[QuerySet[Participant], bool]]:
    """What is nearer first; the next is only asked while there is room."""
    people = Participant.objects.visible_to(user)
    enrolments = Enrolment.objects.visible_to(user)

    def enrolled(rows: QuerySet[Enrolment]) -> QuerySet[Participant]:
        return people.filter(Exists(rows.filter(participant=OuterRef("pk"))))

    code = asked.upper()
    yield people.filter(code__in={asked, code}), False
    yield people.filter(pk__in=[row["merged_into"] for row in standing_for(user, asked)]), False
    yield enrolled(enrolments.filter(code__in={asked, code})), False
    yield people.filter(beginning(asked)), False
    yield people.filter(code__startswith=code), False
    yield enrolled(enrolments.filter(code__startswith=code)), False
    yield people.filter(containing(asked)), False
    reachers = roles_with(roles_of_this_request(user), Right.READ, Subject.CONTACT_DATA)
    if reachers:
        yield Participant.objects.visible_to(user, reachers).filter(reachable_at(asked)), False
    for way in glance.ways():
        yield enrolled(enrolments.filter(pk__in=way(user, asked).values("pk"))), False
    yield people.filter(sounding(asked)), True
