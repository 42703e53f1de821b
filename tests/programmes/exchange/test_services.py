"""Importing: new, changed, unchanged; all or nothing, or what is sound; within an organisation."""

import pytest

from integration.organisations.models import Organisation, Reach
from programmes.exchange.tables import TABLES
from programmes.guarantees.models import RetentionGuarantee
from programmes.participants.models import DERIVED as PERSON_FOLLOWS
from programmes.participants.models import Participant
from programmes.pathways.models import Affiliation, Enrolment, PhaseEntry
from programmes.sponsorships.models import DERIVED as SPONSOR_FOLLOWS
from programmes.sponsorships.models import Sponsor
from tests import factories
from tests.programmes.exchange.small import GROUND, bring_in, changed, contents, found, history_counts, with_rows

pytestmark = pytest.mark.django_db

MUCH = {
    "phase_entries": [
        {"code": "F1", "enrolment": "E1", "phase": "PR", "started_on": "2016-05-02", "ended_on": "2016-08-01"},
        {"code": "F2", "enrolment": "E1", "phase": "AU", "started_on": "2016-09-01", "occupation": "Büro"},
        {"code": "F3", "enrolment": "E1", "phase": "SK", "started_on": "2016-07-01"},
    ],
    "transfers": [{"enrolment": "E1", "on": "2017-01-01", "organisation": "C"}],
    "guarantees": [
        {"enrolment": "E1", "given_on": "2016-09-01", "decision": "withdrawn", "decided_on": "2017-01-31"},
        {"enrolment": "E1", "given_on": "2017-02-01", "scope": "group"},
    ],
    "exams": [{"enrolment": "E1", "kind": "intermediate", "attempt": "1", "held_on": "2018-03-01"}],
    "contacts": [{"sponsor": "SP", "enrolment": "E1", "held_on": "2016-06-01", "channel": "phone", "reached": ""}],
    "language_levels": [
        {"participant": "P1", "assessed_on": "2016-01-01", "level": "a2", "evidence": "certificate", "skill": ""}
    ],
}


def test_what_models_derive_is_derived():
    bring_in(with_rows(**MUCH))

    assert Participant.objects.get(code="P1").search_name == "haddad amal"
    assert dict(PhaseEntry.objects.values_list("code", "parallel")) == {"F1": False, "F2": False, "F3": True}
    held = RetentionGuarantee.objects.order_by("given_on").values_list("scope", "void", "held_until")
    assert [(scope, void, str(until)) for scope, void, until in held] == [
        ("employer", False, "2017-01-31"),
        ("group", False, "None"),
    ]


def test_people_and_sponsors_are_found_as_if_they_had_been_typed_in():
    bring_in(
        with_rows(participants=[{"code": "P3", "family_name": "Öz", "email": "Oez@example.org", "phone": "0151 23"}])
    )
    bring_in(changed("participants", "P1", given_name="Emel"))

    for model, derived in ((Participant, PERSON_FOLLOWS), (Sponsor, SPONSOR_FOLLOWS)):
        for row in model.objects.order_by("pk"):
            stored = [getattr(row, name) for name in derived]
            row.derive()

            assert (row.code, stored) == (row.code, [getattr(row, name) for name in derived])
    assert dict(Participant.objects.values_list("code", "enrolled")) == {"P1": True, "P2": True, "P3": False}


def test_whoever_is_enrolled_by_a_later_import_no_longer_waits():
    bring_in(with_rows(participants=[{"code": "P3", "family_name": "Öz"}]))
    known = {"code": "E3", "participant": "P3", "cohort": "DUAL-16", "organisation": "S", "entered_on": "2016-05-02"}
    bring_in({"enrolments": [known]})

    assert Participant.objects.get(code="P3").enrolled

    bring_in({"enrolments": [known | {"participant": "P1", "entered_on": "2016-05-02", "cohort": "COACH-16"}]})

    assert not Participant.objects.get(code="P3").enrolled


