"""A bundle of CSV files, written row by row: memory does not grow with the number of people."""

import csv
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

COLUMNS = {
    "organisations": "code name kind parent legal_form aliases",
    "programmes": "code organisation name description target_group lead_partner transition_window_days "
    "takeover_tolerance_days success_reasons active_from active_to",
    "phases": "code programme position name kind duration_months optional parallel sponsor_required "
    "contact_interval_days probation_months minimum_level",
    "cohorts": "code programme label starts_from starts_to planned_places planned_places_qualifier groups",
    "participants": "code given_name family_name original_script_name birth_date birth_date_precision gender "
    "nationality email phone preferred_language",
    "enrolments": "code participant cohort organisation entered_on ended_on end_reason",
    "transfers": "enrolment on organisation",
    "phase_entries": "code enrolment phase occupation started_on planned_end_on ended_on outcome",
    "pauses": "enrolment started_on ended_on reason",
    "exams": "enrolment kind attempt held_on result",
    "sponsors": "code organisation given_name family_name email trained_on capacity volunteer",
    "sponsorships": "sponsor enrolment started_on ended_on role end_reason",
    "contacts": "sponsor enrolment held_on channel reached minutes",
    "language_levels": "participant assessed_on level evidence skill",
    "residence_documents": "code participant kind legal_section issued_on printed_valid_to legal_valid_to "
    "work_permission restriction",
    "guarantees": "enrolment given_on ended_on scope decision decided_on reason",
    "employments": "enrolment organisation started_on ended_on contract",
    "targets": "code organisation indicator line operator value due_on baseline baseline_on",
    "published_figures": "code organisation label qualifier value unit base as_of source",
}

# The oldest day a zip can name; the real one would make two equal bundles differ.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


class Bundle:
    """The open files of a bundle, one a table."""

    def __init__(self, folder: Path, files: ExitStack) -> None:
        self._add = {}
        for table, columns in COLUMNS.items():
            path = folder / f"{table}.csv"
            file = files.enter_context(path.open("w", encoding="utf-8", newline="", buffering=1 << 16))
            rows = csv.writer(file, delimiter=";", lineterminator="\n")
            rows.writerow(columns.split())
            self._add[table] = rows.writerow

    def add(self, table: str, *values: Any) -> None:
        """One more row, its values in the order of the columns; None is an empty cell."""
        self._add[table](values)


@contextmanager
def writing(path: Path) -> Iterator[Bundle]:
    """A bundle that is at `path` when all is written: a zip if it is called so, else a folder."""
    if path.suffix != ".zip":
        path.mkdir(parents=True, exist_ok=True)
        with ExitStack() as files:
            yield Bundle(path, files)
        return
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        with ExitStack() as files:
            yield Bundle(Path(folder), files)
        _pack(Path(folder), path)


def _pack(folder: Path, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for table in COLUMNS:
            entry = zipfile.ZipInfo(f"{table}.csv", _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with (folder / entry.filename).open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
                shutil.copyfileobj(source, target, 1 << 20)
