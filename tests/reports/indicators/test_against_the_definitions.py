"""Every cell of every report equals an independent calculation from the definitions."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from integration.organisations.models import Organisation
from reports.indicators.report import compute_reports
from tests.reports.bundles import interesting_months, random_bundle
from tests.reports.importing import bring_in_bundle
from tests.reports.oracle import reports

SEEDS = range(5)
MONTHS = 2

Cell = dict[str, Any]


def _by_place(figures: list[Cell]) -> dict[str, Cell]:
    return {json.dumps([each["indicator"], each["breakdown"], each["key"]], sort_keys=True): each for each in figures}


def _figures(codes: list[str], month: str) -> dict[str, dict[str, Cell]]:
    organisations = list(Organisation.objects.filter(code__in=codes).order_by("code"))
    computed = compute_reports(organisations, date.fromisoformat(f"{month}-01"))
    return {each.code: _by_place([figure.as_data() for figure in computed[each.pk]]) for each in organisations}


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
def test_every_cell_equals_the_calculation_from_the_definitions(seed: int, tmp_path: Path) -> None:
    bundle = random_bundle(seed)
    bring_in_bundle(bundle, tmp_path)
    codes = [row["code"] for row in bundle["organisations"]]
    months = interesting_months(bundle)[:MONTHS]
    expected = reports(bundle, [(code, month) for code in codes for month in months])

    for month in months:
        computed = _figures(codes, month)

        for code in codes:
            assert computed[code] == _by_place([dict(cell) for cell in expected[code, month]]), (code, month)


@pytest.mark.services
@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(100, 104))
def test_every_cell_equals_the_calculation_on_postgresql_as_well(seed: int, tmp_path: Path) -> None:
    test_every_cell_equals_the_calculation_from_the_definitions(seed, tmp_path)


@pytest.mark.django_db
def test_a_report_by_itself_equals_the_same_report_among_all_of_its_tree(tmp_path: Path) -> None:
    bundle = random_bundle(3)
    bring_in_bundle(bundle, tmp_path)
    codes = [row["code"] for row in bundle["organisations"]]
    month = interesting_months(bundle)[0]

    together = _figures(codes, month)

    assert {code: _figures([code], month)[code] for code in codes} == together
