"""Why two records may be one person's: exact reasons, exact words, and what excludes it."""

from datetime import date

import pytest

from programmes.participants.likeness.reasons import ENOUGH, in_words, reasons_for, weight_of
from programmes.participants.models import Participant
from programmes.participants.names import alike_form

BORN = date(1998, 5, 3)
ONE = {"given_name": "Mohammed", "family_name": "Haddad", "birth_date": BORN}


def person(**facts):
    made = Participant(**{"given_name": "", "family_name": "", **facts})
    made.derive()
    return made


def why(*, same_place=False, one=None, **other):
    return reasons_for(person(**{**ONE, **(one or {})}), person(**{**ONE, **other}), same_place=same_place)


@pytest.mark.parametrize(
    ("other", "reasons"),
    [
        ({}, ["same_name", "birthday"]),
        ({"birth_date": date(1998, 5, 30)}, ["same_name", "birth_year"]),
        ({"birth_date": date(1998, 3, 5)}, ["same_name", "birth_year"]),
        ({"birth_date": date(1998, 1, 1)}, ["same_name", "birth_year"]),
        ({"birth_date": date(1998, 7, 15), "birth_date_precision": "year"}, ["same_name", "birth_year"]),
        ({"birth_date": None}, ["same_name"]),
        ({"given_name": "Haddad", "family_name": "Mohammed"}, ["swapped", "birthday"]),
        ({"given_name": "Muhamad", "family_name": "al-Hadad"}, ["spelling", "birthday"]),
        ({"given_name": "Hadad", "family_name": "Mohamed"}, ["spelling", "birthday"]),
        ({"given_name": "MOHAMMED ", "family_name": "Haddād"}, ["same_name", "birthday"]),
        ({"given_name": "Amal", "family_name": "Nasser"}, ["birthday"]),
    ],
)
def test_names_and_birth(other, reasons):
    assert why(**other) == reasons


def test_two_quite_different_known_days_say_nothing():
    assert why(birth_date=date(1998, 11, 20)) == ["same_name"]


def test_known_years_that_differ_exclude_everything():
    same = {"email": "a@example.org", "phone": "0151 234567"}

    assert why(one=same, **same, birth_date=date(1999, 5, 3), same_place=True) == []


def test_the_first_of_january_is_no_more_than_the_year():
    new_year = {"birth_date": date(1998, 1, 1)}

    assert why(one=new_year, **new_year) == ["same_name", "birth_year"]
    assert weight_of(why(one=new_year, **new_year, given_name="Amal", family_name="Nasser")) < ENOUGH


@pytest.mark.parametrize(
    ("ours", "theirs", "reason"),
    [
        ({"original_script_name": "محمد حداد"}, {"original_script_name": "محمد  حداد"}, "script"),
        (
            {"original_script_name": "Олександр Шевченко"},
            {"given_name": "Oleksandr", "family_name": "Shevchenko"},
            "other_script",
        ),
        (
            {"given_name": "Aleksandr", "family_name": "Schewtschenko"},
            {"original_script_name": "Олександр Шевченко"},
            "other_script",
        ),
    ],
)
def test_names_in_their_own_script(ours, theirs, reason):
    one = person(**{"given_name": "Sasha", "family_name": "X", "birth_date": BORN, **ours})
    other = person(**{"given_name": "Y", "family_name": "Olek", "birth_date": BORN, **theirs})

    assert reasons_for(one, other) == [reason, "birthday"]


def test_contact_data_speaks_for_itself():
    different = {"given_name": "Amal", "family_name": "Nasser", "birth_date": None}

    assert why(one={"email": "A@example.org"}, **different, email="a@EXAMPLE.org") == ["email"]
    assert why(one={"phone": "+49 151 / 234567"}, **different, phone="0151 234567") == ["phone"]
    assert why(one={"phone": "", "email": ""}, **different, phone="", email="") == []


def test_the_same_place_tips_the_scales():
    assert [weight_of(why(birth_date=None, same_place=place)) >= ENOUGH for place in (False, True)] == [False, True]


def test_reasons_are_words():
    reasons = why(given_name="Muhamad", birth_date=date(1998, 1, 1), same_place=True)

    assert in_words(reasons) == "gleicher Name in anderer Schreibweise, gleiches Geburtsjahr, gleiche Organisation"


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Abdul Rahman", "Abdulrahman"),
        ("al-Haddad", "Haddad"),
        ("Mohammad Ahmadi", "Ahmadi Mohamed"),
        ("Oleksandr", "Alexandr"),
        ("Müller", "Muller"),
    ],
)
def test_whole_names_that_are_alike(ours, theirs):
    assert alike_form(ours) == alike_form(theirs)


@pytest.mark.parametrize(("ours", "theirs"), [("Ali", "Amal"), ("Mohammed Ali", "Mohammed"), ("Li", "Lu")])
def test_whole_names_that_are_not(ours, theirs):
    assert alike_form(ours) != alike_form(theirs)


@pytest.mark.parametrize("name", ["", "-", "\u202e", "田中", "'" * 200, "a" * 200, "Ａ", "🙂"])
def test_strange_names_are_no_failure(name):
    assert len(alike_form(name, name)) <= 800
