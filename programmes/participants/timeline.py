"""The picture of somebody's time in the programmes: where which bar lies. Knows days and words, nothing of records."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import zip_longest
from typing import NamedTuple

DAY = timedelta(days=1)
MONTH_DAYS = 30.44
YEAR_DAYS = 365.25

MONTH_WIDTH = 18.0
NARROWEST, WIDEST = 720.0, 3200.0
MARGIN = 10.0
AXIS = 26.0
HEADING = 30.0
TITLE = 20.0
BAR = 24.0
PAUSE = 9.0
ROW = 32.0
BETWEEN = 8.0
LETTER = 6.8
PADDING = 7.0
FEWEST_LETTERS = 5
YEAR_LABEL = 44.0


class Look(StrEnum):
    """How something is drawn; the style sheet knows the same words."""

    PHASE = "phase"
    BESIDE = "beside"
    PAUSE = "pause"
    GAP = "gap"
    SUPPORT = "support"
    GUARANTEE = "guarantee"
    JOB = "job"
    PERMIT = "permit"
    EXAM = "exam"
    MOVE = "move"


class Span(NamedTuple):
    """Something that lasts. Without an end it goes on; `expected_end` is until when it was planned or is valid."""

    start: date
    end: date | None
    label: str
    look: Look
    expected_end: date | None = None


class Mark(NamedTuple):
    """Something of one day."""

    on: date
    label: str
    look: Look


class Lane(NamedTuple):
    """What is drawn in one line, or in as many as it needs: spans that share a day lie below each other.

    `over` are drawn along the foot of the first line, such as pauses. If `gap` says what days without a span are called, they are
    drawn, too, from the first of `within` to its last (or today). Lanes with the same `group` stand together under the
    first `heading`. A lane that does not `stretch` the picture is cut off where the others end.
    """

    title: str
    spans: Sequence[Span]
    marks: Sequence[Mark] = ()
    over: Sequence[Span] = ()
    gap: str = ""
    within: tuple[date, date | None] | None = None
    group: int = 0
    heading: str = ""
    stretches: bool = True


class Box(NamedTuple):
    """A bar. `expected` is the outline of what was planned, the filled bar lies in it."""

    x: float
    y: float
    width: float
    height: float
    look: str
    span: Span
    expected: bool = False


class Caption(NamedTuple):
    """Words on a bar or right of it."""

    x: float
    y: float
    text: str
    inside: bool


class Sign(NamedTuple):
    """Where a mark stands."""

    x: float
    y: float
    mark: Mark


class Strip(NamedTuple):
    """A lane as drawn."""

    title: str
    title_y: float
    heading: str
    heading_y: float
    boxes: list[Box]
    captions: list[Caption]
    signs: list[Sign]


class Year(NamedTuple):
    """A line of the axis; those in between have no label."""

    x: float
    label: str


class Picture(NamedTuple):
    """Everything that is drawn, in units of a pixel."""

    width: float
    height: float
    years: list[Year]
    today_x: float
    strips: list[Strip]
    first: date
    last: date


class _Scale:
    """From days to units."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        days = (last - first).days + 1
        self.inner = min(max(days / MONTH_DAYS * MONTH_WIDTH, NARROWEST), WIDEST)
        self.unit = self.inner / days

    def x(self, day: date) -> float:
        """Where a day begins; days outside lie on the edge."""
        inside = min(max(day, self.first), self.last)
        return round(MARGIN + (inside - self.first).days * self.unit, 1)

    def after(self, day: date) -> float:
        """Where a day is over."""
        return round(self.x(day) + (self.unit if day >= self.first else 0), 1)

    def holds(self, start: date, end: date) -> bool:
        """Whether any of these days is in the picture."""
        return start <= self.last and end >= self.first


def draw(lanes: Iterable[Lane], today: date) -> Picture | None:
    """The picture; none where there is nothing to draw."""
    drawn = _in_groups([lane for lane in lanes if lane.spans or lane.marks or lane.gap])
    if not drawn:
        return None
    scale = _Scale(*_bounds(drawn, today))
    strips, y, group = [], AXIS, None
    for lane in drawn:
        heading = lane.heading if lane.group != group else ""
        group = lane.group
        strip, y = _strip(lane, heading, y, scale, today)
        strips.append(strip)
    width = round(scale.inner + 2 * MARGIN, 1)
    return Picture(width, round(y, 1), _years(scale), scale.x(today), strips, scale.first, scale.last)


def _in_groups(lanes: list[Lane]) -> list[Lane]:
    """Lanes of a group together, groups in the order in which they first come; what is of no group at the end."""
    groups = list(dict.fromkeys(lane.group for lane in lanes if lane.group))
    return sorted(lanes, key=lambda lane: groups.index(lane.group) if lane.group else len(groups))


def _bounds(lanes: list[Lane], today: date) -> tuple[date, date]:
    deciding = [lane for lane in lanes if lane.stretches] or lanes
    days = {today, *(day for lane in deciding for day in _days(lane))}
    return min(days).replace(day=1), max(days) + 31 * DAY