def test_the_tree_and_the_affiliations_follow():
    bring_in(with_rows(**MUCH))

    assert Organisation.objects.get(code="S").root.code == "G"
    assert Reach.objects.filter(head__code="G", alone=False).count() == 3
    days = Affiliation.objects.filter(enrolment__code="E1").order_by("started_on")
    assert [(each.organisation.code, str(each.started_on), str(each.ended_on)) for each in days] == [
        ("S", "2016-05-02", "2016-12-31"),
        ("C", "2017-01-01", "None"),
    ]


def test_importing_twice_changes_nothing():
    bring_in(with_rows(**MUCH))
    before = contents(), history_counts(), list(Affiliation.objects.order_by("pk").values())

    outcome = bring_in(with_rows(**MUCH))

    assert {(each.created, each.changed, each.refused) for each in outcome.counts.values()} == {(0, 0, 0)}
    assert (contents(), history_counts(), list(Affiliation.objects.order_by("pk").values())) == before


def test_every_new_row_has_one_row_of_history():
    outcome = bring_in(with_rows(**MUCH))

    assert {name: count for name, count in history_counts().items() if count} == {
        name: counts.created for name, counts in outcome.counts.items()
    }
    entry = PhaseEntry.history.get(code="F2")
    assert (entry.history_type, entry.history_change_reason, entry.occupation) == ("+", "import", "Büro")


def test_the_history_names_who_imported():
    user = factories.user()

    bring_in(with_rows(), user=user)

    assert {each.history_user for each in Participant.history.all()} == {user}


def test_an_update_changes_only_the_columns_that_are_there():
    bring_in(with_rows(participants=[{"code": "P3", "given_name": "Kofi", "phone": "030 1", "gender": "male"}]))

    outcome = bring_in({"participants": [{"code": "P3", "phone": "030 2"}]})

    person = Participant.objects.get(code="P3")
    assert (person.given_name, person.phone, person.gender) == ("Kofi", "030 2", "male")
    assert outcome.counts["participants"].changed == 1
    changes = Participant.history.filter(code="P3").order_by("history_id").values_list("history_type", "phone")
    assert list(changes) == [("+", "030 1"), ("~", "030 2")]


def test_an_empty_cell_of_an_update_empties_the_value():
    bring_in(with_rows(participants=[{"code": "P3", "given_name": "Kofi", "birth_date": "1990-01-02", "phone": "1"}]))

    bring_in({"participants": [{"code": "P3", "birth_date": "", "phone": ""}]})

    assert Participant.objects.values_list("birth_date", "phone").get(code="P3") == (None, "")


def test_an_update_may_not_empty_what_is_required():
    bring_in(with_rows())

    outcome = bring_in({"enrolments": [{"code": "E1", "entered_on": ""}]})

    assert found(outcome.problems) == [("enrolments", 2, "entered_on", "required")]


def test_a_new_row_needs_the_required_columns_that_are_not_there():
    bring_in(with_rows())

    outcome = bring_in({"sponsors": [{"code": "SP", "capacity": "3"}, {"code": "NEU", "capacity": "3"}]})

    assert found(outcome.problems) == [
        ("sponsors", 3, "organisation", "required"),
        ("sponsors", 3, "given_name", "required"),
        ("sponsors", 3, "family_name", "required"),
    ]


def test_rows_without_a_code_are_matched_by_their_key():
    bring_in(with_rows(**MUCH))

    outcome = bring_in({"transfers": [{"enrolment": "E1", "on": "01.01.2017", "organisation": "S"}]})

    assert outcome.counts["transfers"].changed == 1
    assert Affiliation.objects.filter(enrolment__code="E1").order_by("-started_on").first().organisation.code == "S"


def test_a_part_of_a_key_whose_column_is_not_there_is_empty():
    level = {"participant": "P1", "assessed_on": "2016-01-01", "level": "b1", "evidence": "certificate"}
    bring_in(with_rows(**MUCH))

    outcome = bring_in({"language_levels": [level]})

    assert outcome.counts["language_levels"].changed == 1


def test_codes_are_case_sensitive():
    outcome = bring_in(with_rows(participants=[{"code": "p1", "given_name": "Kofi"}]))

    assert outcome.counts["participants"].created == 3


def test_a_phase_that_becomes_parallel_takes_its_entries_with_it():
    bring_in(with_rows(**MUCH))

    bring_in({"phases": [{"code": "AU", "parallel": "ja"}]})

    assert PhaseEntry.objects.get(code="F2").parallel


