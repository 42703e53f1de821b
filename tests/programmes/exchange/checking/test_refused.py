"""Every rule of "What is refused", each with the one row that breaks it."""

import pytest

from programmes.exchange.tables import TABLES
from tests.programmes.exchange.small import GROUND, bring_in, changed, contents, found, history_counts, with_rows

pytestmark = pytest.mark.django_db

E1 = {"enrolment": "E1"}
E2 = {"enrolment": "E2"}
ENTRY = {"code": "F1", "enrolment": "E1", "phase": "AU"}
ENROLMENT = {"code": "E3", "participant": "P2", "cohort": "COACH-16", "organisation": "S", "entered_on": "2017-01-01"}
PERSON = {"code": "P3", "given_name": "Sara"}
GUARANTEE = {"enrolment": "E1", "given_on": "2016-09-01"}
SPONSORSHIP = {"sponsor": "SP", "enrolment": "E1", "role": "sponsor"}
CONTACT = {"sponsor": "SP", "enrolment": "E2", "channel": "phone"}
JOB = {"enrolment": "E2", "organisation": "C", "started_on": "2017-01-01", "contract": "permanent"}
DOCUMENT = {
    "code": "D1", "participant": "P1", "kind": "residence_permit", "issued_on": "2016-01-01", "work_permission": "any",
}  # fmt: skip
TARGET = {
    "code": "T1", "organisation": "C", "indicator": "participants", "operator": ">=", "value": "5",
    "due_on": "2020-12-31",
}  # fmt: skip
PHASE = {"code": "X", "programme": "DUAL", "position": "9", "name": "X", "kind": "eq"}

