"""Which rows a report has that not everything may be seen of: fixed by dates and tree, so that a new row proves nothing."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from integration.organisations.enums import OrganisationKind
from integration.organisations.models import Organisation, Reach
from programmes.pathways.models import Cohort, Programme
from reports.indicators.arranging import ListedCohort
from reports.indicators.frame import Frame
from reports.indicators.report import Listed, occurring

MANY_ROWS = 2_000
"""Above so many pairs of organisation and programme, programmes from elsewhere in the tree are listed as they occur."""

WITHOUT_PEOPLE = frozenset({OrganisationKind.GROUP, OrganisationKind.PARTNER})


class _Programme(NamedTuple):
    pk: int
    organisation_id: int
    root_id: int | None


def by_date(organisations: list[Organisation], frame: Frame) -> dict[int, Listed]:
    """The programmes of the tree that are offered by D, and the cohorts begun by D of those above and below. Four queries.

    What occurs in a tree although it is offered outside of it is listed throughout the tree, so that rows add up.
    """
    occurs = occurring(organisations, frame)
    programmes = _programmes(frame.as_of)
    cohorts = _cohorts(frame.as_of)
    kin = _kin(organisations, frame)
    in_trees = _in_trees(organisations, occurs, programmes)
    listed = {}
    for each in organisations:
        own = {programme.pk for programme in programmes if programme.organisation_id in kin[each.pk]}
        in_tree = in_trees[each.root_id]
        few = len(in_tree) * len(organisations) <= MANY_ROWS
        listed[each.pk] = Listed(
            programmes=frozenset(own | (in_tree if few else occurs[each.pk].programmes)),
            cohorts=frozenset(cohort for programme_id in own for cohort in cohorts[programme_id]),
            itself=each.kind not in WITHOUT_PEOPLE,
        )
    return listed


def _programmes(day: date) -> list[_Programme]:
    offered = Programme.objects.filter(Q(active_from__isnull=True) | Q(active_from__lte=day)).order_by("code")
    return [_Programme(*row) for row in offered.values_list("pk", "organisation", "organisation__root")]


def _cohorts(day: date) -> Mapping[int, list[ListedCohort]]:
    begun = Cohort.objects.filter(Q(starts_from__isnull=True) | Q(starts_from__lte=day)).order_by("code")
    cohorts: dict[int, list[ListedCohort]] = defaultdict(list)
    for row in begun.values_list("pk", "code", "programme"):
        cohorts[row[2]].append(ListedCohort(*row))
    return cohorts


def _kin(organisations: list[Organisation], frame: Frame) -> Mapping[int, set[int]]:
    """Each organisation with all above and below it."""
    kin: dict[int, set[int]] = defaultdict(set)
    for below, heads in frame.heads.items():
        for head in heads:
            kin[head.organisation_id].add(below)
    above = Reach.objects.filter(organisation__in=[each.pk for each in organisations], alone=False)
    for above_id, below_id in above.order_by().values_list("head", "organisation"):
        kin[below_id].add(above_id)
    return kin


def _in_trees(
    organisations: list[Organisation], occurs: Mapping[int, Listed], programmes: list[_Programme]
) -> Mapping[int | None, set[int]]:
    """By root: the programmes offered in the tree, and those that occur in it."""
    in_trees: dict[int | None, set[int]] = defaultdict(set)
    for programme in programmes:
        in_trees[programme.root_id].add(programme.pk)
    for each in organisations:
        in_trees[each.root_id] |= occurs[each.pk].programmes
    return in_trees
