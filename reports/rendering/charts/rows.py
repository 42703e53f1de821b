"""Charts in rows: a line of text and a bar below it, readable on a telephone."""

from fractions import Fraction
from typing import NamedTuple

from reports.rendering.charts.description import Bars, Change, Step, Tone, Waterfall
from reports.rendering.charts.drawing import Drawing, Number, shortened

ROW = 38
TEXT = 14
BAR_TOP = 20
BAR = 10
LONGEST_LABEL = 44
HIDDEN_WIDTH = 26


def _row(drawing: Drawing, top: Number, label: str, value: str, *, bold: bool = False) -> None:
    drawing.text(0, top + TEXT, shortened(label, LONGEST_LABEL), bold=bold)
    drawing.text(drawing.width, top + TEXT, value, anchor="end", bold=True)


def draw_bars(chart: Bars) -> Drawing:
    """Bars from zero; the longest fills the row, or its share of the whole."""
    drawing = Drawing(ROW * len(chart.bars))
    known = [bar.amount.number for bar in chart.bars if bar.amount.number is not None]
    longest = chart.whole or max(known, default=0) or 1
    for position, bar in enumerate(chart.bars):
        top = position * ROW
        _row(drawing, top, bar.label, bar.amount.text)
        drawing.rect(0, top + BAR_TOP, drawing.width, BAR, "track", radius=5)
        if bar.amount.number is not None:
            width = Fraction(bar.amount.number) / longest * drawing.width
            drawing.rect(0, top + BAR_TOP, min(width, drawing.width), BAR, bar.tone, radius=5)
    return drawing


class _Span(NamedTuple):
    """Where a step of a waterfall begins and ends; nothing where a number is missing."""

    step: Step
    start: Fraction | None
    end: Fraction | None


def _spans(steps: tuple[Step, ...]) -> list[_Span]:
    spans: list[_Span] = []
    level: Fraction | None = None
    for step in steps:
        number = None if step.amount.number is None else Fraction(step.amount.number)
        if step.change is Change.LEVEL:
            level = number
            spans.append(_Span(step, None if number is None else Fraction(0), number))
            continue
        before = level
        if level is not None:
            level = None if number is None else level + (number if step.change is Change.RISE else -number)
        spans.append(_Span(step, before, level))
    return spans


def _lowest(spans: list[_Span]) -> Fraction:
    """Where the scale begins: at zero, unless the changes would be too small to be seen beside the levels."""
    ends = [end for span in spans for end in (span.start, span.end) if end]
    changes = [abs(span.end - span.start) for span in spans if span.start and span.end is not None]
    if not ends or not changes or sum(changes) * 8 >= max(ends):
        return Fraction(0)
    return max(Fraction(0), min(ends) - 2 * max(sum(changes), Fraction(1)))


TONES = {Change.LEVEL: Tone.PLAIN, Change.RISE: Tone.GOOD, Change.FALL: Tone.WARNING}
SIGNS = {Change.LEVEL: "", Change.RISE: "+\N{THIN SPACE}", Change.FALL: "−\N{THIN SPACE}"}


def draw_waterfall(chart: Waterfall) -> Drawing:
    """Each step begins where the one before ended. Bars of levels that do not begin at zero are cut open."""
    drawing = Drawing(ROW * len(chart.steps))
    spans = _spans(chart.steps)
    lowest = _lowest(spans)
    highest = max((end for span in spans for end in (span.start, span.end) if end is not None), default=Fraction(0))
    scale = drawing.width / ((highest - lowest) or 1)
    for position, (step, start, end) in enumerate(spans):
        top = position * ROW
        is_level = step.change is Change.LEVEL
        _row(drawing, top, step.label, f"{SIGNS[step.change]}{step.amount.text}", bold=is_level)
        if start is None or end is None:
            drawing.rect(0, top + BAR_TOP, HIDDEN_WIDTH, BAR, "hidden")
            continue
        left, right = ((each - lowest) * scale for each in sorted((max(start, lowest), end)))
        drawing.rect(left, top + BAR_TOP, max(right - left, 2), BAR, TONES[step.change])
        if is_level and lowest:
            drawing.rect(14, top + BAR_TOP - 1, 4, BAR + 2, "surface", radius=0)
    return drawing