def _days(lane: Lane) -> Iterable[date]:
    yield from (day for span in (*lane.spans, *lane.over) for day in (span.start, span.end, span.expected_end) if day)
    yield from (mark.on for mark in lane.marks)
    yield from (day for day in lane.within or () if day)


def gaps(spans: Iterable[Span], first: date, last: date) -> list[tuple[date, date]]:
    """The times from `first` to `last` in which none of the spans lies."""
    found, free = [], first
    for span in sorted(spans, key=lambda span: span.start):
        if span.start > last:
            break
        if span.start > free:
            found.append((free, span.start - DAY))
        if span.end is None or span.end >= last:
            return found
        free = max(free, span.end + DAY)
    return [*found, (free, last)] if free <= last else found


def rows(spans: Iterable[Span]) -> list[list[Span]]:
    """As few lines as needed so that in none of them two share a day; what goes on has the rest of its line."""
    lines: list[list[Span]] = []
    for span in sorted(spans, key=lambda span: span.start):
        for line in lines:
            last_day = line[-1].end
            if last_day is not None and last_day < span.start:
                line.append(span)
                break
        else:
            lines.append([span])
    return lines


def _strip(lane: Lane, heading: str, y: float, scale: _Scale, today: date) -> tuple[Strip, float]:
    heading_y = y + HEADING - 9
    y += HEADING if heading else BETWEEN
    strip = Strip(lane.title, y + TITLE - 7, heading, heading_y, [], [], [])
    top = y + TITLE
    y = top
    for line in [*rows(lane.spans)] or [[]]:
        _fill(strip, line, y, scale, today)
        y += ROW
    for start, end in _gaps_of(lane, today):
        strip.boxes.append(_box(Span(start, end, lane.gap, Look.GAP), start, end, top, scale))
    for span in lane.over:
        box = _box(span, span.start, span.end or today, top, scale)
        strip.boxes.append(box._replace(y=top + BAR - PAUSE, height=PAUSE))
    for mark in lane.marks:
        if scale.holds(mark.on, mark.on):
            strip.signs.append(Sign(scale.x(mark.on), top + BAR / 2, mark))
    return strip, y


def _gaps_of(lane: Lane, today: date) -> list[tuple[date, date]]:
    if not lane.gap or lane.within is None:
        return []
    first, last = lane.within
    return gaps(lane.spans, first, min(last or today, today))


def _fill(strip: Strip, line: list[Span], y: float, scale: _Scale, today: date) -> None:
    shown = [span for span in line if scale.holds(span.start, span.end or scale.last)]
    starts = [span.start for span in shown[1:]]
    for span, following in zip_longest(shown, starts):
        last = span.end or today
        expected = span.expected_end or (scale.last if last < span.start else last)
        if following is not None:
            expected = min(expected, following - DAY)
        if span.start <= expected and expected != last:
            strip.boxes.append(_box(span, span.start, expected, y, scale, expected=True))
        if span.start <= last:
            strip.boxes.append(_box(span, span.start, last, y, scale))
        caption = _caption(span, max(last, expected), following, y, scale)
        if caption is not None:
            strip.captions.append(caption)


def _box(span: Span, start: date, end: date, y: float, scale: _Scale, *, expected: bool = False) -> Box:
    x = scale.x(start)
    width = max(round(scale.after(end) - x, 1), 2.0)
    return Box(x, y, width, BAR, span.look.value, span, expected)


def _caption(span: Span, last: date, following: date | None, y: float, scale: _Scale) -> Caption | None:
    """On the bar if it fits, beside it if there is room, shortened if it must be; nothing for a bar of a few days."""
    x, end = scale.x(span.start), scale.after(max(last, span.start))
    needed = len(span.label) * LETTER + 2 * PADDING
    middle = y + BAR / 2 + 4.5
    if needed <= end - x:
        return Caption(x + PADDING, middle, span.label, inside=True)
    free = (scale.x(following) if following else scale.after(scale.last)) - end
    if needed <= free:
        return Caption(end + PADDING, middle, span.label, inside=False)
    letters = int((end - x - 2 * PADDING) / LETTER) - 1
    if letters < FEWEST_LETTERS:
        return None
    return Caption(x + PADDING, middle, span.label[:letters].rstrip() + "…", inside=True)


def _years(scale: _Scale) -> list[Year]:
    """A line at each turn of the year, or at every so many years where they would crowd."""
    every = max(1, round(YEAR_LABEL / (scale.unit * YEAR_DAYS) + 0.49))
    turns = [date(year, 1, 1) for year in range(scale.first.year + 1, scale.last.year + 1) if year % every == 0]
    found = [Year(scale.x(turn), str(turn.year)) for turn in turns]
    room = (found[0].x if found else scale.after(scale.last)) - MARGIN
    return [Year(MARGIN, str(scale.first.year)), *found] if room >= YEAR_LABEL else found
