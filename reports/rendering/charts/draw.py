"""From a description to a picture."""

from functools import singledispatch

from reports.rendering.charts.columns import draw_columns
from reports.rendering.charts.description import Bars, Chart, Columns, Flow, Line, Path, Waterfall
from reports.rendering.charts.drawing import Drawing
from reports.rendering.charts.flow import draw_flow
from reports.rendering.charts.line import draw_line
from reports.rendering.charts.path import draw_path
from reports.rendering.charts.rows import draw_bars, draw_waterfall


def svg_of(chart: Chart, identifier: str) -> str:
    """The chart as SVG: the same bytes for page and PDF. `identifier` is unique on its page."""
    return _draw(chart).svg(identifier, chart.title, chart.summary)


@singledispatch
def _draw(chart: Chart) -> Drawing:
    message = f"There is no drawing of {type(chart).__name__}."
    raise TypeError(message)


_draw.register(Bars)(draw_bars)
_draw.register(Waterfall)(draw_waterfall)
_draw.register(Columns)(draw_columns)
_draw.register(Line)(draw_line)
_draw.register(Flow)(draw_flow)
_draw.register(Path)(draw_path)
