"""The pictures of a report, made of its stored figures and nothing else."""

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from integration.periods.months import anniversary
from programmes.pathways.enums import PhaseKind
from reports.indicators.figures import Figure, Status
from reports.indicators.kinds import Family, Unit
from reports.rendering.charts.description import (
    Amount,
    Bar,
    Bars,
    Change,
    Chart,
    Columns,
    Flow,
    Line,
    Link,
    Point,
    Station,
    Step,
    Tone,
    Waterfall,
)
from reports.rendering.labels import CLASSES, PHASES, REASONS
from reports.rendering.story.shelf import Shelf, amount, number, written

REASONS_SHOWN = 4
JOB = "job"


class Source(NamedTuple):
    """What pictures are made of: the month, its figures, and those of the month before if there are any."""

    month: date
    now: Shelf
    before: Shelf | None


class Maker(NamedTuple):
    """What makes a picture, and the rows (indicator and breakdown) all of which it tells."""

    draw: Callable[[Source], Chart | None]
    tells: tuple[str, str] | None = None


class Gallery(NamedTuple):
    """The pictures by the section of the report in which they stand, and the rows that need no table any more."""

    charts: dict[Family, list[Chart]]
    told: frozenset[tuple[str, str]]


def pictures(source: Source) -> Gallery:
    """All pictures in which there is something to see."""
    charts: dict[Family, list[Chart]] = {}
    told = set()
    for family, makers in MAKERS.items():
        for maker in makers:
            chart = maker.draw(source)
            if chart is not None:
                charts.setdefault(family, []).append(chart)
                told |= {maker.tells} if maker.tells else set()
    return Gallery(charts, frozenset(told))


def _said(parts: Iterator[tuple[str, str]]) -> str:
    return ", ".join(f"{label} {text}" for label, text in parts)


# --- Stock and flow ---


def _waterfall(source: Source) -> Chart | None:
    stock, inflow = source.now.get("enrolments"), source.now.get("inflow")
    before = source.before.get("enrolments") if source.before else None
    if stock is None or inflow is None or before is None:
        return None
    last = date_format(anniversary(source.month, -1), "F Y")
    this = date_format(source.month, "F Y")
    steps = (
        Step(_("Stock at the end of %(month)s") % {"month": last}, amount(before), Change.LEVEL),
        Step(_("Inflow"), amount(inflow), Change.RISE),
        *_leaving(source.now),
        Step(_("Stock at the end of %(month)s") % {"month": this}, amount(stock), Change.LEVEL),
    )
    summary = _said((step.label, step.amount.text) for step in steps)
    return Waterfall(
        _("From last month to this month"), summary, pgettext("report", "Step"), str(Unit.ENROLMENTS.label), steps
    )


def _leaving(shelf: Shelf) -> Iterator[Step]:
    """Why people left, the most frequent reasons by themselves; all in one step where a reason is not shown."""
    whole = shelf.get("outflow")
    if whole is None:
        return
    rows = [figure for figure in shelf.all("outflow", "reason") if figure.value or figure.status != Status.SHOWN]
    if not rows or any(figure.status != Status.SHOWN for figure in rows) or whole.status != Status.SHOWN:
        yield Step(_("Outflow"), amount(whole), Change.FALL)
        return
    rows.sort(key=lambda figure: -(number(figure) or 0))
    shown = rows if len(rows) <= REASONS_SHOWN else rows[: REASONS_SHOWN - 1]
    for figure in shown:
        reason = str(REASONS.get(figure.key["reason"], figure.key["reason"]))
        yield Step(_("Outflow: %(reason)s") % {"reason": reason}, amount(figure), Change.FALL)
    rest = sum(number(figure) or 0 for figure in rows[len(shown) :])
    if rest:
        yield Step(_("Outflow: other reasons"), Amount(rest, str(rest)), Change.FALL)


