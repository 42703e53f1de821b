"""Reports that not everything may be seen of: those of a tree and month are disclosed together and keep the same secrets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from integration.jobs.leases import RELEASED, Lease, LeaseLost
from integration.organisations.models import Organisation, Reach
from integration.periods.months import anniversary
from reports.disclosure.listing import WITHOUT_PEOPLE, by_date
from reports.disclosure.models import Release
from reports.disclosure.places import Tree
from reports.disclosure.public import for_anyone, totals
from reports.disclosure.services import disclose
from reports.disclosure.standing import Earlier, Published, Standing
from reports.editions.building import OF_THEIR_DAY, Computed, Overtaken, settle, tell_closed, write_cells
from reports.editions.changes import carried, changes
from reports.editions.closing import is_final
from reports.editions.enums import UNDER_WAY, Audience, EditionState
from reports.editions.models import ReportCell, ReportEdition
from reports.editions.queries import editions_beside, figures_of, organisations_with_enrolments
from reports.editions.snapshots import snapshot
from reports.indicators.figures import Figure
from reports.indicators.report import Progress, compute_reports

TOGETHER, CELLS_TOGETHER = 25, 8_000
"""Of a tree with more organisations or cells, only what is asked for is published, with what stands above it."""

THRESHOLD_OF_HR = 1
THRESHOLD_OF_ANYONE = 5


@dataclass(frozen=True)
class Draft:
    """Figures by organisation, as their audience may see them, and what must be kept with them.

    `serials` are what had been published of the month and those beside when the draft was made.
    """

    release: Release
    known_at: datetime
    figures: Mapping[int, Sequence[Figure]]
    serials: Mapping[date, int]
    standing: Mapping[str, Any] = field(default_factory=dict)


def threshold_of(audience: str) -> int:
    """From how many people on a number is shown."""
    if audience == Audience.HR:
        return THRESHOLD_OF_HR
    return THRESHOLD_OF_ANYONE if audience == Audience.PUBLIC else settings.DISCLOSURE_THRESHOLD


def release_of(edition_id: int) -> Release:
    """The release that an edition is part of."""
    edition = ReportEdition.objects.select_related("organisation").get(pk=edition_id)
    root = edition.organisation.root_id or edition.organisation_id
    return Release.objects.all().get_or_create(root_id=root, month=edition.month, audience=edition.audience)[0]


# --- Drafting ---


def draft(edition_id: int, release: Release, progress: Progress) -> Draft:
    """The figures of an edition's tree as they are at one moment, without what may not be seen."""
    with snapshot():
        known_at = timezone.now()
        edition = ReportEdition.objects.select_related("organisation").get(pk=edition_id)
        serials = _serials(_beside(release))
        everyone = _everyone(edition, release)
        reports = _reports(everyone, edition, release, progress)
        earlier = _earlier(release)
    ids = {each.code: each.pk for each in everyone}
    threshold, tree = threshold_of(edition.audience), _tree(everyone)
    if edition.audience == Audience.PUBLIC:
        disclosed = disclose({code: totals(each) for code, each in reports.items()}, tree, threshold)
        anyones = {ids[code]: for_anyone(each) for code, each in disclosed.reports.items()}
        return Draft(release, known_at, anyones, serials)
    disclosed = disclose(reports, tree, threshold, earlier)
    seen = {ids[code]: each for code, each in disclosed.reports.items()}
    return Draft(release, known_at, seen, serials, disclosed.standing.as_data())


def _everyone(edition: ReportEdition, release: Release) -> list[Organisation]:
    """The organisations of the tree that have anything to report, and the one that is asked for."""
    have = organisations_with_enrolments(edition.month).filter(root=release.root_id)
    return list(have | Organisation.objects.filter(pk=edition.organisation_id))


def _reports(
    everyone: list[Organisation], edition: ReportEdition, release: Release, progress: Progress
) -> dict[str, list[Figure]]:
    """What is published now, before anything is hidden."""
    some = _at_least(everyone, edition, release)
    together = len(everyone) <= TOGETHER
    computed = compute_reports(everyone if together else some, edition.month, progress, listing=by_date)
    together = together and sum(map(len, computed.values())) <= CELLS_TOGETHER
    return {each.code: computed[each.pk] for each in (everyone if together else some)}


def _at_least(everyone: list[Organisation], edition: ReportEdition, release: Release) -> list[Organisation]:
    """Whose reports cannot wait. What is published already is disclosed again, so that nothing contradicts it."""
    above = Reach.objects.filter(organisation=edition.organisation_id, alone=False).values_list("head", flat=True)
    published = _editions(release, edition.month).values_list("organisation", flat=True)
    waiting = editions_beside(edition).filter(state__in=UNDER_WAY).values_list("organisation", flat=True)
    wanted = {edition.organisation_id, *above, *published, *waiting}
    return [each for each in everyone if each.pk in wanted]


