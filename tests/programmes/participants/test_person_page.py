"""One page per person: what stands on it, for whom, and at what price."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from integration.accounts.roles import Role
from integration.organisations.models import Membership
from programmes.participants.enums import BirthDatePrecision, ResidenceKind
from programmes.participants.models import Participant
from programmes.participants.person_page import age_of
from programmes.pathways.enums import EndReason, ExamKind, Outcome, PhaseKind
from programmes.pathways.services import complete_phase, end_enrolment
from tests import factories as make
from tests.integration.admin.trees import filled_in

pytestmark = pytest.mark.django_db

TODAY = date(2025, 3, 1)


@pytest.fixture(autouse=True)
def _march():
    with time_machine.travel(TODAY):
        yield


@pytest.fixture
def company():
    return make.organisation(name="Nordwerk")


@pytest.fixture
def programme(company):
    created = make.programme(organisation=company, name="Wege in die Ausbildung")
    make.phase(created, PhaseKind.INTERNSHIP, duration_months=6)
    make.phase(created, PhaseKind.TRAINING, duration_months=36)
    make.phase(created, PhaseKind.LANGUAGE_COURSE, parallel=True)
    return created


def manager_of(organisation):
    client = Client()
    client.force_login(make.member(Role.TRAINING_MANAGER, organisation))
    return client


def address(person, page="change"):
    return f"/admin/participants/participant/{person.pk}/{page}/"


def facts_of(answer):
    return {shown.section.name: shown.facts for shown in answer.context["page"].sections}


def one_of_everything(person, programme, number):
    """An enrolment and a row in every section, each a second time in no other's way."""
    cohort = make.cohort(programme)
    enrolment = make.enrolment(cohort=cohort, participant=person, guaranteed=True)
    sponsor = make.sponsor(organisation=programme.organisation)
    make.phase_entry(enrolment, PhaseKind.INTERNSHIP, ended_on=date(2024, 12, 31), outcome=Outcome.COMPLETED)
    make.phase_entry(enrolment, PhaseKind.LANGUAGE_COURSE)
    make.pause(enrolment, ended_on=date(2024, 10, 1))
    make.exam(enrolment, kind=ExamKind.INTERMEDIATE)
    make.transfer(enrolment, make.organisation(parent=programme.organisation))
    make.employment(enrolment)
    make.sponsorship(enrolment, sponsor)
    make.contact(enrolment, sponsor)
    make.language_level(person, assessed_on=date(2024, 9, number))
    make.residence_document(person)
    return enrolment


def test_a_page_asks_as_often_for_three_of_everything_as_for_one(company, programme):
    person = make.participant()
    client = manager_of(company)
    one_of_everything(person, programme, 1)
    client.get(address(person))
    with CaptureQueriesContext(connection) as for_one:
        client.get(address(person))

    one_of_everything(person, programme, 2)
    one_of_everything(person, programme, 3)
    with CaptureQueriesContext(connection) as for_three:
        answer = client.get(address(person))

    assert len(facts_of(answer)["journey"]["journeys"]) == 3
    assert len(for_three) == len(for_one)


def test_the_head_says_where_somebody_stands_and_how_to_reach_them(company, programme):
    person = make.participant(
        given_name="Amal",
        family_name="Haddad",
        original_script_name="أمل",
        phone="+49 (30) 1234",
        email="a@example.org",
    )
    make.enrolment(cohort=make.cohort(programme, label="Herbst 2024"), participant=person, in_phase=PhaseKind.TRAINING)

    text = manager_of(company).get(address(person)).text

    for words in ("Amal Haddad", "أمل", "in einer Phase", "Wege in die Ausbildung · Herbst 2024 · Nordwerk"):
        assert words in text
    assert 'href="tel:+49301234"' in text
    assert 'href="mailto:a@example.org"' in text


def test_empty_sections_say_what_to_do(company):
    manager = make.member(Role.TRAINING_MANAGER, company)
    client = Client()
    client.force_login(manager)
    client.post("/admin/participants/participant/add/", {"family_name": "Haddad"})
    person = Participant.objects.get()

    answer = client.get(address(person))

    assert answer.context["page"].picture is None
    assert answer.text.count('class="empty"') == 6
    assert f"/admin/pathways/enrolment/add/?participant={person.pk}" in answer.text


