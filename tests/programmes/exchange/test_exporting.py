"""The database as a bundle: nothing is lost, nothing is computed, and the same data gives the same bytes."""

import csv
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from integration.organisations.models import Organisation
from programmes.exchange.exporting import export_bundle, format_of
from programmes.exchange.problems import Unusable
from programmes.exchange.services import Request, import_bundle
from programmes.exchange.tables import TABLES
from programmes.participants.models import Participant
from tests.programmes.exchange.small import bring_in, contents, found, with_rows
from tests.reports.bundles import random_bundle, write_csv_folder

SEED = Path(__file__).parents[3] / "programmes/exchange/demonstration/seed"
NAMES = ("=1+1", "+49", "-", "@SUM", "'=x", "''-", "'Abd", 'Fa"rah; jr.', "Nguyễn, Văn An", "ሰላም", "_x0041_", "0", "ja")


def empty():
    call_command("flush", interactive=False, verbosity=0)


def exported(path, **options):
    export_bundle(path, form=format_of(path), **options)
    if path.is_dir():
        return {file.name: file.read_bytes() for file in sorted(path.iterdir())}
    return path.read_bytes()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["bundle", "bundle.zip", "bundle.xlsx"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_exported_and_imported_again_is_the_same_to_the_byte(tmp_path, seed, name):
    write_csv_folder(random_bundle(seed), tmp_path / "random")
    outcome = import_bundle(Request(path=tmp_path / "random"))
    before = contents()
    first = exported(tmp_path / name)
    empty()

    again = import_bundle(Request(path=tmp_path / name))
    second = exported(tmp_path / f"again-{name}")

    assert (found(outcome.problems), found(again.problems)) == ([], [])
    assert contents() == before
    assert second == first


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [4, 5, 6])
def test_a_random_bundle_imported_twice_changes_nothing(tmp_path, seed):
    write_csv_folder(random_bundle(seed), tmp_path, delimiter=";", german_dates=True)
    import_bundle(Request(path=tmp_path))

    outcome = import_bundle(Request(path=tmp_path))

    assert found(outcome.problems) == []
    assert {(each.created, each.changed) for each in outcome.counts.values()} == {(0, 0)}


@pytest.mark.django_db
def test_the_programmes_of_the_seed_are_exported_as_they_came(tmp_path):
    outcome = import_bundle(Request(path=SEED))

    exported(tmp_path / "bundle")

    assert found(outcome.problems) == []
    for file in sorted(SEED.iterdir()):
        with file.open(encoding="utf-8") as one, (tmp_path / "bundle" / file.name).open(encoding="utf-8-sig") as two:
            given_rows, kept = (list(csv.DictReader(each, delimiter=";")) for each in (one, two))
        columns = given_rows[0].keys()
        key = next(iter(kept[0]))
        plain = sorted(({c: row[c] for c in columns} for row in kept), key=str)
        assert len(kept) == len(given_rows), key
        if file.stem in {"organisations", "participants", "enrolments", "phase_entries", "cohorts", "guarantees"}:
            assert plain == sorted(given_rows, key=str)


def participants_with(names):
    return [{"code": f"N{number}", "given_name": name} for number, name in enumerate(names)]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["bundle", "bundle.zip", "bundle.xlsx"])
def test_names_that_look_like_formulas_come_back(tmp_path, name):
    Participant.objects.bulk_create(
        Participant(code=f"N{number}", given_name=each) for number, each in enumerate(NAMES)
    )
    exported(tmp_path / name)
    Participant.objects.all().delete()

    import_bundle(Request(path=tmp_path / name))

    kept = [person.given_name for person in sorted(Participant.objects.all(), key=lambda each: int(each.code[1:]))]
    assert kept == list(NAMES)


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=40), min_size=1, max_size=5),
    form=st.sampled_from(["folder", "xlsx"]),
)
def test_whatever_names_were_imported_survive_the_round_trip(tmp_path_factory, names, form):
    Participant.objects.all().delete()
    path = tmp_path_factory.mktemp("names")
    bring_in({"participants": [{"code": "P0", "given_name": "A"}]})
    outcome = bring_in({"participants": participants_with(f"x{name}" for name in names)})
    before = contents()["participants"]
    export_bundle(path / "out", form=form)
    Participant.objects.all().delete()

    import_bundle(Request(path=path / "out"))

    assert found(outcome.problems) == []
    assert contents()["participants"] == before


