"""Proposals follow the records, whoever writes them; what is set apart stays so."""

from datetime import date
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from integration.accounts.roles import Role
from programmes.participants.likeness.queries import CROWD, candidates
from programmes.participants.likeness.reasons import ENOUGH, reasons_for, weight_of
from programmes.participants.likeness.services import propose_again, refresh, set_apart
from programmes.participants.merging.services import merge_people, undo_merge
from programmes.participants.models import Likeness, Participant
from programmes.participants.tasks import find_duplicates
from tests import factories as make
from tests.programmes.exchange.small import bring_in, with_rows

pytestmark = pytest.mark.django_db

BORN = date(1998, 5, 3)


def haddad(**facts):
    return make.participant(**{"given_name": "Mohammed", "family_name": "Haddad", "birth_date": BORN, **facts})


def proposed():
    return [(each.first, each.second) for each in Likeness.objects.select_related("first", "second")]


def test_whoever_is_recorded_again_is_proposed_at_once():
    first = haddad()
    second = haddad(given_name="Muhamad", family_name="al-Hadad")

    row = Likeness.objects.get()
    assert (row.first, row.second, row.weight, row.reasons) == (first, second, 70, ["spelling", "birthday"])


def test_whoever_is_corrected_is_proposed_no_more():
    haddad()
    second = haddad()
    second.birth_date = date(1980, 5, 3)
    second.save()

    assert proposed() == []


def test_an_import_proposes_too():
    amal = {"given_name": "Amaal", "family_name": "Hadad", "birth_date": "1997-05-22"}

    bring_in(with_rows(participants=[{"code": "P3", **amal}]))

    assert [(first.code, second.code) for first, second in proposed()] == [("P1", "P3")]


def test_looking_again_changes_nothing():
    haddad()
    haddad()
    before = list(Likeness.objects.values())

    find_duplicates()
    find_duplicates()

    assert list(Likeness.objects.values()) == before


def test_everybody_and_one_by_one_is_the_same():
    scripts = {"original_script_name": "محمد حداد"}
    for facts in (
        {},
        {"given_name": "Haddad", "family_name": "Mohamed"},
        {"birth_date": date(1998, 1, 1)},
        {"birth_date": None},
        {"given_name": "X", "family_name": "Y", **scripts},
        {"given_name": "Z", "family_name": "Y", **scripts, "phone": "0151 234"},
        {"given_name": "A", "family_name": "B", "birth_date": None, "phone": "+49151234", "email": "a@b.de"},
        {"given_name": "C", "family_name": "D", "birth_date": None, "email": "A@B.DE"},
        {"birth_date": date(1998, 11, 20)},
    ):
        haddad(**facts)
    one_by_one = list(Likeness.objects.values_list("first", "second", "weight", "reasons"))

    refresh()

    assert len(one_by_one) > 5
    assert list(Likeness.objects.values_list("first", "second", "weight", "reasons")) == one_by_one


def test_no_pair_is_missed():
    """All with all, as nobody can afford with many, finds what the indexes find."""
    names = [("Mohammed", "Haddad"), ("Muhamad", "Hadad"), ("Haddad", "Mohammed"), ("Amal", "Nasser"), ("محمد", "حداد")]
    days = [(BORN, ""), (date(1998, 1, 1), "day"), (date(1998, 12, 24), "year"), (date(1998, 9, 9), ""), (None, "")]
    for number, (given, family) in enumerate(names):
        for born, precision in days:
            make.participant(
                given_name=given,
                family_name=family,
                birth_date=born,
                birth_date_precision=precision,
                original_script_name=names[-number][1] if number % 2 else "",
                phone=f"0151 {number}" if born is None else "",
                email="a@b.de" if number == 1 and born == BORN else "",
            )
    people = list(Participant.objects.order_by("pk"))
    expected = {
        (one.pk, other.pk)
        for place, one in enumerate(people)
        for other in people[place + 1 :]
        if weight_of(reasons_for(one, other)) >= ENOUGH
    }

    assert {(first.pk, second.pk) for first, second in proposed()} == expected
    assert expected <= candidates()


def test_the_number_of_a_home_says_nothing():
    for one, other in list(product("flmnr", repeat=2))[: CROWD + 1]:
        make.participant(given_name=f"A{one}o{other}i", family_name="", phone="0221 4711")

    refresh()

    assert proposed() == []


def test_what_is_set_apart_stays_apart_until_somebody_takes_it_back():
    manager = make.member(Role.TRAINING_MANAGER)
    _first, second = haddad(), haddad()
    row = Likeness.objects.get()

    set_apart(row, by=manager)
    set_apart(row, by=manager)
    second.birth_date = date(1980, 5, 3)
    second.save()
    second.birth_date = BORN
    second.save()
    refresh()
    row.refresh_from_db()
    assert (row.apart_by, row.apart_at is None, row.history.count()) == (manager, False, 1)

    propose_again(row, by=manager)
    propose_again(row, by=manager)
    row.refresh_from_db()
    assert (row.apart_by, row.apart_at, row.history.count()) == (None, None, 2)


def test_merged_records_are_proposed_no_more_and_again_when_separated():
    first, second, third = haddad(), haddad(), haddad()
    set_apart(Likeness.objects.get(first=second, second=third))

    merge = merge_people(first, second)
    assert [(row.first, row.second) for row in Likeness.objects.filter(apart_at=None)] == [(first, third)]

    undo_merge(merge)
    assert [(row.first, row.second) for row in Likeness.objects.filter(apart_at=None)] == [
        (first, second),
        (first, third),
    ]


def test_many_cost_no_more_questions_than_few():
    haddad()
    haddad()
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            refresh()
        counts.append(len(asked))
        for _ in range(5):
            haddad()

    assert counts[0] == counts[1]
