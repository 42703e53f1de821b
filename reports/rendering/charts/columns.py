"""Columns over time."""

from reports.rendering.charts.description import Columns
from reports.rendering.charts.drawing import SMALL, Drawing

TOP, HEIGHT, FOOT = 18, 120, 22
GAP = 2
SMALLEST = 9
ROOMY = 16


def draw_columns(chart: Columns) -> Drawing:
    """A column for each month with its number above it; months without any have only the ground line."""
    drawing = Drawing(TOP + HEIGHT + FOOT)
    ground = TOP + HEIGHT
    width = drawing.width / max(len(chart.points), 1)
    highest = max((point.amount.number or 0 for point in chart.points), default=0) or 1
    drawing.path(f"M0 {ground}H{drawing.width}", "line", stroke=1)
    for position, point in enumerate(chart.points):
        left = position * width
        middle = left + width / 2
        if point.amount.number is None:
            drawing.text(middle, ground - 4, point.amount.text, tone="soft", size=SMALL, anchor="middle")
        elif point.amount.number:
            tall = point.amount.number * HEIGHT / highest
            drawing.rect(left + GAP / 2, ground - tall, width - GAP, tall, "plain", radius=2)
            size = SMALL if width >= ROOMY else SMALLEST
            drawing.text(middle, ground - tall - 3, point.amount.text, size=size, anchor="middle")
        if point.tick:
            drawing.text(left, ground + 15, point.tick, tone="soft", size=SMALL)
            drawing.path(f"M{left:.1f} {ground}v4", "line", stroke=1)
    return drawing
