"""The intruder with some months of every report in a tree, from what an HR department might bring in."""

import os
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from integration.organisations.enums import OrganisationKind
from integration.periods.months import anniversary
from reports.disclosure.listing import by_date
from reports.disclosure.places import Tree, parts_at, place_of
from reports.disclosure.services import disclose
from reports.disclosure.standing import Earlier, Published
from reports.editions.asking import parse_month
from reports.editions.queries import organisations_with_enrolments
from reports.indicators.figures import Status
from reports.indicators.report import compute_reports
from tests.reports.bundles import focus_month, random_bundle
from tests.reports.disclosure.intruder import Land, attack, read
from tests.reports.disclosure.tables import THRESHOLD
from tests.reports.importing import SEED, bring_in, bring_in_bundle

pytestmark = [pytest.mark.django_db, pytest.mark.once]
MONTHS = int(os.environ.get("INTRUDER_MONTHS", "4"))
"""The promise is 24; fewer will do for every change."""
WITH_PEOPLE = {OrganisationKind.COMPANY, OrganisationKind.SITE}


def trees(organisations):
    """By root: who is above whom, and where people can be enrolled."""
    by_root = defaultdict(list)
    for each in organisations:
        by_root[each.root_id].append(each)
    codes = {each.pk: each.code for each in organisations}
    for members in by_root.values():
        parents = {each.code: codes[each.parent_id] for each in members if each.parent_id in codes}
        yield members, Tree(parents, frozenset(each.code for each in members if each.kind in WITH_PEOPLE))


def intrude(last, months):
    """Publish some months, and let the intruder read them; returns how many cells that are not small stay visible."""
    organisations = list(organisations_with_enrolments(last))
    large = shown = 0
    for members, tree in trees(organisations):
        before, published, truth, names = None, {}, {}, []
        for number in range(1 - months, 1):
            month = anniversary(last, number)
            have = organisations_with_enrolments(month).filter(pk__in=[each.pk for each in members])
            figures = compute_reports(have, month, listing=by_date)
            reports = {each.code: figures[each.pk] for each in have}
            disclosed = disclose(reports, tree, THRESHOLD, Earlier(before=before))
            before = Published(disclosed.reports, disclosed.standing)
            names.append(f"{month:%Y-%m}")
            for code, full in reports.items():
                truth |= read(names[-1], code, [each.as_data() for each in full])
                published |= read(names[-1], code, [each.as_data() for each in disclosed.reports[code]])
                large += sum(map(is_not_small, full))
                shown += sum(
                    is_not_small(true) and seen.status is not Status.SUPPRESSED
                    for true, seen in zip(full, disclosed.reports[code], strict=True)
                )
            assert disclosed.unprotected == ()
        following = dict(pairwise(names))
        assert attack(published, Land(tree.parents, tree.direct), following, truth, THRESHOLD) == []
    return shown / large


def is_not_small(figure):
    numbers = [figure.value, figure.numerator, figure.denominator, figure.not_matured]
    if figure.numerator is not None and figure.denominator is not None:
        numbers.append(figure.denominator - figure.numerator)
    return bool(parts_at(place_of(figure, ""))) and not any(number in range(1, THRESHOLD) for number in numbers)


def test_nothing_is_worked_out_from_reports_about_few_people(tmp_path: Path):
    bring_in_bundle(random_bundle(4), tmp_path / "bundle")

    intrude(parse_month(focus_month(4)), months=2)


def test_nothing_is_worked_out_from_the_seed_programmes_and_most_stays_visible():
    bring_in(SEED)

    assert intrude(parse_month("2016-10"), months=MONTHS) >= 0.6
