"""What looks strange and is legal all the same."""

import pytest

from tests.programmes.exchange.small import bring_in, found, with_rows

pytestmark = pytest.mark.django_db

ENTRY = {"code": "F1", "enrolment": "E2", "phase": "AU", "started_on": "2016-09-01", "ended_on": "2016-12-31"}
GUARANTEE = {"enrolment": "E1", "given_on": "2016-09-01"}
ENROLMENT = {"code": "E3", "participant": "P2", "cohort": "DUAL-16", "organisation": "S"}
TARGET = {
    "code": "T1", "organisation": "C", "indicator": "language_b2", "line": "of_all", "operator": ">", "value": "50,5",
    "due_on": "2020-12-31",
}  # fmt: skip

LEGAL = {
    "pauses that overlap": {
        "pauses": [
            {"enrolment": "E1", "started_on": "2016-09-01", "ended_on": "2016-12-31", "reason": "illness"},
            {"enrolment": "E1", "started_on": "2016-10-01", "ended_on": "2016-11-30", "reason": "other"},
        ]
    },
    "a pause left open in an ended enrolment": {
        "pauses": [{"enrolment": "E2", "started_on": "2016-12-31", "reason": "parental_leave"}]
    },
    "a planned end after the end of the enrolment": {"phase_entries": [{**ENTRY, "planned_end_on": "2019-08-31"}]},
    "a guarantee that outlasts the enrolment": {
        "guarantees": [{"enrolment": "E2", "given_on": "2016-09-01", "ended_on": "2030-01-01"}]
    },
    "a guarantee left open in an ended enrolment": {"guarantees": [{"enrolment": "E2", "given_on": "2016-09-01"}]},
    "a job that outlasts the enrolment": {
        "employments": [{"enrolment": "E2", "organisation": "C", "started_on": "2016-12-01", "contract": "permanent"}]
    },
    "a job elsewhere in the installation": {
        "employments": [{"enrolment": "E2", "organisation": "PA", "started_on": "2017-01-01", "contract": "fixed_term"}]
    },
    "a second enrolment in the cohort the day after the first": {
        "enrolments": [{**ENROLMENT, "entered_on": "2017-01-01"}]
    },
    "an enrolment in another cohort at the same time": {
        "enrolments": [{**ENROLMENT, "cohort": "COACH-16", "entered_on": "2016-06-01"}]
    },
    "an entry of one day": {"phase_entries": [{**ENTRY, "started_on": "2016-12-31"}]},
    "an entry the day after another": {
        "phase_entries": [
            ENTRY,
            {**ENTRY, "code": "F2", "phase": "PR", "started_on": "2016-05-02", "ended_on": "2016-08-31"},
        ]
    },
    "a parallel phase beside the main track": {
        "phase_entries": [ENTRY, {**ENTRY, "code": "F2", "phase": "SK"}, {**ENTRY, "code": "F3", "phase": "SK"}]
    },
    "a transfer on the first day and on the last": {
        "transfers": [
            {"enrolment": "E2", "on": "2016-05-02", "organisation": "S"},
            {"enrolment": "E2", "on": "2016-12-31", "organisation": "C"},
        ]
    },
    "a guarantee the day after another was withdrawn": {
        "guarantees": [
            {**GUARANTEE, "decision": "withdrawn", "decided_on": "2017-01-31"},
            {**GUARANTEE, "given_on": "2017-02-01"},
        ]
    },
    "a guarantee beside one that was withdrawn without a day": {
        "guarantees": [{**GUARANTEE, "decision": "withdrawn"}, {**GUARANTEE, "given_on": "2016-10-01"}]
    },
    "a site below a site, a site without a company": {
        "organisations": [
            {"code": "X", "name": "X", "kind": "site", "parent": "S"},
            {"code": "Y", "name": "Y", "kind": "site", "parent": ""},
        ]
    },
    "a person with one name": {"participants": [{"code": "P3", "given_name": "Kofi", "family_name": ""}]},
    "a stateless person": {"participants": [{"code": "P3", "given_name": "Kofi", "nationality": "xxa"}]},
    "an enrolment on the day of the birth": {
        "participants": [{"code": "P3", "given_name": "Kofi", "birth_date": "2016-05-02"}],
        "enrolments": [{**ENROLMENT, "participant": "P3", "entered_on": "2016-05-02"}],
    },
    "an end reason without an end": {
        "enrolments": [{**ENROLMENT, "entered_on": "2017-01-01", "end_reason": "moved_away"}]
    },
    "a target on a line": {"targets": [TARGET]},
    "an exam without a result": {
        "exams": [{"enrolment": "E1", "kind": "final", "attempt": "1", "held_on": "2019-06-01"}]
    },
    "a first day of 1900 and a last of 2100": {
        "participants": [{"code": "P3", "given_name": "Kofi", "birth_date": "1900-01-01"}],
        "targets": [{**TARGET, "due_on": "2100-12-31"}],
    },
}


@pytest.mark.parametrize("tables", LEGAL.values(), ids=LEGAL.keys())
def test_this_is_imported(tables):
    outcome = bring_in(with_rows(**tables))

    assert found(outcome.problems) == []
    assert {name: outcome.counts[name].created for name in tables} == {
        name: len(with_rows(**tables)[name]) for name in tables
    }


def test_rows_may_refer_to_rows_further_down():
    bundle = with_rows(
        organisations=[
            {"code": "X", "name": "X", "kind": "site", "parent": "Y"},
            {"code": "Y", "name": "Y", "kind": "company", "parent": ""},
        ]
    )

    outcome = bring_in(bundle)

    assert found(outcome.problems) == []


def test_entries_may_exchange_their_days():
    bring_in(
        with_rows(
            phase_entries=[
                {**ENTRY, "phase": "PR", "started_on": "2016-05-02", "ended_on": "2016-08-31"},
                {**ENTRY, "code": "F2", "started_on": "2016-09-01", "ended_on": "2016-12-31"},
            ]
        )
    )

    outcome = bring_in(
        {
            "phase_entries": [
                {"code": "F1", "started_on": "2016-09-01", "ended_on": "2016-12-31"},
                {"code": "F2", "started_on": "2016-05-02", "ended_on": "2016-08-31"},
            ]
        }
    )

    assert (found(outcome.problems), outcome.counts["phase_entries"].changed) == ([], 2)


def test_an_enrolment_may_end_together_with_what_is_open_in_it():
    bring_in(with_rows(phase_entries=[{**ENTRY, "enrolment": "E1", "ended_on": ""}]))

    outcome = bring_in(
        {
            "enrolments": [{"code": "E1", "ended_on": "2019-08-31"}],
            "phase_entries": [{"code": "F1", "ended_on": "2019-08-31"}],
        }
    )

    assert found(outcome.problems) == []
