"""A line over time, between 0 and 100 percent."""

from collections.abc import Iterator
from fractions import Fraction

from reports.rendering.charts.description import Line, Point
from reports.rendering.charts.drawing import SMALL, Drawing, figure

LEFT, TOP, WIDTH, HEIGHT, FOOT = 40, 10, 352, 130, 22
GRID = (Fraction(0), Fraction(1, 2), Fraction(1))

Place = tuple[Fraction, Fraction]


def draw_line(chart: Line) -> Drawing:
    """The line breaks where a number is missing."""
    drawing = Drawing(TOP + HEIGHT + FOOT)
    for level in GRID:
        y = _height(level)
        drawing.path(f"M{LEFT} {figure(y)}H{LEFT + WIDTH}", "line", stroke=1)
        text = f"{int(level * 100)}\N{NO-BREAK SPACE}%"
        drawing.text(LEFT - 6, y + 4, text, tone="soft", size=SMALL, anchor="end")
    if chart.goal is not None and chart.goal.number is not None:
        y = _height(Fraction(chart.goal.number))
        drawing.path(f"M{LEFT} {figure(y)}H{LEFT + WIDTH}", "warning", stroke=1.5, dashed=True)
        drawing.text(LEFT + WIDTH, y - 4, chart.goal.text, tone="soft", size=SMALL, anchor="end")
    for position, point in enumerate(chart.points):
        if point.tick:
            x = _across(position, len(chart.points))
            drawing.text(x, TOP + HEIGHT + 16, point.tick, tone="soft", size=SMALL, anchor="middle")
    for run in _runs(chart.points):
        drawing.path(_way(run, stepped=chart.stepped), "plain", stroke=2.5)
    return drawing


def _across(position: int, of: int) -> Fraction:
    return LEFT + Fraction(position * WIDTH, max(of - 1, 1))


def _height(share: Fraction) -> Fraction:
    return TOP + HEIGHT - min(max(share, Fraction(0)), Fraction(1)) * HEIGHT


def _runs(points: tuple[Point, ...]) -> Iterator[list[Place]]:
    run: list[Place] = []
    for position, point in enumerate(points):
        if point.amount.number is None:
            if run:
                yield run
            run = []
        else:
            run.append((_across(position, len(points)), _height(Fraction(point.amount.number))))
    if run:
        yield run


def _way(run: list[Place], *, stepped: bool) -> str:
    (x, y), *rest = run
    way = [f"M{figure(x)} {figure(y)}"]
    for across, height in rest:
        way.append(f"H{figure(across)}V{figure(height)}" if stepped else f"L{figure(across)} {figure(height)}")
    if not rest:
        way.append("h0.1")
    return "".join(way)