@pytest.mark.parametrize(
    ("born", "precision", "age"),
    [
        (date(2000, 3, 1), BirthDatePrecision.DAY, 25),
        (date(2000, 3, 2), BirthDatePrecision.DAY, 24),
        (date(2000, 2, 29), "", 25),
        (date(2000, 1, 1), "", None),
        (date(2000, 1, 1), BirthDatePrecision.YEAR, None),
        (date(2000, 5, 1), BirthDatePrecision.MONTH, None),
        (date(2030, 5, 1), BirthDatePrecision.DAY, None),
        (None, "", None),
    ],
)
def test_an_age_is_told_only_where_the_day_of_birth_is_known(born, precision, age):
    person = make.participant(birth_date=born, birth_date_precision=precision)

    assert age_of(person, TODAY) == age


def test_each_company_sees_its_own_part_of_a_person_in_two(company, programme):
    person = make.participant()
    make.enrolment(cohort=make.cohort(programme, label="Unserer"), participant=person)
    elsewhere = make.cohort(make.programme(name="Anderswo"), label="Ihrer")
    theirs = make.enrolment(cohort=elsewhere, participant=person, sponsor=make.sponsor(family_name="Fremd"))
    make.exam(theirs)

    answer = manager_of(company).get(address(person))

    facts = facts_of(answer)
    assert [told.journey.enrolment.cohort.label for told in facts["journey"]["journeys"]] == ["Unserer"]
    assert (facts["support"]["running"], facts["exams"]["exams"]) == ([], [])
    assert "Anderswo" not in answer.text
    assert "Fremd" not in answer.text


@pytest.fixture
def moved(company, programme):
    """In a training until today; from tomorrow's view of the old company all that comes later is dark."""
    person = make.participant(phone="0301234", birth_date=date(2000, 5, 1), birth_date_precision="day")
    enrolment = make.enrolment(cohort=make.cohort(programme), participant=person, in_phase=PhaseKind.TRAINING)
    make.transfer(enrolment, make.organisation(name="Südwerk"), on=date(2024, 12, 1))
    complete_phase(enrolment.phase_entries.get(), date(2025, 1, 31), Outcome.CONTRACT_DISSOLVED)
    end_enrolment(enrolment, date(2025, 2, 10), EndReason.HEALTH)
    make.residence_document(person, code="RD-LATER", issued_on=date(2025, 1, 1), kind=ResidenceKind.TOLERATION)
    return enrolment


def test_after_a_move_the_old_company_sees_the_time_before_and_nothing_after(company, moved):
    answer = manager_of(company).get(address(moved.participant))

    journey = facts_of(answer)["journey"]["journeys"][0].journey
    (entry,) = journey.entries
    assert (entry.ended_on, entry.outcome, journey.enrolment.ended_on) == (None, "", None)
    assert (journey.moved_to, journey.possible, journey.last_step) == ("Südwerk", [], None)
    for hidden in ("0301234", "24 Jahre", "Gesundheit", "Vertrag gelöst", "Duldung", "10.02.2025"):
        assert hidden not in answer.text


def test_the_new_company_sees_all_of_it(moved):
    answer = manager_of(moved.transfers.get().organisation).get(address(moved.participant))

    journey = facts_of(answer)["journey"]["journeys"][0].journey
    assert (journey.entries[0].outcome, journey.state) == (Outcome.CONTRACT_DISSOLVED, "ended")
    for shown in ("0301234", "24 Jahre", "Duldung"):
        assert shown in answer.text


def test_the_old_company_reads_no_history_and_no_contact_data_any_more(company, moved):
    client = manager_of(company)

    form = client.get(address(moved.participant, "master-data"))

    assert client.get(address(moved.participant, "history")).status_code == 403
    assert "0301234" not in form.text
    assert client.post(address(moved.participant, "master-data"), {"family_name": "Neu"}).status_code == 403


