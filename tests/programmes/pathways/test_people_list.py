"""The list of people: what it says of each, and by what it is narrowed."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from integration.accounts.roles import Role
from integration.organisations.enums import OrganisationKind
from programmes.participants.enums import Evidence, Level, ResidenceKind
from programmes.pathways.enums import EndReason, PhaseKind
from tests import factories as make

pytestmark = pytest.mark.django_db

PEOPLE = "/admin/pathways/enrolment/"
TODAY = timezone.localdate()
LAST_YEAR = TODAY - timedelta(days=365)


@pytest.fixture
def company():
    return make.organisation(name="Werk Nord")


@pytest.fixture
def site(company):
    return make.organisation(name="Standort Kiel", kind=OrganisationKind.SITE, parent=company)


@pytest.fixture
def programme(company):
    programme = make.programme(organisation=company, name="Einstieg")
    make.phase(programme, PhaseKind.INTERNSHIP, duration_months=6, name="Praktikum")
    make.phase(programme, PhaseKind.TRAINING, duration_months=36, name="Ausbildung")
    return programme


@pytest.fixture
def client(company):
    return signed_in(company)


def signed_in(organisation):
    browser = Client()
    browser.force_login(make.member(Role.TRAINING_MANAGER, organisation))
    return browser


@pytest.fixture
def enrol(programme):
    cohorts = {}

    def enrolled(name, *, cohort="Herbst", **traits):
        group = cohorts.setdefault(cohort, make.cohort(programme, label=cohort))
        person = make.participant(given_name=name, family_name="Haddad", code=f"PE-{name}")
        return make.enrolment(cohort=group, participant=person, **{"entered_on": LAST_YEAR, **traits})

    return enrolled


def shown(client, **question):
    page = client.get(PEOPLE, question)
    return [row.participant.given_name for row in page.context["cl"].result_list]


def test_those_who_have_ended_are_shown_when_they_are_asked_for_or_looked_for(client, enrol):
    enrol("Amal")
    enrol("Bilal", ended_on=TODAY - timedelta(days=1), end_reason=EndReason.COMPLETED)

    assert shown(client) == ["Amal"]
    assert shown(client, status="all") == ["Amal", "Bilal"]
    assert shown(client, q="haddad") == ["Amal", "Bilal"]
    assert shown(client, q="haddad", status="ended") == ["Bilal"]


def test_people_are_shown_by_how_they_stand(client, enrol):
    enrol("Amal", in_phase=PhaseKind.TRAINING)
    enrol("Bilal", in_phase=PhaseKind.TRAINING, paused=True)
    enrol("Carim")
    enrol("Dina", entered_on=TODAY + timedelta(days=1))
    enrol("Emel", ended_on=TODAY, end_reason=EndReason.COMPLETED)

    states = ("in_phase", "paused", "between_phases", "not_entered", "ended")
    assert {state: shown(client, status=state) for state in states} == {
        "in_phase": ["Amal"],
        "paused": ["Bilal"],
        "between_phases": ["Carim"],
        "not_entered": ["Dina"],
        "ended": ["Emel"],
    }


def test_people_are_shown_by_programme_cohort_and_phase_together(client, enrol, company):
    first = enrol("Amal", in_phase=PhaseKind.TRAINING)
    second = enrol("Bilal", cohort="Frühjahr", in_phase=PhaseKind.TRAINING)
    enrol("Carim", in_phase=PhaseKind.INTERNSHIP)
    elsewhere = make.enrolment(cohort=make.cohort(make.programme(organisation=company)))

    programme = first.cohort.programme_id
    assert shown(client, programme=programme) == ["Amal", "Bilal", "Carim"]
    assert shown(client, programme=programme, phase="training") == ["Amal", "Bilal"]
    assert shown(client, programme=programme, phase="training", cohort=second.cohort_id) == ["Bilal"]
    assert shown(client, programme=elsewhere.cohort.programme_id, cohort=second.cohort_id) == []


def test_a_site_shows_who_is_there_today(client, enrol, company, site):
    enrol("Amal", organisation=site)
    make.transfer(enrol("Bilal"), site, on=TODAY)
    make.transfer(enrol("Carim", organisation=site), company, on=TODAY)
    make.transfer(enrol("Dina"), site, on=TODAY + timedelta(days=1))

    assert shown(client, place=site.pk) == ["Amal", "Bilal"]
    assert shown(client, place=company.pk) == ["Amal", "Bilal", "Carim", "Dina"]


def test_people_are_shown_by_the_planned_end_of_their_phase(client, enrol):
    for name, days in (("Amal", -1), ("Bilal", 0), ("Carim", 30), ("Dina", 31)):
        make.phase_entry(enrol(name), planned_end_on=TODAY + timedelta(days=days))
    make.phase_entry(enrol("Emel"))

    assert shown(client, planned_end="past") == ["Amal"]
    assert shown(client, planned_end="30") == ["Bilal", "Carim"]
    assert shown(client, planned_end="90") == ["Bilal", "Carim", "Dina"]
    assert shown(client, without="planned_end") == ["Emel"]


def test_people_are_shown_by_who_accompanies_them_today(client, enrol, company):
    sponsor = make.sponsor(organisation=company)
    enrol("Amal", sponsor=sponsor)
    enrol("Bilal", sponsor=make.sponsor(organisation=company))
    make.sponsorship(enrol("Carim"), sponsor, ended_on=TODAY - timedelta(days=1))

    assert shown(client, sponsor=sponsor.pk) == ["Amal"]
    assert shown(client, sponsor="any") == ["Amal", "Bilal"]
    assert shown(client, sponsor="none") == ["Carim"]
    assert shown(client, without="sponsor") == ["Carim"]


def test_people_are_shown_by_what_they_lack(client, enrol):
    for name in ("Amal", "Bilal"):
        enrolment = enrol(name, in_phase=PhaseKind.TRAINING, guaranteed=True)
        make.residence_document(enrolment.participant)
        make.language_level(enrolment.participant)
    enrol("Carim")

    for lack in ("phase", "permit", "level", "guarantee", "sponsor"):
        assert (lack, shown(client, without=lack)[-1:]) == (lack, ["Carim"])
    assert shown(client, without="permit") == ["Carim"]


def test_people_are_shown_by_permit_and_level_as_the_report_counts_them(client, enrol):
    for name, days in (("Amal", -1), ("Bilal", 30), ("Carim", 31)):
        person = enrol(name).participant
        make.residence_document(person, issued_on=LAST_YEAR, printed_valid_to=TODAY + timedelta(days=days))
    make.residence_document(enrol("Dina").participant, kind=ResidenceKind.SETTLEMENT_PERMIT, printed_valid_to=None)
    certified = enrol("Emel").participant
    make.language_level(certified, level=Level.B2, assessed_on=LAST_YEAR)
    make.language_level(certified, level=Level.C1, evidence=Evidence.SELF_ESTIMATE, assessed_on=TODAY)

    assert shown(client, permit="expired") == ["Amal"]
    assert shown(client, permit="0-30") == ["Bilal"]
    assert shown(client, permit="31-90") == ["Carim"]
    assert shown(client, permit="unlimited") == ["Dina"]
    assert shown(client, level="b2") == ["Emel"]
    assert shown(client, level="c1") == []


def test_people_are_shown_by_when_they_entered(client, enrol):
    enrol("Amal", entered_on=TODAY)
    enrol("Bilal", entered_on=date(TODAY.year - 2, 12, 31))

    assert shown(client, entered="new") == ["Amal"]
    assert shown(client, entered=str(TODAY.year - 2)) == ["Bilal"]


def test_people_are_sorted_by_name_entry_planned_end_and_last_change(client, enrol):
    make.phase_entry(enrol("Bilal", entered_on=LAST_YEAR), planned_end_on=TODAY + timedelta(days=2))
    second = enrol("Amal", entered_on=LAST_YEAR + timedelta(days=1))
    make.phase_entry(second, planned_end_on=TODAY + timedelta(days=1))
    columns = [str(name) for name in client.get(PEOPLE).context["cl"].list_display]

    def sorted_by(column, sign=""):
        return shown(client, o=f"{sign}{columns.index(column)}")

    assert shown(client) == ["Amal", "Bilal"]
    assert sorted_by("entered") == ["Bilal", "Amal"]
    assert sorted_by("phase") == ["Amal", "Bilal"]
    assert sorted_by("changed", "-") == ["Amal", "Bilal"]
    make.exam(enrol("Carim"))
    make.exam(second)
    assert sorted_by("changed", "-") == ["Amal", "Carim", "Bilal"]


def test_a_row_says_where_somebody_stands(client, enrol, company):
    sponsor = make.sponsor(organisation=company, given_name="Kim", family_name="Weber")
    enrolment = enrol("Amal", sponsor=sponsor)
    make.phase_entry(enrolment, planned_end_on=TODAY - timedelta(days=1))

    page = client.get(PEOPLE)

    for words in ("Haddad, Amal", "Einstieg", "Herbst", "Ausbildung", "überfällig seit", "Werk Nord", "Weber, Kim"):
        assert words in page.text
    assert f'href="/admin/participants/participant/{enrolment.participant_id}/change/' in page.text
    assert f'href="/admin/pathways/enrolment/{enrolment.pk}/change/"' in page.text


def test_what_came_after_a_move_is_told_to_nobody_left_behind(enrol, company):
    old, new = (make.organisation(parent=company, name=name) for name in ("Werk Alt", "Werk Neu"))
    moved = enrol("Amal", organisation=old)
    make.transfer(moved, new, on=TODAY - timedelta(days=10))
    make.phase_entry(moved, started_on=TODAY - timedelta(days=5), planned_end_on=TODAY - timedelta(days=1))
    make.pause(moved, started_on=TODAY - timedelta(days=5))
    make.residence_document(moved.participant, issued_on=TODAY - timedelta(days=5), printed_valid_to=TODAY)
    make.language_level(moved.participant, assessed_on=TODAY - timedelta(days=5))
    make.sponsorship(moved, make.sponsor(organisation=new, family_name="Neumann"), started_on=TODAY - timedelta(days=5))
    questions = [
        {"status": "paused"},
        {"phase": "training"},
        {"planned_end": "past"},
        {"sponsor": "any"},
        {"permit": "0-30"},
        {"level": "b1"},
        {"place": new.pk},
    ]

    left, stays = signed_in(old), signed_in(new)

    assert [shown(left, **question) for question in questions] == [[]] * len(questions)
    assert [shown(stays, **question) for question in questions] == [["Amal"]] * len(questions)
    page = left.get(PEOPLE)
    assert [word for word in ("Werk Neu", "Neumann", "überfällig seit") if word in page.text] == []
    assert "bei Ihnen bis" in page.text


def test_filters_offer_only_what_somebody_may_see(client, enrol):
    enrol("Amal")
    other = make.organisation(name="Werk Fremd")
    theirs = make.cohort(make.programme(organisation=other, name="Fremdes Programm"), label="Fremder Jahrgang")
    sponsor = make.sponsor(organisation=other, family_name="Fremdling")
    make.enrolment(cohort=theirs, sponsor=sponsor)

    assert "fremd" not in client.get(PEOPLE).text.lower()
    assert shown(client, programme=theirs.programme_id) == []
    assert shown(client, cohort=theirs.pk) == []
    assert shown(client, place=other.pk) == []
    assert shown(client, sponsor=sponsor.pk) == []


@pytest.mark.parametrize(
    "parameter",
    [
        "status",
        "programme",
        "cohort",
        "place",
        "phase",
        "planned_end",
        "without",
        "permit",
        "level",
        "entered",
        "sponsor",
    ],
)
@pytest.mark.parametrize("value", ["", "x", "-1", "9" * 30, "²", "1e400", "\u202e", "x" * 10_000])
def test_a_filter_that_nobody_offers_finds_nobody(client, enrol, parameter, value):
    enrol("Amal")

    assert shown(client, **{parameter: value}) == []


def test_the_list_costs_the_same_for_one_and_for_many(client, enrol, company):
    sponsor = make.sponsor(organisation=company)
    enrol("Amal", in_phase=PhaseKind.TRAINING, sponsor=sponsor)
    client.get(PEOPLE)
    with CaptureQueriesContext(connection) as one:
        client.get(PEOPLE)
    for name in ("Bilal", "Carim", "Dina"):
        enrol(name, in_phase=PhaseKind.TRAINING, sponsor=sponsor, paused=name == "Dina")

    with CaptureQueriesContext(connection) as many:
        client.get(PEOPLE)

    assert len(many) == len(one)


def test_people_who_wait_to_be_enrolled_have_a_list_of_their_own(company):
    manager = make.member(Role.TRAINING_MANAGER, company)
    browser = Client()
    browser.force_login(manager)
    browser.post("/admin/participants/participant/add/", {"given_name": "Amal", "family_name": "Haddad"})
    make.enrolment(cohort=make.cohort(make.programme(organisation=company)))

    def listed(**question):
        page = browser.get("/admin/participants/participant/", question)
        return [row.given_name for row in page.context["cl"].result_list]

    assert listed(enrolled="no") == ["Amal"]
    assert len(listed(enrolled="yes")) == 1
