"""The first rows of an import, as people look at them before they let it in."""

import pytest
from django.utils import translation

from tests.programmes.exchange.small import bring_in, changed, with_rows

pytestmark = pytest.mark.django_db

ENTRY = {
    "code": "F1", "enrolment": "E1", "phase": "AU", "started_on": "2016-09-01", "planned_end_on": "2019-08-31",
    "occupation": "Büro",
}  # fmt: skip


def examples(tables, most=5, **options):
    return bring_in(tables, dry_run=True, examples=most, **options).examples


def test_new_rows_say_all_that_they_say():
    bring_in(with_rows())

    (new,) = examples({"phase_entries": [ENTRY]})["phase_entries"].new

    assert (new.row, new.key, new.cells) == (
        2,
        "F1",
        [
            ["enrolment", "E1"],
            ["phase", "AU"],
            ["occupation", "Büro"],
            ["started_on", "01.09.2016"],
            ["planned_end_on", "31.08.2019"],
        ],
    )


def test_changed_rows_say_only_what_changes_and_what_it_was():
    bring_in(with_rows())

    (row,) = examples(changed("phases", "SK", parallel="nein", kind="coaching"))["phases"].changed

    assert (row.key, row.cells) == ("SK", [["kind", "Sprachkurs", "Coaching"], ["parallel", "ja", "nein"]])


def test_they_are_told_in_the_readers_language():
    bring_in(with_rows())

    with translation.override("en"):
        (row,) = examples(changed("phases", "SK", parallel="nein"))["phases"].changed

    assert row.cells == [["parallel", "yes", "no"]]


def test_only_the_first_are_shown():
    people = [{"code": f"X{number}", "given_name": "Kofi"} for number in range(9)]

    found = examples(with_rows(participants=people), most=3)["participants"]

    assert [row.key for row in found.new] == ["P1", "P2", "X0"]


def test_what_is_refused_or_stays_as_it_is_is_not_shown():
    bring_in(with_rows())

    found = examples(with_rows(phase_entries=[ENTRY, {**ENTRY, "code": "F2", "started_on": "gestern"}]), partial=True)

    assert ([row.key for row in found["phase_entries"].new], list(found)) == (["F1"], ["phase_entries"])


def test_nobody_who_does_not_ask_for_them_pays_for_them():
    assert bring_in(with_rows(), dry_run=True).examples == {}