LAST_ROWS = {
    "an enrolment that ends before it starts": (
        "enrolments", [{**ENROLMENT, "ended_on": "2016-12-31"}], "ended_on", "end_before_start"),
    "an entry that ends before it starts": (
        "phase_entries", [{**ENTRY, "started_on": "2017-02-02", "ended_on": "2017-02-01"}], "ended_on", "end_before_start"),
    "an entry planned to end before it starts": (
        "phase_entries", [{**ENTRY, "started_on": "2017-02-02", "planned_end_on": "2017-02-01"}], "planned_end_on",
        "end_before_start"),
    "a pause that ends before it starts": (
        "pauses", [{**E1, "started_on": "2017-02-02", "ended_on": "2017-02-01", "reason": "illness"}], "ended_on",
        "end_before_start"),
    "a sponsorship that ends before it starts": (
        "sponsorships", [{**SPONSORSHIP, "started_on": "2017-02-02", "ended_on": "2017-02-01"}], "ended_on",
        "end_before_start"),
    "a guarantee that ends before it was given": (
        "guarantees", [{**GUARANTEE, "ended_on": "2016-08-31"}], "ended_on", "end_before_start"),
    "a job that ends before it starts": (
        "employments", [{**JOB, "ended_on": "2016-12-31"}], "ended_on", "end_before_start"),
    "a document that is valid to before it was issued": (
        "residence_documents", [{**DOCUMENT, "printed_valid_to": "2015-12-31"}], "printed_valid_to", "end_before_start"),
    "a document that is legally valid to before it was issued": (
        "residence_documents", [{**DOCUMENT, "legal_valid_to": "2015-12-31"}], "legal_valid_to", "end_before_start"),
    "a programme that is over before it begins": (
        "programmes",
        [{"code": "X", "organisation": "C", "name": "X", "active_from": "2016-02-01", "active_to": "2016-01-01"}],
        "active_to", "end_before_start"),
    "a cohort that starts until before it starts from": (
        "cohorts",
        [{"code": "X", "programme": "DUAL", "label": "X", "starts_from": "2016-02-01", "starts_to": "2016-01-01"}],
        "starts_to", "end_before_start"),
    "an enrolment before the birth": (
        "enrolments", [{**ENROLMENT, "entered_on": "1998-06-02", "ended_on": "1998-07-01"}], "entered_on", "before_birth"),
    "a job before the birth": (
        "employments", [{**JOB, "started_on": "1998-06-02"}], "started_on", "before_birth"),
    "a guarantee before the birth": (
        "guarantees", [{**GUARANTEE, "given_on": "1997-05-21"}], "given_on", "before_birth"),
    "a document issued before the birth": (
        "residence_documents", [{**DOCUMENT, "issued_on": "1997-05-21"}], "issued_on", "before_birth"),
    "two main-track entries that share a day": (
        "phase_entries",
        [
            {**ENTRY, "phase": "PR", "started_on": "2016-05-02", "ended_on": "2016-08-31"},
            {**ENTRY, "code": "F2", "started_on": "2016-08-31"},
        ],
        "started_on", "overlap"),
    "two main-track entries of which the first is open": (
        "phase_entries",
        [{**ENTRY, "phase": "PR", "started_on": "2016-05-02"}, {**ENTRY, "code": "F2", "started_on": "2020-08-31"}],
        "started_on", "overlap"),
    "an entry that starts before its enrolment": (
        "phase_entries", [{**ENTRY, "started_on": "2016-05-01"}], "started_on", "outside_enrolment"),
    "an entry that starts after its enrolment": (
        "phase_entries", [{**ENTRY, **E2, "started_on": "2017-01-01", "ended_on": "2017-01-01"}], "started_on",
        "outside_enrolment"),
    "an entry that ends after its enrolment": (
        "phase_entries", [{**ENTRY, **E2, "started_on": "2016-09-01", "ended_on": "2017-01-01"}], "ended_on",
        "outside_enrolment"),
    "a phase of another programme than the cohort's": (
        "phase_entries", [{**ENTRY, "phase": "CO", "started_on": "2016-09-01"}], "phase", "phase_of_other_programme"),
    "a second enrolment in the same cohort that shares a day": (
        "enrolments", [{**ENROLMENT, "cohort": "DUAL-16", "entered_on": "2016-12-31"}], "entered_on", "enrolled_twice"),
    "a company below a site": (
        "organisations", [{"code": "X", "name": "X", "kind": "company", "parent": "S"}], "parent", "company_below_site"),
    "an organisation below a partner": (
        "organisations", [{"code": "X", "name": "X", "kind": "site", "parent": "PA"}], "parent", "below_partner"),
    "an organisation below itself": (
        "organisations", [{"code": "X", "name": "X", "kind": "site", "parent": "X"}], "parent", "cycle"),
    "a sponsorship that starts before its enrolment": (
        "sponsorships", [{**SPONSORSHIP, "started_on": "2016-05-01"}], "started_on", "outside_enrolment"),
    "a sponsorship that ends after its enrolment": (
        "sponsorships", [{**SPONSORSHIP, **E2, "started_on": "2016-05-02", "ended_on": "2017-01-01"}], "ended_on",
        "outside_enrolment"),
    "a pause that starts before its enrolment": (
        "pauses", [{**E1, "started_on": "2016-05-01", "reason": "illness"}], "started_on", "outside_enrolment"),
    "a pause that ends after its enrolment": (
        "pauses", [{**E2, "started_on": "2016-12-01", "ended_on": "2017-01-01", "reason": "illness"}], "ended_on",
        "outside_enrolment"),
    "a transfer before its enrolment": (
        "transfers", [{**E1, "on": "2016-05-01", "organisation": "C"}], "on", "outside_enrolment"),
    "a transfer after its enrolment": (
        "transfers", [{**E2, "on": "2017-01-01", "organisation": "S"}], "on", "outside_enrolment"),
    "an exam outside its enrolment": (
        "exams", [{**E2, "kind": "final", "attempt": "1", "held_on": "2017-01-01"}], "held_on", "outside_enrolment"),
    "a contact outside its enrolment": (
        "contacts", [{**CONTACT, "held_on": "2017-01-01"}], "held_on", "outside_enrolment"),
    "an entry left open in an ended enrolment": (
        "phase_entries", [{**ENTRY, **E2, "started_on": "2016-09-01"}], "ended_on", "open_in_ended_enrolment"),
    "a sponsorship left open in an ended enrolment": (
        "sponsorships", [{**SPONSORSHIP, **E2, "started_on": "2016-09-01"}], "ended_on", "open_in_ended_enrolment"),
    "an enrolment at a group": (
        "enrolments", [{**ENROLMENT, "organisation": "G"}], "organisation", "not_at_site_or_company"),
    "an enrolment at a partner": (
        "enrolments", [{**ENROLMENT, "organisation": "PA"}], "organisation", "not_at_site_or_company"),
    "a transfer to a group": (
        "transfers", [{**E1, "on": "2016-09-01", "organisation": "G"}], "organisation", "not_at_site_or_company"),
    "a transfer to a partner": (
        "transfers", [{**E1, "on": "2016-09-01", "organisation": "PA"}], "organisation", "not_at_site_or_company"),
    "two guarantees on the same day": (
        "guarantees", [{**GUARANTEE, "ended_on": "2017-01-31"}, {**GUARANTEE, "given_on": "2017-01-31"}], "given_on",
        "guarantee_overlap"),
    "a guarantee on the day another one was withdrawn": (
        "guarantees",
        [
            {**GUARANTEE, "decision": "withdrawn", "decided_on": "2017-01-31"},
            {**GUARANTEE, "given_on": "2017-01-31"},
        ],
        "given_on", "guarantee_overlap"),
    "a job at an organisation that does not exist": (
        "employments", [{**JOB, "organisation": "NIRGENDS"}], "organisation", "unknown_code"),
    "a phase passed that is no training": (
        "phase_entries",
        [{**ENTRY, "phase": "PR", "started_on": "2016-05-02", "ended_on": "2016-08-01", "outcome": "passed"}],
        "outcome", "outcome_of_other_kind"),
    "a level that is not in the list": (
        "language_levels",
        [{"participant": "P1", "assessed_on": "2016-01-01", "level": "d1", "evidence": "certificate"}], "level",
        "not_in_list"),
    "a kind that is not in the list": ("phases", [{**PHASE, "kind": "holiday"}], "kind", "not_in_list"),
    "a reason that is not in the list": (
        "enrolments", [{**ENROLMENT, "end_reason": "boredom"}], "end_reason", "not_in_list"),
    "a success reason that is not in the list": (
        "programmes", [{"code": "X", "organisation": "C", "name": "X", "success_reasons": "completed|boredom"}],
        "success_reasons", "not_in_list"),
    "a nationality that is not in the list": (
        "participants", [{**PERSON, "nationality": "XKX"}], "nationality", "not_a_nationality"),
    "two rows with the same code": ("participants", [{**PERSON, "code": "P1"}], "code", "key_twice"),
    "two rows with the same key": (
        "transfers", [{**E1, "on": "2016-09-01", "organisation": "C"}, {**E1, "on": "01.09.2016", "organisation": "S"}],
        "enrolment", "key_twice"),
    "two phases at one position": ("phases", [{**PHASE, "position": "2"}], "position", "position_taken"),
    "a required value that is empty": ("sponsors", [{**GROUND["sponsors"][0], "code": "X", "given_name": " "}],
        "given_name", "required"),
    "a code that is empty": ("participants", [{**PERSON, "code": ""}], "code", "required"),
    "a person without any name": (
        "participants", [{"code": "P3", "given_name": "", "family_name": ""}], "family_name", "name_missing"),
    "a date before 1900": ("participants", [{**PERSON, "birth_date": "1899-12-31"}], "birth_date", "date_out_of_range"),
    "a date after 2100": (
        "targets", [{**TARGET, "due_on": "2101-01-01"}], "due_on", "date_out_of_range"),
    "a date in the year 99999": (
        "participants", [{**PERSON, "birth_date": "99999-01-01"}], "birth_date", "date_out_of_range"),
    "a day that does not exist": ("participants", [{**PERSON, "birth_date": "2001-02-29"}], "birth_date", "not_a_date"),
    "a number that is none": ("phases", [{**PHASE, "duration_months": "drei"}], "duration_months", "not_a_number"),
    "a number without end": ("targets", [{**TARGET, "value": "1e400"}], "value", "not_a_number"),
    "a half month": ("phases", [{**PHASE, "duration_months": "2,5"}], "duration_months", "not_a_whole_number"),
    "a phase of no months": ("phases", [{**PHASE, "duration_months": "0"}], "duration_months", "number_out_of_range"),
    "neither yes nor no": ("phases", [{**PHASE, "optional": "vielleicht"}], "optional", "not_yes_or_no"),
    "an address that is none": ("participants", [{**PERSON, "email": "amal"}], "email", "not_an_email"),
    "a name of 10,000 characters": ("participants", [{**PERSON, "family_name": "x" * 10_000}], "family_name", "too_long"),
    "a target on a figure that there is not": (
        "targets", [{**TARGET, "indicator": "happiness"}], "indicator", "unknown_indicator"),
    "a target on a line that the figure has not": ("targets", [{**TARGET, "line": "of_all"}], "line", "unknown_line"),
    "a target in too many digits": ("targets", [{**TARGET, "value": "0,1234567"}], "value", "too_many_decimals"),
}  # fmt: skip


