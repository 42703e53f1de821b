"""Who is behind a figure is found by the very query that counts it."""

from datetime import date

import pytest

from integration.organisations.models import Organisation
from programmes.pathways.enums import Outcome, PhaseKind
from programmes.pathways.models import Enrolment
from reports.indicators import registry
from reports.indicators.kinds import Breakdown, Shape, Unit
from reports.indicators.people import has_people, people_behind
from reports.indicators.report import compute_report
from tests import factories as make
from tests.reports.bundles import interesting_months, random_bundle
from tests.reports.importing import bring_in_bundle

pytestmark = pytest.mark.django_db

OCTOBER = date(2024, 10, 1)
ONE_EACH = {Unit.ENROLMENTS, Unit.DAYS}


def behind(at, indicator, breakdown=Breakdown.TOTAL, **key):
    found = people_behind(at, OCTOBER, registry.get(indicator), breakdown, key)
    return {each.enrolment_id: each.counts for each in found}


def test_a_count_names_those_it_counts():
    here = make.enrolment()
    make.enrolment(entered_on=date(2024, 11, 1), cohort=here.cohort)
    make.enrolment()

    assert behind(here.organisation, "enrolments") == {here.pk: True}


def test_a_rate_says_who_is_among_the_counted():
    promised = make.enrolment(in_phase=PhaseKind.TRAINING, guaranteed=True)
    other = make.enrolment(in_phase=PhaseKind.TRAINING, cohort=promised.cohort)

    assert behind(promised.organisation, "guarantee_coverage") == {promised.pk: True, other.pk: False}


def test_what_moves_within_the_scope_is_no_inflow_of_the_whole_but_of_its_part():
    group = make.organisation(kind="group")
    old, new = make.organisation(parent=group), make.organisation(parent=group)
    offered = make.programme(organisation=group)
    moved = make.enrolment(cohort=make.cohort(offered), organisation=old)
    make.transfer(moved, new, on=date(2024, 10, 5))

    assert behind(group, "inflow") == {}
    assert behind(group, "inflow", Breakdown.ORGANISATION, organisation=new.code) == {moved.pk: True}
    assert behind(group, "inflow", Breakdown.ORGANISATION, organisation=old.code) == {}


def test_a_retraining_has_no_training_contract_and_is_no_part_of_the_dissolutions():
    programme = make.programme()
    for kind in (PhaseKind.TRAINING, PhaseKind.RETRAINING):
        make.phase(programme, kind)
    ended = {"ended_on": date(2024, 9, 30), "outcome": Outcome.CONTRACT_DISSOLVED}
    cohort = make.cohort(programme)
    trained, retrained = make.enrolment(cohort=cohort), make.enrolment(cohort=cohort)
    make.phase_entry(trained, PhaseKind.TRAINING, **ended)
    make.phase_entry(retrained, PhaseKind.RETRAINING, **ended)

    found = behind(programme.organisation, "dissolution_so_far", Breakdown.COHORT, cohort=cohort.code)
    assert found == {trained.pk: True}


def test_a_training_contract_that_has_not_begun_is_in_no_dissolution():
    begun = make.enrolment(in_phase=PhaseKind.TRAINING)
    make.phase_entry(make.enrolment(cohort=begun.cohort), started_on=date(2025, 9, 1))

    found = behind(begun.organisation, "dissolution_so_far", Breakdown.COHORT, cohort=begun.cohort.code)
    assert found == {begun.pk: False}


@pytest.mark.parametrize("seed", [1, 4])
def test_there_are_people_behind_every_figure_that_is_not_zero_and_behind_no_other(seed, tmp_path):
    bundle = random_bundle(seed)
    bring_in_bundle(bundle, tmp_path)
    month = date.fromisoformat(f"{interesting_months(bundle)[0]}-01")
    asked = 0

    for at in Organisation.objects.order_by("code"):
        for figure in compute_report(at, month):
            indicator = registry.get(figure.indicator)
            breakdown = Breakdown(figure.breakdown)
            if not has_people(indicator, breakdown) or asked > 250:
                continue
            asked += 1
            found = people_behind(at, month, indicator, breakdown, figure.key)
            whole = figure.denominator if figure.denominator is not None else figure.value
            where = (at.code, month, figure.indicator, breakdown, dict(figure.key))

            assert (where, bool(found)) == (where, bool(whole))
            if indicator.unit in ONE_EACH and indicator.shape is Shape.COUNT:
                assert (where, len(found)) == (where, whole)

    assert asked > 100
    assert Enrolment.objects.exists()