def test_a_new_birth_name_is_found_by_its_new_form():
    bring_in(with_rows())

    bring_in({"participants": [{"code": "P1", "family_name": "Öz"}]})

    assert Participant.objects.get(code="P1").search_name == "oz amal"


def test_a_dry_run_says_the_same_and_writes_nothing():
    outcome = bring_in(with_rows(**MUCH), dry_run=True)

    assert outcome.sound
    assert outcome.counts["phase_entries"].created == 3
    assert not any(table.model.objects.exists() for table in TABLES.values())


BAD = {
    "participants": [{"code": "P3", "given_name": "Kofi", "gender": "?"}, {"code": "P4", "given_name": "Sara"}],
    "enrolments": [
        {"code": "E3", "participant": "P3", "cohort": "DUAL-16", "organisation": "S", "entered_on": "2016-05-02"},
        {"code": "E4", "participant": "P4", "cohort": "DUAL-16", "organisation": "S", "entered_on": "2016-05-02"},
    ],
    "phase_entries": [
        {"code": "F3", "enrolment": "E3", "phase": "AU", "started_on": "2016-09-01"},
        {"code": "F4", "enrolment": "E4", "phase": "AU", "started_on": "2016-09-01"},
        {"code": "F5", "enrolment": "E4", "phase": "PR", "started_on": "2017-09-01"},
    ],
}


def test_a_partial_import_leaves_out_what_is_refused_and_what_depends_on_it():
    outcome = bring_in(with_rows(**BAD), partial=True)

    assert outcome.sound
    assert found(outcome.problems) == [
        ("participants", 4, "gender", "not_in_list"),
        ("enrolments", 4, "participant", "depends_on_refused"),
        ("phase_entries", 2, "enrolment", "depends_on_refused"),
        ("phase_entries", 4, "started_on", "overlap"),
    ]
    assert sorted(Enrolment.objects.values_list("code", flat=True)) == ["E1", "E2", "E4"]
    assert [entry.code for entry in PhaseEntry.objects.order_by("code")] == ["F4"]


def test_without_partial_nothing_of_it_is_imported():
    outcome = bring_in(with_rows(**BAD))

    assert not outcome.sound
    assert not Participant.objects.exists()


def test_a_partial_import_judges_rows_beside_the_old_version_of_what_is_refused():
    bring_in(with_rows())

    outcome = bring_in(
        {
            "enrolments": [{"code": "E2", "ended_on": "2016-01-01"}],
            "phase_entries": [
                {"code": "F1", "enrolment": "E2", "phase": "AU", "started_on": "2016-09-01", "ended_on": "2016-12-31"}
            ],
        },
        partial=True,
    )

    assert found(outcome.problems) == [("enrolments", 2, "ended_on", "end_before_start")]
    assert str(Enrolment.objects.get(code="E2").ended_on) == "2016-12-31"
    assert PhaseEntry.objects.get().code == "F1"


def test_a_partial_import_of_which_nothing_is_sound_fails():
    outcome = bring_in({"participants": [{"code": "P1", "given_name": "A", "gender": "?"}]}, partial=True)

    assert not outcome.sound


def test_a_table_with_an_unknown_column_is_left_out_of_a_partial_import():
    people = [{**row, "shoe_size": "43"} for row in GROUND["participants"]]

    outcome = bring_in({**with_rows(), "participants": people}, partial=True)

    assert found(outcome.problems) == [
        ("participants", 1, "shoe_size", "unknown_column"),
        ("enrolments", 2, "participant", "depends_on_refused"),
        ("enrolments", 3, "participant", "depends_on_refused"),
    ]
    assert not Participant.objects.exists()
    assert Organisation.objects.count() == 4


def test_an_unknown_column_is_named_and_nothing_imported():
    people = [{**row, "shoe_size": "43"} for row in GROUND["participants"]]

    outcome = bring_in({**with_rows(), "participants": people})

    assert found(outcome.problems) == [("participants", 1, "shoe_size", "unknown_column")]
    assert outcome.problems[0].value == "shoe_size"
    assert not Organisation.objects.exists()