def _tree(organisations: list[Organisation]) -> Tree:
    codes = {each.pk: each.code for each in organisations}
    return Tree(
        parents={each.code: codes[each.parent_id] for each in organisations if each.parent_id in codes},
        direct=frozenset(each.code for each in organisations if each.kind not in WITHOUT_PEOPLE),
    )


# --- What is published ---


def _beside(release: Release) -> QuerySet[Release]:
    """The month with those before and after."""
    months = [anniversary(release.month, number) for number in (-1, 0, 1)]
    return Release.objects.filter(root=release.root_id, audience=release.audience, month__in=months).order_by("pk")


def _serials(releases: QuerySet[Release]) -> dict[date, int]:
    return {each.month: each.serial for each in releases if each.serial}


def _editions(release: Release, month: date) -> QuerySet[ReportEdition]:
    return ReportEdition.objects.filter(
        organisation__root=release.root_id, month=month, audience=release.audience, known_at__isnull=False
    )


def _earlier(release: Release) -> Earlier:
    """What the audience has already of this month and those beside it."""
    return Earlier(
        before=_published(release, anniversary(release.month, -1)),
        after=_published(release, anniversary(release.month, 1)),
        again=_published(release, release.month),
    )


def _published(release: Release, month: date) -> Published | None:
    """The newest edition of each organisation. Three queries."""
    kept = Release.objects.filter(root=release.root_id, month=month, audience=release.audience, serial__gt=0).first()
    if kept is None:
        return None
    editions = _editions(release, month).order_by("edition").values_list("organisation__code", "pk")
    codes = {pk: code for code, pk in dict(editions).items()}
    reports: dict[str, list[Figure]] = {}
    for cell in ReportCell.objects.filter(edition__in=codes).order_by("edition", "position"):
        reports.setdefault(codes[cell.edition_id], []).append(cell.figure())
    return Published(reports, Standing.from_data(kept.standing))


# --- Publishing ---


def publish(lease: Lease, disclosed: Draft) -> EditionState:
    """Put the figures of the tree in their place, all or none. Returns where the report stands then.

    Editions of the tree that wait or are being built have their figures with that. Raises `LeaseLost` if others build
    by now, `Overtaken` if something of the tree has been published meanwhile that the draft does not know of.
    """
    final = is_final(disclosed.release.month, timezone.localdate(disclosed.known_at))
    with transaction.atomic():
        if not lease.rows().select_for_update(of=("self",)).exists():
            raise LeaseLost
        if _serials(_beside(disclosed.release).select_for_update(of=("self",))) != disclosed.serials:
            raise Overtaken
        kept = {"serial": F("serial") + 1, "standing": disclosed.standing}
        Release.objects.filter(pk=disclosed.release.pk).update(**kept)
        editions = _locked(disclosed)
        tell_closed(
            _put(editions[organisation_id], figures, disclosed, final=final)
            for organisation_id, figures in disclosed.figures.items()
        )
    return EditionState.CLOSED if final else EditionState.READY


def _locked(disclosed: Draft) -> dict[int, list[ReportEdition]]:
    """The month's editions of each organisation; where there is none yet, its first is written."""
    same = {"month": disclosed.release.month, "audience": disclosed.release.audience}
    there = ReportEdition.objects.filter(organisation__in=disclosed.figures, **same)
    missing = disclosed.figures.keys() - set(there.values_list("organisation", flat=True))
    for organisation_id in sorted(missing):
        ReportEdition.objects.create(organisation_id=organisation_id, **same)
    found: dict[int, list[ReportEdition]] = {}
    for row in there.select_for_update(of=("self",)).order_by("pk"):
        found.setdefault(row.organisation_id, []).append(row)
    return found


def _put(rows: list[ReportEdition], figures: Sequence[Figure], disclosed: Draft, *, final: bool) -> int | None:
    """Until the closing day in the place of what was there; from then on a further edition, if anything differs.

    Returns the id of the edition that became final with this.
    """
    month, known_at = disclosed.release.month, disclosed.known_at
    closed = [row for row in rows if row.is_closed]
    if final or closed:
        published = figures_of(max(closed, key=lambda row: row.edition)) if closed else []
        figures = carried(published, figures, OF_THEIR_DAY)
        differs = not closed or changes(published, figures)
        return settle(month, rows, Computed(known_at, final=True, figures={month: figures} if differs else {}))
    edition = ReportEdition.objects.filter(pk=rows[-1].pk)
    ready = {"state": EditionState.READY, "known_at": known_at, "attempts": 0, "failure": "", "failure_detail": ""}
    edition.update(**ready, **RELEASED)
    write_cells(rows[-1].pk, figures)
    ReportEdition.remember(edition)
    return None