@pytest.mark.parametrize(("table", "rows", "column", "code"), LAST_ROWS.values(), ids=LAST_ROWS.keys())
def test_this_is_refused_and_nothing_imported(table, rows, column, code):
    bundle = with_rows(**{table: rows})

    outcome = bring_in(bundle)

    assert found(outcome.problems) == [(table, len(bundle[table]) + 1, column, code)]
    assert not any(model.model.objects.exists() for model in TABLES.values())
    assert set(history_counts().values()) == {0}


def test_a_guarantee_on_a_programme_without_a_training_is_refused():
    enrolled = {
        "code": "E3",
        "participant": "P1",
        "cohort": "COACH-16",
        "organisation": "S",
        "entered_on": "2016-01-01",
    }

    outcome = bring_in(with_rows(enrolments=[enrolled], guarantees=[{"enrolment": "E3", "given_on": "2016-09-01"}]))

    assert found(outcome.problems) == [("guarantees", 2, "enrolment", "guarantee_without_training_phase")]


def test_a_cycle_of_several_organisations_is_refused_at_each_of_them():
    rows = [
        {"code": "X", "name": "X", "kind": "site", "parent": "Y"},
        {"code": "Y", "name": "Y", "kind": "site", "parent": "X"},
    ]

    outcome = bring_in(with_rows(organisations=rows))

    assert found(outcome.problems) == [("organisations", 6, "parent", "cycle"), ("organisations", 7, "parent", "cycle")]


