"""What holds for every report: the same number of queries, stock and flow that add up, one order."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from integration.organisations.models import Organisation
from programmes.community import measurable
from programmes.pathways.enums import PhaseKind
from programmes.pathways.models import Affiliation
from reports.indicators.identity import IdentityViolated
from reports.indicators.registry import Indicator, all_indicators
from reports.indicators.report import compute_report, compute_reports
from tests import factories
from tests.reports.bundles import interesting_months, random_bundle
from tests.reports.importing import bring_in_bundle

MAY = date(2026, 5, 1)
IDS = [
    "participants", "supported", "enrolments", "inflow", "outflow", "phase_stock", "paused", "overdue",
    "transition", "transition_so_far", "transition_days",
    "success", "training_completion", "dissolution_rate", "dissolution_so_far", "dropout",
    "guarantee_coverage", "guarantee_fulfilment", "takeover", "guarantee_forecast",
    "retention_6", "retention_12", "retention_24", "retention_curve",
    "language_level", "language_b2", "language_progress",
    "sponsor_coverage", "sponsored_days", "contact_regularity", "trained_sponsors", "caseload",
    "permit_horizon", "permit_covers_phase",
    "places", "published_figure", "target",
    "late_entries", "restatements",
]  # fmt: skip


def _queries(*organisations: Organisation) -> int:
    with CaptureQueriesContext(connection) as queries:
        compute_reports(organisations, MAY)
    return len(queries)


def test_every_indicator_of_the_definitions_is_registered_and_can_be_aimed_at() -> None:
    assert [each.id for each in all_indicators()] == IDS
    assert sorted(measurable.indicators()) == sorted(IDS)


@pytest.mark.parametrize("indicator", all_indicators(), ids=lambda each: each.id)
def test_every_indicator_explains_itself_in_both_languages(indicator: Indicator) -> None:
    for text in (indicator.name, indicator.definition, indicator.explanation):
        with translation.override("en"):
            english = str(text)
        with translation.override("de"):
            german = str(text)

        assert english
        assert german != english


@pytest.mark.django_db
def test_a_report_asks_as_many_questions_about_one_person_as_about_fifty(tmp_path: Path) -> None:
    lone = factories.enrolment(in_phase=PhaseKind.TRAINING).organisation
    alone = _queries(lone)
    bring_in_bundle(random_bundle(0), tmp_path)
    whole = list(Organisation.objects.filter(parent=None).order_by("code"))

    assert _queries(*whole[:1]) == alone
    assert _queries(*whole) == alone


@pytest.mark.django_db
def test_the_figures_come_in_the_same_order_every_time(tmp_path: Path) -> None:
    bundle = random_bundle(3)
    bring_in_bundle(bundle, tmp_path)
    root = Organisation.objects.filter(parent=None).order_by("code").first()
    month = date.fromisoformat(f"{interesting_months(bundle)[0]}-01")

    assert compute_report(root, month) == compute_report(root, month)


@pytest.mark.django_db
def test_a_report_whose_stock_and_flow_do_not_add_up_is_not_made_and_names_the_cell() -> None:
    enrolment = factories.enrolment(entered_on=date(2026, 5, 4))
    Affiliation.objects.filter(enrolment=enrolment).update(previous=enrolment.organisation)

    with pytest.raises(IdentityViolated) as violated:
        compute_report(enrolment.organisation, MAY)

    assert str(violated.value) == (
        "Stock and flow do not add up in 2026-05, total: 0 enrolments before, 0 in, 0 out, but 1 enrolments now."
    )


@pytest.mark.django_db
def test_progress_is_told_indicator_by_indicator() -> None:
    told = []

    compute_report(factories.organisation(), MAY, lambda done, of: told.append((done, of)))

    assert told == [(number, len(IDS)) for number in range(1, len(IDS) + 1)]
