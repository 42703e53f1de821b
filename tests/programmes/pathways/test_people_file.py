"""The list of people as a file: one thing a column, and nothing of what came after a move."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from integration.accounts.roles import Role
from programmes.participants.enums import ResidenceKind
from programmes.pathways.enums import EndReason, PhaseKind
from tests import factories as make

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def lines(user, **question):
    client = Client()
    client.force_login(user)
    asked = {"reason": "Planning the exam week", "file_format": "csv"}
    answer = client.post("/admin/pathways/enrolment/export/", asked, query_params=question)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


@pytest.fixture
def company():
    return make.organisation(name="Werk Nord")


@pytest.fixture
def manager(company):
    return make.member(Role.TRAINING_MANAGER, company)


def test_a_line_says_where_somebody_stands(company, manager):
    programme = make.programme(organisation=company, name="Einstieg")
    make.phase(programme, PhaseKind.TRAINING, name="Ausbildung")
    sponsor = make.sponsor(organisation=company, given_name="Kim", family_name="Weber")
    person = make.participant(given_name="=Amal", family_name="Haddad", code="PE-1")
    begun = TODAY - timedelta(days=9)
    enrolment = make.enrolment(
        cohort=make.cohort(programme, label="Herbst"),
        participant=person,
        code="EN-1",
        entered_on=begun,
        sponsor=sponsor,
    )
    make.phase_entry(enrolment, started_on=begun, planned_end_on=begun + timedelta(days=99))
    make.residence_document(
        person, kind=ResidenceKind.RESIDENCE_PERMIT, issued_on=begun, printed_valid_to=TODAY + timedelta(days=3)
    )

    assert lines(manager) == [
        {
            "Nachname": "Haddad",
            "Vorname": "'=Amal",
            "Teilnehmer/in (Kürzel)": "PE-1",
            "Programm": "Einstieg",
            "Jahrgang": "Herbst",
            "Teilnahme (Kürzel)": "EN-1",
            "Status": "In einer Phase",
            "Phase": "Ausbildung",
            "Geplantes Ende": (begun + timedelta(days=99)).isoformat(),
            "Verstrichen in Prozent": "10",
            "Standort": "Werk Nord",
            "Eintritt": begun.isoformat(),
            "Beendet": "",
            "Grund des Endes": "",
            "Letzte Änderung": TODAY.isoformat(),
            "Nächste Frist": "Aufenthaltsdokument",
            "Fällig am": (TODAY + timedelta(days=3)).isoformat(),
            "Pate/Patin": "Weber, Kim",
        }
    ]


def test_a_file_holds_whom_the_filters_leave(company, manager):
    cohort = make.cohort(make.programme(organisation=company))
    for code, traits in {
        "EN-1": {},
        "EN-2": {"paused": True},
        "EN-3": {"ended_on": TODAY, "end_reason": EndReason.COMPLETED},
    }.items():
        make.enrolment(cohort=cohort, code=code, entered_on=TODAY - timedelta(days=90), **traits)

    def codes(**question):
        return sorted(line["Teilnahme (Kürzel)"] for line in lines(manager, **question))

    assert [codes(), codes(status="paused"), codes(status="all"), codes(status="nonsense")] == [
        ["EN-1", "EN-2", "EN-3"],
        ["EN-2"],
        ["EN-1", "EN-2", "EN-3"],
        [],
    ]


def test_what_came_after_a_move_is_in_nobodys_file_left_behind():
    old, new = make.organisation(name="Werk Alt"), make.organisation(name="Werk Neu")
    programme = make.programme(organisation=old)
    make.phase(programme, PhaseKind.TRAINING, name="Ausbildung")
    moved = make.enrolment(cohort=make.cohort(programme), organisation=old)
    make.transfer(moved, new, on=TODAY - timedelta(days=10))
    make.phase_entry(moved, started_on=TODAY - timedelta(days=5), planned_end_on=TODAY)
    make.sponsorship(moved, make.sponsor(organisation=new, family_name="Neumann"), started_on=TODAY - timedelta(days=5))

    (left,) = lines(make.member(Role.TRAINING_MANAGER, old))
    (stays,) = lines(make.member(Role.TRAINING_MANAGER, new))

    told = ("Status", "Phase", "Geplantes Ende", "Letzte Änderung", "Nächste Frist", "Pate/Patin")
    assert [left[name] for name in told] == [""] * len(told)
    assert (left["Standort"], stays["Standort"], stays["Phase"]) == ("Werk Alt", "Werk Neu", "Ausbildung")