def test_one_bad_row_never_stops_the_others_from_being_checked():
    bundle = with_rows(
        participants=[{**PERSON, "gender": "?", "nationality": "?"}, {**PERSON, "code": "P4", "birth_date": "?"}],
        enrolments=[{**ENROLMENT, "participant": "P3", "end_reason": "?"}],
        phase_entries=[{**ENTRY, "enrolment": "E3", "phase": "CO", "started_on": "2016-12-31"}],
    )

    outcome = bring_in(bundle)

    assert found(outcome.problems) == [
        ("participants", 4, "gender", "not_in_list"),
        ("participants", 4, "nationality", "not_a_nationality"),
        ("participants", 5, "birth_date", "not_a_date"),
        ("enrolments", 4, "end_reason", "not_in_list"),
        ("phase_entries", 2, "started_on", "outside_enrolment"),
    ]


def test_every_bad_row_of_many_is_listed():
    rows = [{"code": f"X{number}", "given_name": "A", "gender": "?"} for number in range(1_000)]

    outcome = bring_in(with_rows(participants=rows))

    assert [problem.row for problem in outcome.problems] == list(range(4, 1_004))


CHANGES = {
    "the end of an enrolment that leaves an entry open": (
        {"enrolments": [{"code": "E1", "ended_on": "2017-12-31"}]}, ("enrolments", 2, "ended_on", "open_in_ended_enrolment")),
    "the end of an enrolment before that of an entry": (
        {"enrolments": [{"code": "E2", "ended_on": "2016-09-29"}]}, ("enrolments", 2, "ended_on", "outside_enrolment")),
    "the start of an enrolment after that of an entry": (
        {"enrolments": [{"code": "E1", "entered_on": "2016-09-02"}]},
        ("enrolments", 2, "entered_on", "outside_enrolment")),
    "the cohort of an enrolment with entries of another programme": (
        {"enrolments": [{"code": "E1", "cohort": "COACH-16"}]}, ("enrolments", 2, "cohort", "phase_of_other_programme")),
    "a birth after the start of an enrolment": (
        {"participants": [{"code": "P1", "birth_date": "2016-05-03"}]}, ("participants", 2, "birth_date", "before_birth")),
    "an organisation that becomes a group with people enrolled at it": (
        {"organisations": [{"code": "C", "kind": "group"}]}, ("organisations", 2, "kind", "not_at_site_or_company")),
    "an organisation moved below its own site": (
        {"organisations": [{"code": "C", "parent": "S"}]}, ("organisations", 2, "parent", "cycle")),
    "a site that becomes a partner with something below it": (
        {"organisations": [{"code": "G", "kind": "partner"}]}, ("organisations", 2, "parent", "below_partner")),
    "a phase that joins the main track where another one is": (
        {"phases": [{"code": "SK", "parallel": "nein"}]}, ("phases", 2, "parallel", "overlap")),
    "a phase that moves to another programme": (
        {"phases": [{"code": "AU", "programme": "COACH"}]}, ("phases", 2, "programme", "phase_of_other_programme")),
    "a cohort that moves to another programme": (
        {"cohorts": [{"code": "DUAL-16", "programme": "COACH"}]}, ("cohorts", 2, "programme", "phase_of_other_programme")),
    "the last training of a programme with guarantees": (
        {"phases": [{"code": "AU", "kind": "retraining"}]}, ("phases", 2, "kind", "guarantee_without_training_phase")),
    "an entry longer than the gap between its neighbours": (
        {"phase_entries": [{"code": "F2", "ended_on": "2016-09-01"}]}, ("phase_entries", 2, "started_on", "overlap")),
    "a new enrolment beside one in the database": (
        {"enrolments": [{"code": "E3", "participant": "P1", "cohort": "DUAL-16", "organisation": "S",
            "entered_on": "2018-01-01"}]}, ("enrolments", 2, "entered_on", "enrolled_twice")),
    "a new guarantee beside one in the database": (
        {"guarantees": [{"enrolment": "E1", "given_on": "2018-01-01"}]}, ("guarantees", 2, "given_on", "guarantee_overlap")),
    "a new phase at a position taken in the database": (
        {"phases": [PHASE | {"position": "1"}]}, ("phases", 2, "position", "position_taken")),
}  # fmt: skip


@pytest.mark.parametrize(("update", "problem"), CHANGES.values(), ids=CHANGES.keys())
def test_the_state_after_an_update_is_judged_with_what_the_database_holds(update, problem):
    bring_in(
        with_rows(
            phase_entries=[
                {"code": "F1", "enrolment": "E1", "phase": "AU", "started_on": "2016-09-01"},
                {"code": "F2", "enrolment": "E1", "phase": "PR", "started_on": "2016-05-02", "ended_on": "2016-08-31"},
                {"code": "F3", "enrolment": "E2", "phase": "PR", "started_on": "2016-05-02", "ended_on": "2016-09-30"},
                {"code": "F4", "enrolment": "E1", "phase": "SK", "started_on": "2016-07-01"},
            ],
            guarantees=[GUARANTEE],
        )
    )
    before = contents(), history_counts()

    outcome = bring_in(update)

    assert problem in found(outcome.problems)
    assert {each.row for each in outcome.problems} == {2}
    assert (contents(), history_counts()) == before


def test_a_birth_date_in_the_same_bundle_is_the_one_that_counts():
    outcome = bring_in(changed("participants", "P1", birth_date="2017-01-01"))

    assert found(outcome.problems) == [("enrolments", 2, "entered_on", "before_birth")]