def _phases(source: Source) -> Chart | None:
    rows = source.now.all("phase_stock", "phase")
    bars = tuple(
        Bar(str(PHASES.get(figure.key["phase"], figure.key["phase"])), amount(figure), _phase_tone(figure))
        for figure in rows
    )
    return _bars(_("Where people are now"), _("Phase"), Unit.PHASE_ENTRIES, bars)


def _reasons(source: Source) -> Chart | None:
    rows = [figure for figure in source.now.all("outflow", "reason") if figure.value != 0]
    rows.sort(key=lambda figure: -(number(figure) or 0))
    bars = tuple(Bar(str(REASONS.get(each.key["reason"], each.key["reason"])), amount(each)) for each in rows)
    return _bars(_("Why people left"), _("Reason"), Unit.ENROLMENTS, bars)


def _phase_tone(figure: Figure) -> Tone:
    return Tone.WARNING if figure.key["phase"] == "between_phases" else Tone.PLAIN


def _bars(title: str, head: str, unit: Unit, bars: tuple[Bar, ...]) -> Chart | None:
    if not bars:
        return None
    summary = _said((bar.label, bar.amount.text) for bar in bars)
    return Bars(title, summary, head, str(unit.label), bars)


# --- Transitions ---


def _flow(source: Source) -> Chart | None:
    """Stations in the order of the pathway's kinds, each with the ways that lead on from it."""
    steps = source.now.all("transition", "step")
    if not steps:
        return None
    takeover = source.now.get("takeover")
    kinds = {figure.key[end] for figure in steps for end in ("from", "to")}
    stations = [_station(source.now, kind, steps, takeover) for kind in PhaseKind.values if kind in kinds]
    if takeover is not None and PhaseKind.TRAINING in kinds:
        stations.append(Station(JOB, _("Job in the group"), Amount(None, "")))
    summary = _said(
        (f"{station.label} → {PHASES.get(link.to, _('Job in the group'))}", link.share.text)
        for station in stations
        for link in station.links
    )
    return Flow(
        _("The journey from phase to phase"), summary, _("Phase"), str(Unit.PHASE_ENTRIES.label), tuple(stations)
    )


def _station(shelf: Shelf, kind: str, steps: list[Figure], takeover: Figure | None) -> Station:
    here = shelf.get("phase_stock", "phase", phase=kind)
    links = [_link(figure, figure.key["to"]) for figure in steps if figure.key["from"] == kind]
    if kind == PhaseKind.TRAINING and takeover is not None:
        links.append(_link(takeover, JOB))
    return Station(kind, str(PHASES[kind]), amount(here) if here else Amount(None, ""), tuple(links))


def _link(figure: Figure, to: str) -> Link:
    said = written(figure)
    return Link(to, Amount(number(figure), said.text), said.parts)


# --- Guarantees and retention ---


def _promises(source: Source) -> Chart | None:
    tones = {"fulfilled": Tone.GOOD, "broken": Tone.DANGER, "fixed_term_only": Tone.WARNING}
    return _classes(source.now, "guarantee_fulfilment", _("What became of the promises"), Unit.GUARANTEES, tones)


def _classes(shelf: Shelf, indicator: str, title: str, unit: Unit, tones: dict[str, Tone]) -> Chart | None:
    words: dict[str, str | Promise] = dict(CLASSES[indicator])
    rows = shelf.all(indicator, "class")
    if not any(figure.value or figure.status == Status.SUPPRESSED for figure in rows):
        return None
    bars = tuple(
        Bar(str(words[figure.key["class"]]), amount(figure), tones.get(figure.key["class"], Tone.PLAIN))
        for figure in rows
    )
    return _bars(title, pgettext("report", "Class"), unit, bars)


