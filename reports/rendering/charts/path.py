"""A figure on its way to a target: what was, the straight path, and where it leads if it goes on like this."""

from collections.abc import Sequence
from fractions import Fraction

from reports.rendering.charts.description import Amount, Path
from reports.rendering.charts.drawing import SMALL, Drawing, figure

LEFT, TOP, WIDTH, HEIGHT, FOOT = 48, 14, 344, 126, 22


def draw_path(chart: Path) -> Drawing:
    """Every month has its place, so that the days to come look as long as they are."""
    drawing = Drawing(TOP + HEIGHT + FOOT)
    top = max((Fraction(each.number) for each in chart.levels if each.number is not None), default=Fraction(1)) or 1
    for level in chart.levels:
        y = _height(level, top)
        drawing.path(f"M{LEFT} {figure(y)}H{LEFT + WIDTH}", "line", stroke=1)
        drawing.text(LEFT - 6, y + 4, level.text, tone="soft", size=SMALL, anchor="end")
    for position, month in enumerate(chart.months):
        if month.tick:
            drawing.text(
                _across(chart, position), TOP + HEIGHT + 16, month.tick, tone="soft", size=SMALL, anchor="middle"
            )
    _line(drawing, chart, top, [month.path for month in chart.months], "warning", dashed=True)
    _line(drawing, chart, top, [month.forecast for month in chart.months], "quiet", dashed=True)
    _line(drawing, chart, top, [month.amount for month in chart.months], "plain", dashed=False)
    x, y = _across(chart, len(chart.months) - 1), _height(chart.goal, top)
    drawing.rect(x - 4, y - 4, 8, 8, "warning", radius=4)
    drawing.text(LEFT + WIDTH, max(y - 9, SMALL), chart.goal.text, tone="soft", size=SMALL, anchor="end")
    return drawing


def _line(
    drawing: Drawing, chart: Path, top: Fraction | int, amounts: Sequence[Amount], tone: str, *, dashed: bool
) -> None:
    """The line breaks where a number is missing."""
    way, pen = "", "M"
    for position, amount in enumerate(amounts):
        if amount.number is None:
            pen = "M"
            continue
        way += f"{pen}{figure(_across(chart, position))} {figure(_height(amount, top))}"
        pen = "L"
    if way:
        drawing.path(way + ("h0.1" if way.count("L") == 0 else ""), tone, stroke=1.5 if dashed else 2.5, dashed=dashed)


def _across(chart: Path, position: int) -> Fraction:
    return LEFT + Fraction(position * WIDTH, max(len(chart.months) - 1, 1))


def _height(amount: Amount, top: Fraction | int) -> Fraction:
    share = Fraction(amount.number or 0) / top
    return TOP + HEIGHT - min(max(share, Fraction(0)), Fraction(1)) * HEIGHT
