"""Random bundles are valid under every rule of the import, and nasty enough to be worth it."""

import datetime as dt
from itertools import combinations

import pytest

from tests.reports.bundle_parts.draft import KEYS
from tests.reports.bundles import (
    DATE_COLUMNS,
    focus_month,
    in_western_letters,
    interesting_months,
    random_bundle,
    read_csv_folder,
    write_csv_folder,
)
from tests.reports.oracle import report

SEEDS = range(24)
FAR = "9999-12-31"
ENDS = {
    "started_on": ("ended_on", "planned_end_on"),
    "entered_on": ("ended_on",),
    "given_on": ("ended_on", "decided_on"),
}
ENDS |= {"issued_on": ("printed_valid_to", "legal_valid_to"), "starts_from": ("starts_to",)}


@pytest.fixture(scope="module")
def bundles():
    return {seed: random_bundle(seed) for seed in SEEDS}


def each_row(bundle, *tables):
    return [(table, row) for table in tables or bundle for row in bundle[table]]


def by_code(bundle, table):
    return {row["code"]: row for row in bundle[table]}


def overlap(one, other, start="started_on"):
    return one[start] <= (other["ended_on"] or FAR) and other[start] <= (one["ended_on"] or FAR)


def pairs_of(rows, *columns):
    return [pair for pair in combinations(rows, 2) if all(pair[0][column] == pair[1][column] for column in columns)]


def test_the_same_seed_gives_the_same_bundle():
    assert random_bundle(7) == random_bundle(7)
    assert random_bundle(7) != random_bundle(27)


def test_every_key_is_there_once(bundles):
    for bundle in bundles.values():
        keys = [(table, *(row[c] for c in KEYS.get(table, ("code",)))) for table, row in each_row(bundle)]

        assert len(keys) == len(set(keys))


def test_every_reference_leads_somewhere(bundles):
    tables = {"organisation": "organisations", "parent": "organisations", "lead_partner": "organisations"}
    tables |= {name: f"{name}s" for name in ("programme", "phase", "cohort", "participant", "enrolment", "sponsor")}
    for bundle in bundles.values():
        codes = {table: set(by_code(bundle, table)) | {""} for table in set(tables.values())}

        lost = [
            (table, row)
            for table, row in each_row(bundle)
            for c in row
            if c in tables and row[c] not in codes[tables[c]]
        ]
        assert lost == []


def test_no_end_is_before_its_start_and_every_date_is_in_range(bundles):
    for bundle in bundles.values():
        wrong = [
            (table, row)
            for table, row in each_row(bundle)
            for start, ends in ENDS.items()
            for end in ends
            if row.get(start) and row.get(end) and row[end] < row[start]
        ]
        dates = [row[column] for _, row in each_row(bundle) for column in row if column in DATE_COLUMNS and row[column]]

        assert wrong == []
        assert [day for day in dates if not "1900" <= dt.date.fromisoformat(day).isoformat() <= "2100"] == []


def test_what_belongs_to_an_enrolment_lies_inside_it(bundles):
    inside = {"transfers": "on", "exams": "held_on", "contacts": "held_on"}
    inside |= dict.fromkeys(("phase_entries", "pauses", "sponsorships"), "started_on")
    for bundle in bundles.values():
        enrolments = by_code(bundle, "enrolments")
        outside = []
        for table, row in each_row(bundle, *inside):
            enrolment = enrolments[row["enrolment"]]
            first = row[inside[table]]
            last = (row["ended_on"] or FAR) if "ended_on" in row else first
            if first < enrolment["entered_on"] or last > (enrolment["ended_on"] or FAR):
                outside.append((table, row, enrolment))

        assert outside == []


def test_main_track_entries_do_not_overlap_and_keep_to_their_programme(bundles):
    for bundle in bundles.values():
        phases, cohorts, enrolments = (by_code(bundle, table) for table in ("phases", "cohorts", "enrolments"))
        main = [row for row in bundle["phase_entries"] if phases[row["phase"]]["parallel"] != "yes"]
        foreign = [
            row
            for row in bundle["phase_entries"]
            if phases[row["phase"]]["programme"] != cohorts[enrolments[row["enrolment"]]["cohort"]]["programme"]
        ]

        assert [pair for pair in pairs_of(main, "enrolment") if overlap(*pair)] == []
        assert foreign == []


def test_nobody_is_twice_in_a_cohort_on_a_day_and_no_two_guarantees_share_one(bundles):
    for bundle in bundles.values():
        enrolments = pairs_of(bundle["enrolments"], "participant", "cohort")
        guarantees = pairs_of(bundle["guarantees"], "enrolment")

        assert [pair for pair in enrolments if overlap(*pair, start="entered_on")] == []
        assert [pair for pair in guarantees if overlap(*pair, start="given_on")] == []


def test_guarantees_are_only_on_programmes_that_train(bundles):
    for bundle in bundles.values():
        training = {row["programme"] for row in bundle["phases"] if row["kind"] == "training"}
        cohorts, enrolments = by_code(bundle, "cohorts"), by_code(bundle, "enrolments")
        promised = {cohorts[enrolments[row["enrolment"]]["cohort"]]["programme"] for row in bundle["guarantees"]}

        assert promised - training == set()