@pytest.mark.django_db
def test_no_cell_of_an_export_is_a_formula(tmp_path):
    Participant.objects.bulk_create(
        Participant(code=f"N{number}", given_name=each) for number, each in enumerate(NAMES)
    )

    exported(tmp_path / "bundle")
    exported(tmp_path / "bundle.xlsx")

    with (tmp_path / "bundle/participants.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file, delimiter=";") for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    with zipfile.ZipFile(tmp_path / "bundle.xlsx") as book:
        assert not any(b"<f>" in book.read(name) or b"<f " in book.read(name) for name in book.namelist())
    rows = load_workbook(str(tmp_path / "bundle.xlsx")).get_sheet_by_name("participants").to_python()
    assert [row[1] for row in rows[1:]] == [
        name for _code, name in sorted((f"N{n}", each) for n, each in enumerate(NAMES))
    ]


@pytest.mark.django_db
def test_tables_without_rows_are_left_out_and_old_ones_go(tmp_path):
    (tmp_path / "bundle").mkdir()
    (tmp_path / "bundle/contacts.csv").write_text("old")
    (tmp_path / "bundle/mine.txt").write_text("mine")
    bring_in({"participants": [{"code": "P1", "given_name": "A"}]})

    files = exported(tmp_path / "bundle")

    assert list(files) == ["mine.txt", "participants.csv"]


@pytest.mark.django_db
def test_a_target_of_another_kind_is_refused(tmp_path):
    (tmp_path / "bundle.zip").mkdir()
    (tmp_path / "bundle").write_text("")

    for name in ("bundle.zip", "bundle", "nirgends/bundle"):
        with pytest.raises(Unusable):
            exported(tmp_path / name)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bundle", "bundle.zip"]


OTHER = {
    "organisations": [
        {"code": "O", "name": "Andere", "kind": "company"},
        {"code": "O-S", "name": "Anderswo", "kind": "site", "parent": "O"},
    ],
    "programmes": [{"code": "O-DUAL", "organisation": "O", "name": "Andere"}],
    "phases": [{"code": "O-AU", "programme": "O-DUAL", "position": "1", "name": "A", "kind": "training"}],
    "cohorts": [{"code": "O-16", "programme": "O-DUAL", "label": "2016"}],
    "participants": [{"code": "P8", "given_name": "Canary"}, {"code": "P9", "given_name": "Moved"}],
    "enrolments": [
        {"code": "E8", "participant": "P8", "cohort": "O-16", "organisation": "O-S", "entered_on": "2016-05-02"},
        {"code": "E9", "participant": "P9", "cohort": "O-16", "organisation": "O-S", "entered_on": "2016-05-02"},
    ],
    "transfers": [{"enrolment": "E9", "on": "2017-01-01", "organisation": "S"}],
    "sponsors": [{"code": "O-SP", "organisation": "O-S", "given_name": "Canary", "family_name": "C"}],
    "sponsorships": [{"sponsor": "O-SP", "enrolment": "E8", "started_on": "2016-05-02", "role": "sponsor"}],
    "contacts": [{"sponsor": "O-SP", "enrolment": "E8", "held_on": "2016-05-02", "channel": "phone"}],
    "language_levels": [{"participant": "P8", "assessed_on": "2016-01-01", "level": "a2", "evidence": "certificate"}],
    "residence_documents": [
        {"code": "O-D", "participant": "P8", "kind": "toleration", "issued_on": "2016-01-01", "work_permission": "any"}
    ],
    "targets": [
        {"code": "O-T", "organisation": "O", "indicator": "participants", "operator": ">=", "value": "1", "due_on": "2020-01-01"}
    ],
    "published_figures": [
        {"code": "O-F", "organisation": "O", "label": "L", "qualifier": "over", "value": "1", "unit": "persons", "source": "S"}
    ],
}  # fmt: skip


@pytest.mark.django_db
def test_an_organisation_exports_what_ever_belonged_to_it_and_nothing_else(tmp_path):
    bring_in(with_rows(**OTHER))

    files = exported(tmp_path / "bundle", organisation=Organisation.objects.get(code="C"))

    assert "Canary" not in "".join(content.decode() for content in files.values())
    codes = {}
    for name, content in files.items():
        rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines(), delimiter=";"))
        codes[name.removesuffix(".csv")] = [row.get("code") or row["enrolment"] for row in rows]
    assert codes == {
        "organisations": ["C", "G", "O", "O-S", "S"],
        "programmes": ["COACH", "DUAL", "O-DUAL"],
        "phases": ["AU", "CO", "O-AU", "PR", "SK"],
        "cohorts": ["COACH-16", "DUAL-16", "O-16"],
        "participants": ["P1", "P2", "P9"],
        "enrolments": ["E1", "E2", "E9"],
        "transfers": ["E9"],
        "sponsors": ["SP"],
    }


@pytest.mark.django_db(transaction=True)
def test_what_an_organisation_exports_can_be_imported(tmp_path):
    bring_in(with_rows(**OTHER))
    exported(tmp_path / "bundle", organisation=Organisation.objects.get(code="C"))
    empty()

    outcome = import_bundle(Request(path=tmp_path / "bundle"))

    assert found(outcome.problems) == []
    assert TABLES["enrolments"].model.objects.count() == 3
