"""Files that were written before two records became one."""

import pytest

from programmes.exchange.exporting import Whose, tables_with_rows
from programmes.exchange.refusals import KEY_TWICE
from programmes.participants.merging.services import merge_people
from programmes.participants.models import Participant
from programmes.pathways.models import Enrolment
from tests.programmes.exchange.small import GROUND, bring_in, found, with_rows

pytestmark = pytest.mark.django_db

P3 = {"code": "P3", "given_name": "Amaal", "family_name": "Haddad", "birth_date": "1997-05-22"}
E3 = {"code": "E3", "participant": "P3", "cohort": "COACH-16", "organisation": "S", "entered_on": "2016-05-02"}


@pytest.fixture
def merged():
    bring_in(with_rows(participants=[P3], enrolments=[E3]))
    people = {person.code: person for person in Participant.objects.order_by("pk")}
    merge_people(people["P1"], people["P3"])
    return people


def test_a_row_with_the_merged_code_changes_the_record_that_remains(merged):
    outcome = bring_in({"participants": [{**P3, "phone": "0151 23"}]})

    remaining, old = (Participant.objects.get(code=code) for code in ("P1", "P3"))
    assert (outcome.counts["participants"].changed, remaining.phone, remaining.given_name) == (1, "0151 23", "Amaal")
    assert (old.phone, old.merged_into) == ("", remaining)


def test_references_to_the_merged_code_lead_to_the_record_that_remains(merged):
    enrolment = {**E3, "code": "E4", "cohort": "DUAL-16", "entered_on": "2018-01-01", "participant": "P3"}
    level = {"participant": "P3", "assessed_on": "2016-01-01", "level": "a2", "evidence": "certificate", "skill": ""}

    ends = {**GROUND["enrolments"][0], "ended_on": "2016-12-31"}
    bring_in({"enrolments": [ends, enrolment], "language_levels": [level]})

    assert Enrolment.objects.get(code="E4").participant == merged["P1"]
    assert merged["P1"].language_levels.count() == 1


def test_the_same_file_again_changes_nothing(merged):
    bring_in({"enrolments": [E3]})

    assert Enrolment.objects.get(code="E3").participant == merged["P1"]
    assert Enrolment.objects.get(code="E3").history.count() == 2


def test_both_codes_in_one_file_are_one_key_twice(merged):
    outcome = bring_in(with_rows(participants=[P3]))

    assert [each[0] for each in found(outcome.problems)] == ["participants"]
    assert found(outcome.problems)[0][3] == KEY_TWICE.code


def test_merged_records_are_not_written_out(merged):
    written = {table.name: list(rows) for table, rows in tables_with_rows(Whose())}

    assert [row[0] for row in written["participants"]] == ["P1", "P2"]
    assert {row[0]: row[1] for row in written["enrolments"]}["E3"] == "P1"