def _posts(source: Source) -> Chart | None:
    rows = source.now.all("guarantee_forecast")
    if not any(figure.value or figure.status == Status.SUPPRESSED for figure in rows):
        return None
    points = tuple(_month(figure, first=position == 0) for position, figure in enumerate(rows))
    known = [number(figure) for figure in rows]
    owed = sum(each or 0 for each in known)
    summary = (
        _("Not all months can be shown.")
        if None in known
        else ngettext("%(count)s post in 36 months.", "%(count)s posts in 36 months.", int(owed)) % {"count": owed}
    )
    return Columns(_("Posts owed in the next three years"), summary, _("Month"), str(Unit.POSTS.label), points)


def _month(figure: Figure, *, first: bool) -> Point:
    month = date.fromisoformat(f"{figure.key['month']}-01")
    tick = f"{month:%Y}" if month.month == 1 or (first and month.month < 10) else ""  # noqa: PLR2004  (else it would touch the next year's)
    return Point(date_format(month, "F Y"), tick, amount(figure))


def _staying(source: Source) -> Chart | None:
    rows = source.now.all("retention_curve")
    if not rows:
        return None
    every = 12 if len(rows) > 40 else 6  # noqa: PLR2004  (as many ticks as can be read)
    points = tuple(
        Point(figure.key["month"], figure.key["month"] if position % every == 0 else "", amount(figure))
        for position, figure in enumerate(rows)
    )
    last = next((point for point in reversed(points) if point.amount.number is not None), points[-1])
    summary = ngettext(
        "%(share)s still work in the group after %(count)s month.",
        "%(share)s still work in the group after %(count)s months.",
        int(last.label),
    ) % {"count": last.label, "share": last.amount.text}
    title = _("Still in the group, by months since the takeover")
    return Line(title, summary, _("Months"), _("Share"), points, stepped=True)


# --- Language, sponsorship, residence ---


def _levels(source: Source) -> Chart | None:
    tones = {"b2": Tone.GOOD, "c1": Tone.GOOD, "c2": Tone.GOOD, "unknown": Tone.QUIET}
    return _classes(source.now, "language_level", _("Certified language level"), Unit.PERSONS, tones)


def _permits(source: Source) -> Chart | None:
    tones = {
        "expired": Tone.DANGER,
        "0-30": Tone.DANGER,
        "31-90": Tone.WARNING,
        "unlimited": Tone.GOOD,
        "not_needed": Tone.GOOD,
        "unknown": Tone.QUIET,
    }
    return _classes(source.now, "permit_horizon", _("How long permits last"), Unit.PERSONS, tones)


def _sponsorship(source: Source) -> Chart | None:
    names = {
        "sponsor_coverage": _("Have a sponsor"),
        "sponsored_days": _("Days with a sponsor"),
        "contact_regularity": _("Regular contact"),
        "trained_sponsors": _("Sponsors with training"),
    }
    bars = []
    for indicator, name in names.items():
        figure = source.now.get(indicator)
        if figure is not None and figure.status != Status.NOT_APPLICABLE:
            bars.append(Bar(name, amount(figure)))
    if not bars:
        return None
    summary = _said((bar.label, bar.amount.text) for bar in bars)
    return Bars(_("Accompanied"), summary, _("Figure"), _("Share"), tuple(bars), whole=Fraction(1))


MAKERS: dict[Family, tuple[Maker, ...]] = {
    Family.STOCK_AND_FLOW: (
        Maker(_waterfall),
        Maker(_phases, ("phase_stock", "phase")),
        Maker(_reasons, ("outflow", "reason")),
    ),
    Family.TRANSITIONS: (Maker(_flow),),
    Family.GUARANTEES: (
        Maker(_promises, ("guarantee_fulfilment", "class")),
        Maker(_posts, ("guarantee_forecast", "total")),
        Maker(_staying, ("retention_curve", "total")),
    ),
    Family.LANGUAGE: (Maker(_levels, ("language_level", "class")),),
    Family.SPONSORSHIP: (Maker(_sponsorship),),
    Family.RESIDENCE: (Maker(_permits, ("permit_horizon", "class")),),
}