@pytest.mark.parametrize("page", ["change", "master-data", "history"])
def test_people_of_others_do_not_exist(company, page):
    person = make.enrolment().participant

    assert manager_of(company).get(address(person, page)).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.ADMINISTRATOR, 403), (Role.DATA_PROTECTION, 403), (Role.SPONSOR, 403), (Role.MANAGEMENT, 403)],
)
def test_the_page_is_for_training_managers(company, programme, role, status):
    person = make.enrolment(cohort=make.cohort(programme)).participant
    client = Client()
    client.force_login(make.member(role, company))

    assert client.get(address(person)).status_code == status


def test_the_page_is_there_to_read(company, programme):
    person = make.enrolment(cohort=make.cohort(programme)).participant

    assert manager_of(company).post(address(person), {"family_name": "Neu"}).status_code == 405


def test_the_story_tells_all_tables_in_one_and_names_who_did_it(company, programme):
    user = make.member(Role.TRAINING_MANAGER, company, display_name="Kim Weber")
    enrolment = make.enrolment(cohort=make.cohort(programme), in_phase=PhaseKind.TRAINING)
    complete_phase(enrolment.phase_entries.get(), date(2025, 2, 1), Outcome.PASSED, by=user)
    make.language_level(enrolment.participant)
    client = Client()
    client.force_login(user)

    chapters = list(client.get(address(enrolment.participant, "history")).context["chapters"])

    told = [(each.about, each.version.kind) for each in chapters]
    assert told[:2] == [("Sprachniveau", "Erstellt"), ("Phase einer Person", "Geändert")]
    assert {about for about, _ in told} == {"Sprachniveau", "Phase einer Person", "Teilnahme", "Teilnehmer/in"}
    changed = chapters[1].version
    assert (changed.by, [(change.field, change.new) for change in changed.changes]) == (
        "Kim Weber",
        [("Ende", "01.02.2025"), ("Ergebnis", "bestanden")],
    )


def test_a_given_name_of_the_past_is_told_to_nobody(company, programme):
    person = make.participant(given_name="Vorher", family_name="Haddad", gender="male")
    make.enrolment(cohort=make.cohort(programme), participant=person)
    client = manager_of(company)
    page = address(person, "master-data")

    client.post(page, {**filled_in(client.get(page)), "given_name": "Nachher", "gender": "female"})

    for where in ("change", "history"):
        text = client.get(address(person, where)).text
        assert ("Nachher" in text, "Vorher" in text, "männlich" in text) == (True, False, False)


def test_after_saving_one_is_back_at_the_person(company, programme):
    person = make.enrolment(cohort=make.cohort(programme)).participant
    client = manager_of(company)
    form = address(person, "master-data")

    saved = client.post(form, {**filled_in(client.get(form)), "phone": "030"})
    added = client.post(
        "/admin/participants/languagelevel/add/",
        {"participant": person.pk, "assessed_on": "2025-01-01", "level": "b1", "evidence": "certificate"},
    )

    assert [saved["Location"], added["Location"]] == [address(person)] * 2


@pytest.mark.parametrize("asked", ["abc", "9" * 30, "-1", "1 OR 1", "²"])
def test_an_address_that_names_nobody_begins_an_empty_form(company, asked):
    answer = manager_of(company).get("/admin/participants/languagelevel/add/", {"participant": asked})

    assert answer.status_code == 200


def test_an_address_does_not_name_others_people(company):
    other = make.enrolment(participant=make.participant(family_name="Fremd")).participant

    answer = manager_of(company).get("/admin/participants/languagelevel/add/", {"participant": other.pk})

    assert "Fremd" not in answer.text


def test_two_companies_of_one_manager_are_one_page(company, programme):
    person = make.participant()
    make.enrolment(cohort=make.cohort(programme), participant=person)
    other = make.enrolment(participant=person)
    user = make.member(Role.TRAINING_MANAGER, company)
    Membership.objects.create(user=user, organisation=other.organisation, role=Role.TRAINING_MANAGER)
    client = Client()
    client.force_login(user)

    assert len(facts_of(client.get(address(person)))["journey"]["journeys"]) == 2