def test_people_are_enrolled_at_companies_and_sites_only_and_nothing_is_below_a_partner(bundles):
    for bundle in bundles.values():
        kinds = {row["code"]: row["kind"] for row in bundle["organisations"]}
        used = {kinds[row["organisation"]] for _, row in each_row(bundle, "enrolments", "transfers")}
        above = [(row["kind"], kinds.get(row["parent"], "")) for row in bundle["organisations"]]

        assert used <= {"company", "site"}
        assert [pair for pair in above if pair[1] == "partner" or pair == ("company", "site")] == []


def features(bundle):
    """Which of the awkward cases a bundle holds."""
    phases, enrolments = by_code(bundle, "phases"), by_code(bundle, "enrolments")
    transfers = [(row, enrolments[row["enrolment"]]) for row in bundle["transfers"]]
    same_cohort = pairs_of(bundle["enrolments"], "participant", "cohort")
    same_person = pairs_of(bundle["enrolments"], "participant")
    several_a_day = pairs_of(bundle["language_levels"], "participant", "assessed_on", "evidence")
    days = [row[column] for _, row in each_row(bundle) for column in row if column in DATE_COLUMNS]
    return {
        "transfer on the entry day": any(row["on"] == enrolment["entered_on"] for row, enrolment in transfers),
        "transfer on the last day": any(row["on"] == enrolment["ended_on"] for row, enrolment in transfers),
        "transfer to where one is": any(row["organisation"] == e["organisation"] for row, e in transfers),
        "one-day enrolment": any(row["entered_on"] == row["ended_on"] for row in bundle["enrolments"]),
        "re-enrolment": bool(same_cohort),
        "two programmes at once": any(overlap(*pair, start="entered_on") for pair in same_person),
        "several certificates a day": bool(several_a_day),
        "overlapping pauses": any(overlap(*pair) for pair in pairs_of(bundle["pauses"], "enrolment")),
        "overlapping sponsorships": any(overlap(*pair) for pair in pairs_of(bundle["sponsorships"], "enrolment")),
        "parallel training": any(
            phases[row["phase"]]["kind"] == "training" and phases[row["phase"]]["parallel"] == "yes"
            for row in bundle["phase_entries"]
        ),
        "leap day": any(day.endswith("02-29") for day in days),
        "undated decision": any(row["decision"] and not row["decided_on"] for row in bundle["guarantees"]),
        "withdrawn": any(row["decision"] == "withdrawn" for row in bundle["guarantees"]),
        "two guarantees": bool(pairs_of(bundle["guarantees"], "enrolment")),
        "two jobs at once": any(overlap(*pair) for pair in pairs_of(bundle["employments"], "enrolment")),
    }


def test_every_awkward_case_is_in_some_bundle(bundles):
    found = [features(bundle) for bundle in bundles.values()]

    assert [name for name in found[0] if not any(one[name] for one in found)] == []


def test_the_focus_is_the_first_of_the_interesting_months(bundles):
    assert [interesting_months(bundle)[0] for bundle in bundles.values()] == [focus_month(seed) for seed in SEEDS]


def test_most_figures_of_the_focus_month_are_not_zero_somewhere(bundles):
    seen, lively = set(), set()
    for seed, bundle in bundles.items():
        for cell in report(bundle, "GR", focus_month(seed)):
            name = (cell["indicator"], cell["breakdown"], cell["key"].get("line"), cell["key"].get("class"))
            seen.add(name)
            if cell.get("numerator", cell.get("value", 0)) not in {0, "0"}:
                lively.add(name)

    assert {name[0] for name in seen - lively} == {"restatements"}
    assert "retention_curve" in {name[0] for name in lively}


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "utf-8-sig"), (",", "utf-8"), ("\t", "utf-8")])
def test_a_bundle_written_to_a_folder_reads_back_the_same(tmp_path, bundles, delimiter, encoding):
    write_csv_folder(bundles[1], tmp_path / "b", delimiter=delimiter, encoding=encoding)

    assert read_csv_folder(tmp_path / "b", delimiter=delimiter) == {t: rows for t, rows in bundles[1].items() if rows}


def test_western_letters_fit_into_windows_1252_and_nothing_but_letters_changes(tmp_path):
    original, western = random_bundle(2), in_western_letters(random_bundle(2))

    write_csv_folder(western, tmp_path, delimiter=";", encoding="cp1252", german_dates=True)

    changed = {
        (table, column)
        for table, rows in original.items()
        for before, after in zip(rows, western[table], strict=True)
        for column in before
        if before[column] != after[column]
    }
    assert changed - {("sponsors", "family_name")} == {
        ("participants", "given_name"),
        ("participants", "family_name"),
        ("participants", "original_script_name"),
    }


def test_german_dates_are_written_as_people_write_them(tmp_path):
    bundle = {"transfers": [{"enrolment": "E1", "on": "2016-09-01", "organisation": "Köln"}]}

    write_csv_folder(bundle, tmp_path, delimiter=";", encoding="cp1252", german_dates=True)

    assert (tmp_path / "transfers.csv").read_bytes() == b"enrolment;on;organisation\r\nE1;01.09.2016;K\xf6ln\r\n"
