"""What is imported, and listed all the same."""

from datetime import date

import pytest
import time_machine

from tests.programmes.exchange.small import bring_in, changed, found, with_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]

TODAY = date(2018, 3, 1)
ENTRY = {"code": "F1", "enrolment": "E1", "phase": "PR", "started_on": "2016-05-02", "ended_on": "2016-08-01"}
TRAINING = {**ENTRY, "phase": "AU", "started_on": "2016-09-01", "ended_on": "", "planned_end_on": "2019-08-31"}
SPONSORSHIP = {
    "sponsor": "SP", "enrolment": "E1", "started_on": "2016-06-01", "ended_on": "2016-06-30", "role": "sponsor",
}  # fmt: skip
CONTACT = {"sponsor": "SP", "enrolment": "E1", "held_on": "2016-06-01", "channel": "phone"}
PERSON = {"code": "P3", "given_name": "Amal", "family_name": "HADDAD", "birth_date": "1997-12-31"}


@pytest.fixture
def _today():
    with time_machine.travel(f"{TODAY}T12:00:00+01:00", tick=False):
        yield


WARNED = {
    "a contact before the sponsorship": (
        {"sponsorships": [SPONSORSHIP], "contacts": [{**CONTACT, "held_on": "2016-05-31"}]},
        ("contacts", "held_on", "contact_outside_sponsorship")),
    "a contact after the sponsorship": (
        {"sponsorships": [SPONSORSHIP], "contacts": [{**CONTACT, "held_on": "2016-07-01"}]},
        ("contacts", "held_on", "contact_outside_sponsorship")),
    "a contact without a sponsorship": ({"contacts": [CONTACT]}, ("contacts", "held_on", "contact_outside_sponsorship")),
    "a phase longer than planned by more than a third": (
        {"phase_entries": [{**ENTRY, "phase": "AU", "planned_end_on": "2016-06-30", "ended_on": "2016-07-21"}]},
        ("phase_entries", "ended_on", "unusual_length")),
    "a phase shorter than planned by more than a third": (
        {"phase_entries": [{**ENTRY, "planned_end_on": "2016-06-30", "ended_on": "2016-06-09"}]},
        ("phase_entries", "ended_on", "unusual_length")),
    "an internship longer than three months": (
        {"phase_entries": [{**ENTRY, "ended_on": "2016-08-02"}]}, ("phase_entries", "ended_on", "long_internship")),
    "an internship planned longer than three months": (
        {"phase_entries": [{**ENTRY, "ended_on": "", "started_on": "2018-02-01", "planned_end_on": "2018-05-01"}]},
        ("phase_entries", "planned_end_on", "long_internship")),
    "an internship still open after three months": (
        {"phase_entries": [{**ENTRY, "ended_on": "", "started_on": "2017-12-01"}]},
        ("phase_entries", "ended_on", "long_internship")),
    "a first of January as birth date": (
        {"participants": [{**PERSON, "given_name": "Sara", "birth_date": "1997-01-01", "birth_date_precision": "day"}]},
        ("participants", "birth_date", "first_of_january")),
    "the same name and birth year": ({"participants": [PERSON]}, ("participants", "family_name", "likely_duplicate")),
    "the same name with accents": (
        {"participants": [{**PERSON, "given_name": "Āmal", "family_name": "al-Haddad"[3:]}]},
        ("participants", "family_name", "likely_duplicate")),
    "the names swapped": (
        {"participants": [{**PERSON, "given_name": "Haddad", "family_name": "Amal"}]},
        ("participants", "family_name", "likely_duplicate")),
    "a planned end in the past without an end": (
        {"phase_entries": [{**TRAINING, "planned_end_on": "2018-02-28"}]}, ("phase_entries", "planned_end_on", "overdue")),
    "an internship failed for good": (
        {"phase_entries": [{**ENTRY, "outcome": "failed_finally"}]}, ("phase_entries", "outcome", "outcome_of_other_kind")),
}  # fmt: skip


@pytest.mark.parametrize(("tables", "warning"), WARNED.values(), ids=WARNED.keys())
def test_this_is_imported_and_listed(tables, warning):
    bundle = with_rows(**tables)

    outcome = bring_in(bundle)

    table, column, code = warning
    assert found(outcome.problems) == []
    assert (table, len(bundle[table]) + 1, column, code) in found(outcome.warnings)
    assert {each.row for each in outcome.warnings} == {len(bundle[table]) + 1}
    assert outcome.sound


QUIET = {
    "a contact on the first and on the last day of the sponsorship": {
        "sponsorships": [SPONSORSHIP], "contacts": [CONTACT, {**CONTACT, "held_on": "2016-06-30"}],
    },
    "a phase longer than planned by exactly a third": {
        "phase_entries": [{**TRAINING, "planned_end_on": "2016-09-30", "ended_on": "2016-10-10"}],
    },
    "an internship of exactly three months": {"phase_entries": [ENTRY]},
    "a first of January that is known to be a year": {
        "participants": [{**PERSON, "given_name": "Sara", "birth_date": "1997-01-01", "birth_date_precision": "year"}],
    },
    "the same name in another birth year": {"participants": [{**PERSON, "birth_date": "1998-05-22"}]},
    "the same name without a birth date": {"participants": [{**PERSON, "birth_date": ""}]},
    "a planned end today": {"phase_entries": [{**TRAINING, "planned_end_on": "2018-03-01"}]},
}  # fmt: skip


@pytest.mark.parametrize("tables", QUIET.values(), ids=QUIET.keys())
def test_this_is_not_worth_a_word(tables):
    outcome = bring_in(with_rows(**tables))

    assert found(outcome.problems + outcome.warnings) == []


def test_somebody_like_a_person_in_the_database_is_noticed():
    bring_in(with_rows())

    outcome = bring_in({"participants": [PERSON]})

    assert [(each.refusal.code, each.params) for each in outcome.warnings] == [("likely_duplicate", {"code": "P1"})]


def test_a_person_that_is_only_updated_is_no_duplicate_of_themselves():
    bring_in(with_rows())

    outcome = bring_in({"participants": [{"code": "P1", "phone": "030 1"}]})

    assert outcome.warnings == []


def test_a_phase_is_compared_with_the_duration_of_its_programme():
    bundle = changed("phases", "AU", duration_months="36") | {
        "phase_entries": [{**TRAINING, "planned_end_on": "2018-08-30"}]
    }

    outcome = bring_in(bundle)

    assert found(outcome.warnings) == [("phase_entries", 2, "planned_end_on", "unusual_length")]
