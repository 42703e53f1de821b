"""The journey as a picture: stations below each other, and the ways between them as ribbons at their side."""

from fractions import Fraction
from typing import NamedTuple

from reports.rendering.charts.description import Flow, Link, Station
from reports.rendering.charts.drawing import Drawing, figure, shortened

BOX = 318
HEAD = 30
LINE = 19
PAD = 6
GAP = 16
LANE = 16
WIDEST = 9
LONGEST_LABEL = 34


class _Way(NamedTuple):
    """A ribbon from a line of one station to the top of another."""

    start: float
    end: float
    link: Link


def _height(station: Station) -> int:
    return HEAD + LINE * len(station.links) + (PAD if station.links else 0)


def draw_flow(chart: Flow) -> Drawing:
    """Every station says who is there and how many went on where; ribbons lead forward only."""
    tops: dict[str, int] = {}
    top = 0
    for station in chart.stations:
        tops[station.key] = top
        top += _height(station) + GAP
    drawing = Drawing(max(top - GAP, 1))
    _draw_ways(drawing, _ways(chart, tops))
    for station in chart.stations:
        _draw_station(drawing, chart, station, tops[station.key])
    return drawing


def _draw_station(drawing: Drawing, chart: Flow, station: Station, top: int) -> None:
    drawing.rect(0, top, BOX, _height(station), "track", radius=6)
    drawing.text(12, top + 20, shortened(station.label, LONGEST_LABEL), bold=True)
    drawing.text(BOX - 12, top + 20, station.amount.text, anchor="end", bold=True)
    for position, link in enumerate(station.links):
        base = top + HEAD + LINE * position + 9
        drawing.text(12, base, f"→ {shortened(chart.label_of(link.to), 24)}", tone="soft", size=12)
        said = " · ".join(filter(None, [link.parts, link.share.text]))
        drawing.text(BOX - 12, base, said, tone="soft", size=12, anchor="end")


def _ways(chart: Flow, tops: dict[str, int]) -> list[_Way]:
    ways = []
    for station in chart.stations:
        for position, link in enumerate(station.links):
            start = tops[station.key] + HEAD + LINE * position + 5
            if link.to in tops and tops[link.to] > tops[station.key]:
                ways.append(_Way(start, tops[link.to] + HEAD / 2, link))
    return ways


def _draw_ways(drawing: Drawing, ways: list[_Way]) -> None:
    """Short ways run inside long ones, so that ribbons cross as little as possible."""
    lanes: list[list[_Way]] = []
    for way in sorted(ways, key=lambda each: (each.end - each.start, each.start)):
        lane = next((lane for lane in lanes if all(not _overlap(way, other) for other in lane)), None)
        if lane is None:
            lane = []
            lanes.append(lane)
        lane.append(way)
    widest = min(LANE, (drawing.width - BOX - 12) / max(len(lanes), 1))
    for number, lane in enumerate(lanes):
        for way in lane:
            _draw_way(drawing, way, BOX + 16 + (number + 0.5) * widest)


def _overlap(one: _Way, other: _Way) -> bool:
    return one.start < other.end and other.start < one.end


def _draw_way(drawing: Drawing, way: _Way, x: float) -> None:
    share = way.link.share.number
    known = share is not None
    thick = max(1.5, float(min(Fraction(share), Fraction(1))) * WIDEST) if share is not None else 1.5
    bend = min(10.0, (way.end - way.start) / 2)
    data = (
        f"M{BOX} {figure(way.start)}H{figure(x - bend)}Q{figure(x)} {figure(way.start)} {figure(x)}"
        f" {figure(way.start + bend)}V{figure(way.end - bend)}Q{figure(x)} {figure(way.end)} {figure(x - bend)}"
        f" {figure(way.end)}H{BOX + 7}"
    )
    drawing.path(data, "plain" if known else "quiet", stroke=thick, dashed=not known)
    tip = f"M{BOX + 1} {figure(way.end)}l8 -5v10z"
    drawing.path(tip, "plain" if known else "quiet", fill=True)
