"""Reports that not everything may be seen of: those of a tree and month are disclosed together and keep the same secrets."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from integration.organisations.models import Organisation, Reach
from integration.periods.months import anniversary
from reports.disclosure.listing import WITHOUT_PEOPLE, by_date
from reports.disclosure.models import Release
from reports.disclosure.places import Tree
from reports.disclosure.public import for_anyone, totals
from reports.disclosure.restating import holding
from reports.disclosure.services import Disclosed, disclose
from reports.disclosure.standing import Earlier, Published, Standing
from reports.editions.building import OF_THEIR_DAY
from reports.editions.changes import cell_of
from reports.editions.closing import is_final
from reports.editions.enums import UNDER_WAY, Audience
from reports.editions.models import ReportCell, ReportEdition
from reports.editions.queries import organisations_with_enrolments
from reports.editions.recording import recorded_since
from reports.editions.snapshots import snapshot
from reports.editions.thresholds import threshold_of
from reports.indicators.figures import Figure, Status
from reports.indicators.identity import IdentityViolated
from reports.indicators.report import Measured, Progress, measure_reports

log = logging.getLogger(__name__)

TOGETHER, CELLS_TOGETHER = 25, 8_000
"""Of a tree with more organisations or cells, only what is asked for is published, with what stands above it."""


@dataclass(frozen=True)
class MonthDraft:
    """A month's figures by organisation, as their audience may see them, and what must be kept with them.

    `broken` says of reports that do not add up why; they are published in no case, and hold up no other.
    """

    release: Release
    figures: Mapping[int, Sequence[Figure]]
    standing: Mapping[str, Any] = field(default_factory=dict)
    broken: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """The month that was asked for, and those that can say something else by now, in their order.

    `serials` are what had been published of the tree when the draft was made.
    """

    known_at: datetime
    final: bool
    months: tuple[MonthDraft, ...]
    serials: Mapping[date, int]


@dataclass(frozen=True)
class Counted:
    """A month as it is counted now, before anything is hidden, and what is published of it and of those beside it.

    What is `broken` is disclosed with the rest, so that it may be published once it adds up.
    """

    release: Release
    reports: Mapping[str, Sequence[Figure]]
    broken: Mapping[str, str]
    everyone: Sequence[Organisation]
    earlier: Earlier

    def followed_by(self, reports: Mapping[str, Sequence[Figure]]) -> "Counted":
        """What is published of the month after counts only where it still holds: the rest is disclosed after this one."""
        after = self.earlier.after
        return replace(self, earlier=replace(self.earlier, after=holding(after, reports) if after else None))


def release_of(edition_id: int) -> Release:
    """The release that an edition is part of."""
    edition = ReportEdition.objects.select_related("organisation").get(pk=edition_id)
    root = edition.organisation.root_id or edition.organisation_id
    return Release.objects.all().get_or_create(root_id=root, month=edition.month, audience=edition.audience)[0]


# --- Drafting ---


def draft(edition_id: int, release: Release, progress: Progress) -> Draft:
    """The figures of an edition's tree as they are at one moment, without what may not be seen.

    When the edition is to be final, also those of the other months of the tree from the first that shows something else
    by now; they are counted only if anything was recorded since. All are of one state of the data, so that their stocks
    and flows fit together, and each month is disclosed with what is new of the month before it.
    """
    with snapshot():
        known_at = timezone.now()
        edition = ReportEdition.objects.select_related("organisation").get(pk=edition_id)
        final = is_final(edition.month, timezone.localdate(known_at))
        serials = serials_of(of_tree(release))
        months = sorted({edition.month, *(_months_seen(release) if final else ())})
        counted = _counted(edition, release, months, progress)
    return Draft(known_at, final, tuple(_disclosed(counted, edition.audience)), serials)


def _months_seen(release: Release) -> list[date]:
    """What could say something else by now, closed or not. Two queries."""
    seen = ReportEdition.objects.filter(
        organisation__root=release.root_id, audience=release.audience, known_at__isnull=False
    )
    known_at = seen.aggregate(first=Min("known_at"))["first"]
    if known_at is None or not recorded_since(known_at):
        return []
    return list(seen.order_by("month").values_list("month", flat=True).distinct())


def _counted(edition: ReportEdition, release: Release, months: Sequence[date], progress: Progress) -> list[Counted]:
    """The month that is asked for, and all from the first of which anything that is shown differs.

    A later one of which nothing does is disclosed anew all the same: what is new of the one before goes on through it.
    """
    releases = {each.month: each for each in of_tree(release)} | {release.month: release}
    shelf, found = _Shelf(release), list[Counted]()
    for done, month in enumerate(months, start=1):
        asked = edition.organisation if month == edition.month else None
        everyone = _everyone(releases[month], asked)
        reports, broken = _reports(everyone, releases[month], asked, progress if len(months) == 1 else _silent)
        if found and found[-1].release.month == anniversary(month, -1):
            found[-1] = found[-1].followed_by(reports)
        sound = {code: figures for code, figures in reports.items() if code not in broken}
        published = shelf.published(month)
        if found or asked or published is None or _differs(published, sound):
            found.append(Counted(releases[month], reports, broken, everyone, shelf.around(month)))
        progress(done, len(months))
    return found


def _silent(_done: int, _of: int) -> None:
    """Progress within a month says nothing where there are many."""


def _differs(published: Published, reports: Mapping[str, Sequence[Figure]]) -> bool:
    """Whether anything that is shown is something else by now. Rows of which there is still none prove nothing."""
    for organisation, seen in published.reports.items():
        if organisation not in reports:
            continue
        now = {cell_of(each): each for each in reports[organisation]}
        shown = (each for each in seen if each.indicator not in OF_THEIR_DAY and each.status is not Status.SUPPRESSED)
        if any(_says_otherwise(each, now.get(cell_of(each))) for each in shown):
            return True
        cells = {cell_of(each) for each in seen}
        if any(_counts_something(each) for cell, each in now.items() if cell not in cells):
            return True
    return bool(reports.keys() - published.reports.keys())


def _says_otherwise(seen: Figure, now: Figure | None) -> bool:
    if now is not None and seen.not_matured is None:
        now = replace(now, not_matured=None)
    return now is None or seen.as_data() != now.as_data()


def _counts_something(figure: Figure) -> bool:
    return bool(figure.numerator or figure.denominator or figure.not_matured or figure.value)


def _disclosed(counted: Sequence[Counted], audience: str) -> Iterator[MonthDraft]:
    """Month after month; what is new of one is what the next one follows on."""
    threshold, before = threshold_of(audience), dict[date, Published]()
    for each in counted:
        ids = {organisation.code: organisation.pk for organisation in each.everyone}
        tree, month = _tree(each.everyone), each.release.month
        if audience == Audience.PUBLIC:
            found = disclose({code: totals(figures) for code, figures in each.reports.items()}, tree, threshold)
            seen = {code: for_anyone(figures) for code, figures in found.reports.items()}
            yield _month_draft(each, ids, seen)
            continue
        new = before.get(anniversary(month, -1))
        found = disclose(each.reports, tree, threshold, replace(each.earlier, before=new) if new else each.earlier)
        _say_how_it_went(each.release, found)
        sound = {code: figures for code, figures in found.reports.items() if code not in each.broken}
        before[month] = Published(sound, found.standing)
        yield _month_draft(each, ids, sound, found.standing.as_data())


def _month_draft(
    counted: Counted,
    ids: Mapping[str, int],
    seen: Mapping[str, Sequence[Figure]],
    standing: Mapping[str, Any] | None = None,
) -> MonthDraft:
    return MonthDraft(
        counted.release,
        {ids[code]: figures for code, figures in seen.items() if code not in counted.broken},
        standing or {},
        {ids[code]: why for code, why in counted.broken.items()},
    )


def _say_how_it_went(release: Release, found: Disclosed) -> None:
    """For those who run the system; which numbers these are, no log may say."""
    if found.unprotected:
        log.error("Release %s: %s numbers are not protected.", release, len(found.unprotected))
    elif found.widened:
        log.warning("Release %s: more than single numbers had to be hidden (%s).", release, found.widened)


def _everyone(release: Release, asked: Organisation | None) -> list[Organisation]:
    """The organisations of the tree that have anything to report, and the one that is asked for."""
    have = organisations_with_enrolments(release.month).filter(root=release.root_id)
    return list(have | Organisation.objects.filter(pk=asked.pk) if asked else have)


def _reports(
    everyone: list[Organisation], release: Release, asked: Organisation | None, progress: Progress
) -> tuple[dict[str, list[Figure]], dict[str, str]]:
    """What is published now, before anything is hidden; and of reports that do not add up, why."""
    some = _at_least(everyone, release, asked)
    together = len(everyone) <= TOGETHER
    wanted = everyone if together else some
    measured = measure_reports(wanted, release.month, progress, by_date, release.audience)
    computed = {each.pk: measured.unchecked(each.pk) for each in wanted}
    together = together and sum(map(len, computed.values())) <= CELLS_TOGETHER
    published = everyone if together else some
    return {each.code: computed[each.pk] for each in published}, _broken(published, measured)


def _broken(organisations: list[Organisation], measured: Measured) -> dict[str, str]:
    found = {}
    for each in organisations:
        try:
            measured.check(each.pk)
        except IdentityViolated as violation:
            found[each.code] = str(violation)
    return found


def _at_least(everyone: list[Organisation], release: Release, asked: Organisation | None) -> list[Organisation]:
    """Whose reports cannot wait. What is published already is disclosed again, so that nothing contradicts it."""
    of_month = ReportEdition.objects.filter(
        organisation__root=release.root_id, month=release.month, audience=release.audience
    )
    published_or_waiting = of_month.filter(Q(known_at__isnull=False) | Q(state__in=UNDER_WAY))
    wanted = set(published_or_waiting.values_list("organisation", flat=True))
    if asked is not None:
        above = Reach.objects.filter(organisation=asked, alone=False).values_list("head", flat=True)
        wanted |= {asked.pk, *above}
    return [each for each in everyone if each.pk in wanted]


def _tree(organisations: Sequence[Organisation]) -> Tree:
    codes = {each.pk: each.code for each in organisations}
    return Tree(
        parents={each.code: codes[each.parent_id] for each in organisations if each.parent_id in codes},
        direct=frozenset(each.code for each in organisations if each.kind not in WITHOUT_PEOPLE),
    )


# --- What is published ---


def of_tree(release: Release) -> QuerySet[Release]:
    """The months of the tree for this audience."""
    return Release.objects.filter(root=release.root_id, audience=release.audience).order_by("pk")


def serials_of(releases: QuerySet[Release]) -> dict[date, int]:
    """How often each month has been published; those that never were are left out."""
    return {each.month: each.serial for each in releases if each.serial}


def _editions(release: Release, month: date) -> QuerySet[ReportEdition]:
    return ReportEdition.objects.filter(
        organisation__root=release.root_id, month=month, audience=release.audience, known_at__isnull=False
    )


class _Shelf:
    """What the audience has already of the months of a tree. Each month is read once, though its neighbours need it, too."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self._read: dict[date, Published | None] = {}

    def around(self, month: date) -> Earlier:
        """Of a month and those beside it. Whoever asks on goes forward: what lies further back is put away."""
        before, after = anniversary(month, -1), anniversary(month, 1)
        self._read = {each: published for each, published in self._read.items() if each >= before}
        return Earlier(self.published(before), self.published(after), self.published(month))

    def published(self, month: date) -> Published | None:
        """Of a month, if anything is."""
        if month not in self._read:
            self._read[month] = _published(self._release, month)
        return self._read[month]


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
