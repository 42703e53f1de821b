"""One search over people: whoever is meant is found, and nobody else's people are."""

import pytest

from integration.accounts.roles import Role
from programmes.participants.services import register_participant
from programmes.pathways.finding import SHOWN, find
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return make.organisation()


@pytest.fixture
def manager(company):
    return make.member(Role.TRAINING_MANAGER, company)


@pytest.fixture
def enrol(company):
    group = make.cohort(make.programme(organisation=company))

    def enrolled(given, family, **fields):
        person = make.participant(given_name=given, family_name=family, **fields)
        make.enrolment(cohort=group, participant=person, code=make.code("ENR"))
        return person

    return enrolled


def found(user, question):
    return [each.person.given_name for each in find(user, question).found]


@pytest.mark.parametrize(
    "question",
    [
        "Mohammed",
        "mohamm",
        "MUHAMMAD",
        "Muhamad",
        "محمد",
        "Haddad",
        "al-Haddad",
        "el haddad",
        "Elhaddad",
        "Haddad Mohammed",
        "mohammed al haddad",
        "hadd moh",
        "add",
        "mo",
    ],
)
def test_a_name_is_found_however_it_is_spelt(enrol, manager, question):
    enrol("Mohammed", "Al-Ḥaddād")
    enrol("Olena", "Kovalenko")

    assert found(manager, question) == ["Mohammed"]


@pytest.mark.parametrize(
    "question", ["Олександр", "олександр шев", "Aleksandr", "Oleksandr", "Shevchenko", "Schewtschenko"]
)
def test_a_name_is_found_in_every_script(enrol, manager, question):
    enrol("Oleksandr", "Schewtschenko", original_script_name="Олександр Шевченко")
    enrol("Olena", "Kovalenko", original_script_name="Олена Коваленко")

    assert found(manager, question) == ["Oleksandr"]


@pytest.mark.parametrize(
    ("written", "question"),
    [
        ("Müller", "Mueller"),
        ("Mueller", "Müller"),
        ("Müller", "Muller"),
        ("Groß", "gross"),
        ("Yılmaz", "yilmaz"),
        ("O'Neill", "oneill"),
        ("ʿAbbās", "abbas"),
    ],
)
def test_marks_on_letters_are_forgiven(enrol, manager, written, question):
    enrol("Kim", written)

    assert [(each.person.family_name, each.alike) for each in find(manager, question).found] == [(written, False)]


def test_what_is_nearer_comes_first(enrol, manager):
    enrol("Khalid", "C")
    enrol("Alina", "B")
    enrol("Ali", "A")
    enrol("Ole", "D")

    answer = find(manager, "ali")

    assert [(each.person.given_name, each.alike) for each in answer.found] == [
        ("Ali", False),
        ("Alina", False),
        ("Khalid", False),
        ("Ole", True),
    ]


def test_codes_find_their_person_before_any_name(enrol, manager):
    coded = enrol("Amal", "Haddad", code="PE-K3")
    enrolment = coded.enrolments.get()

    assert found(manager, "pe-k3") == ["Amal"]
    assert found(manager, "PE-") == ["Amal"]
    assert found(manager, enrolment.code) == ["Amal"]
    assert found(manager, enrolment.code[:-1].lower()) == ["Amal"]


def test_people_are_found_through_their_sponsor_of_today(enrol, manager, company):
    accompanied, left = enrol("Amal", "Haddad"), enrol("Bilal", "Haddad")
    sponsor = make.sponsor(organisation=company, given_name="Gisela", family_name="Öztürk")
    make.sponsorship(accompanied.enrolments.get(), sponsor)
    make.sponsorship(left.enrolments.get(), sponsor, ended_on=make.START)

    assert found(manager, "oeztuerk") == ["Amal"]
    assert found(manager, "gisela öz") == ["Amal"]


def test_people_are_found_by_contact_data_only_by_those_who_may_see_it(enrol, manager, monkeypatch):
    enrol("Amal", "Haddad", email="a.h@example.org", phone="+49 151 23456789")

    assert found(manager, "A.H@exam") == ["Amal"]
    assert found(manager, "0151 2345") == ["Amal"]
    assert found(manager, "0151") == []

    monkeypatch.setattr("programmes.pathways.finding.roles_with", lambda *_: frozenset())

    assert found(manager, "A.H@exam") == []


def test_people_of_other_companies_are_not_found(enrol, manager):
    enrol("Amal", "Haddad", email="amal@example.org", code="PE-1")
    stranger = make.member(Role.TRAINING_MANAGER)

    for question in ("Amal", "amal@", "PE-1", "Amel", "أمل"):
        assert found(stranger, question) == []


def test_whoever_waits_to_be_enrolled_is_found_by_whom_took_them_in(manager):
    register_participant(given_name="Amal", by=manager)

    assert found(manager, "amal") == ["Amal"]
    assert found(make.member(Role.TRAINING_MANAGER), "amal") == []


@pytest.mark.parametrize("question", ["", " ", "%", "_", "\\", "'", "-", "\u202e", "x" * 10_000, "ab " * 500, "🙂🙂🙂"])
def test_strange_questions_find_nobody(enrol, manager, question):
    enrol("Amal", "Haddad")

    assert found(manager, question) == []


def test_no_more_are_shown_than_one_can_look_through(enrol, manager):
    for _ in range(SHOWN + 1):
        enrol("Amal", "Haddad")

    answer = find(manager, "amal")

    assert (len(answer.found), answer.more) == (SHOWN, True)
