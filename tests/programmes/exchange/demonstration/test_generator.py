"""The invented bundle: valid, alive in every corner, and the same for the same seed and day."""

import csv
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from programmes.exchange.demonstration.generator import write_bundle
from programmes.exchange.services import Request, import_bundle
from programmes.exchange.tables import TABLES
from programmes.guarantees.enums import Contract
from programmes.participants.enums import Evidence, Gender, Level, ResidenceKind
from programmes.participants.names import search_form
from programmes.pathways.enums import EndReason, ExamKind, ExamResult, Outcome, PauseReason, PhaseKind
from programmes.sponsorships.enums import Channel, SupportRole

TODAY = date(2026, 5, 20)
PEOPLE = 1_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("invented") / "bundle"
    write_bundle(path, people=PEOPLE, seed=1, today=TODAY)
    return path


@pytest.fixture(scope="module")
def tables(folder):
    return {path.stem: read(path) for path in folder.glob("*.csv")}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def values(rows: list[dict[str, str]], column: str) -> set[str]:
    return {row[column] for row in rows} - {""}


def test_has_exactly_as_many_people_as_were_asked_for(tables):
    assert len(tables["participants"]) == PEOPLE


def test_has_every_table_with_rows(tables):
    assert {name for name, rows in tables.items() if rows} == set(TABLES)


def test_the_same_seed_and_day_give_the_same_bytes(folder, tmp_path):
    write_bundle(tmp_path / "again", people=PEOPLE, seed=1, today=TODAY)

    assert content(tmp_path / "again") == content(folder)


def test_another_seed_gives_other_people(folder, tmp_path):
    write_bundle(tmp_path / "other", people=PEOPLE, seed=2, today=TODAY)

    assert content(tmp_path / "other")["participants.csv"] != content(folder)["participants.csv"]


def test_a_zip_holds_the_same_and_is_the_same_every_time(folder, tmp_path):
    for name in ("one.zip", "two.zip"):
        write_bundle(tmp_path / name, people=PEOPLE, seed=1, today=TODAY)

    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == content(folder)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.zip", "two.zip"]


@pytest.mark.parametrize(
    ("table", "column", "codes"),
    [
        ("phases", "kind", PhaseKind),
        ("phase_entries", "outcome", Outcome),
        ("enrolments", "end_reason", set(EndReason) - {EndReason.DIED}),
        ("pauses", "reason", PauseReason),
        ("exams", "kind", ExamKind),
        ("exams", "result", ExamResult),
        ("sponsorships", "role", SupportRole),
        ("contacts", "channel", Channel),
        ("language_levels", "level", set(Level) - {Level.C2}),
        ("language_levels", "evidence", Evidence),
        ("residence_documents", "kind", ResidenceKind),
        ("employments", "contract", Contract),
        ("participants", "gender", Gender),
    ],
)
def test_every_kind_occurs(tables, table, column, codes):
    assert values(tables[table], column) - {EndReason.DIED} == set(codes)


def test_somebody_is_in_every_kind_of_phase_and_between_phases(tables):
    kinds = {row["code"]: (row["kind"], row["parallel"]) for row in tables["phases"]}
    open_entries = [row for row in tables["phase_entries"] if not row["ended_on"]]
    busy = {row["enrolment"] for row in open_entries if kinds[row["phase"]][1] == "no"}
    present = {row["code"] for row in tables["enrolments"] if not row["ended_on"]}

    assert {kinds[row["phase"]][0] for row in open_entries} == set(PhaseKind)
    assert present - busy != set()


def test_nothing_has_happened_after_today(tables):
    columns = [
        ("enrolments", "entered_on"),
        ("enrolments", "ended_on"),
        ("phase_entries", "started_on"),
        ("phase_entries", "ended_on"),
        ("transfers", "on"),
        ("pauses", "started_on"),
        ("sponsorships", "started_on"),
        ("contacts", "held_on"),
        ("language_levels", "assessed_on"),
        ("guarantees", "given_on"),
        ("guarantees", "decided_on"),
        ("employments", "started_on"),
    ]

    latest = {(table, column): max(values(tables[table], column)) for table, column in columns}

    assert {where: day for where, day in latest.items() if day > TODAY.isoformat()} == {}


def test_no_two_people_look_like_one(tables):
    looks = Counter(
        (frozenset({search_form(row["given_name"]), search_form(row["family_name"])}), row["birth_date"][:4])
        for row in tables["participants"]
    )

    assert [look for look, people in looks.items() if people > 1] == []


def test_names_come_in_their_own_scripts_and_some_people_have_only_one(tables):
    people = tables["participants"]
    written = "".join(row["original_script_name"] for row in people)

    assert {sign for sign in "سپሰщ" if sign in written} == set("سپሰщ")
    assert len([row for row in people if not row["family_name"]]) > 0


def test_a_first_of_january_is_only_known_to_the_year(tables):
    precisions = {row["birth_date_precision"] for row in tables["participants"] if row["birth_date"].endswith("-01-01")}

    assert precisions == {"year"}


@pytest.mark.django_db
def test_is_imported_without_a_problem_and_only_early_and_overdue_ends_are_worth_a_look(folder, tables):
    outcome = import_bundle(Request(folder))

    warned = [(each.table, each.column, tables[each.table][each.row - 2]["outcome"]) for each in outcome.warnings]
    assert outcome.problems == []
    assert set(warned) == {
        ("phase_entries", "ended_on", Outcome.CONTRACT_DISSOLVED),
        ("phase_entries", "ended_on", Outcome.ENDED_EARLY),
        ("phase_entries", "planned_end_on", ""),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2025, 1, 1), date(2025, 7, 31), date(2026, 12, 31)])
def test_is_valid_on_any_day(today, tmp_path):
    write_bundle(tmp_path / "bundle", people=150, seed=today.day, today=today)

    outcome = import_bundle(Request(tmp_path / "bundle", dry_run=True))

    assert outcome.problems == []


@pytest.mark.parametrize("people", [1, 2, 3])
def test_a_handful_of_people_is_a_bundle_too(people, tmp_path):
    write_bundle(tmp_path / "bundle", people=people, seed=1, today=TODAY)

    assert len(read(tmp_path / "bundle" / "participants.csv")) == people


def test_many_people_are_spread_over_many_sites(tmp_path):
    write_bundle(tmp_path / "bundle", people=4_000, seed=1, today=TODAY)

    organisations = read(tmp_path / "bundle" / "organisations.csv")
    codes = [row["code"] for row in organisations]
    used = {row["organisation"] for row in read(tmp_path / "bundle" / "enrolments.csv")}

    assert len(codes) == len(set(codes))
    assert used == {row["code"] for row in organisations if row["kind"] in {"company", "site"}}
    assert len(used) == 18
