"""The monthly report calculated a second time, straight from the definitions and without the product."""

from . import (
    completion,
    goals,
    guarantees,
    language,
    permits,
    quality,
    retention,
    sponsorship,
    stock_and_flow,
    transitions,
)
from .cells import Cell
from .view import View
from .world import Bundle, World

__all__ = ["report", "reports"]


def report(bundle: Bundle, organisation_code: str, month: str) -> list[Cell]:
    """The rows of one report, audience hr, brought in today."""
    return _rows(View(World(bundle), organisation_code, month))


def reports(bundle: Bundle, cells_wanted: list[tuple[str, str]]) -> dict[tuple[str, str], list[Cell]]:
    """Several reports (organisation, month) of one bundle, which is read only once."""
    world = World(bundle)
    return {(code, month): _rows(View(world, code, month)) for code, month in cells_wanted}


def _rows(view: View) -> list[Cell]:
    cells = _figures(view)
    cells += goals.places(view)
    cells += goals.targets(view, _figures)
    cells += goals.published(view)
    return cells


def _figures(view: View) -> list[Cell]:
    """Everything a target can be set on."""
    return [
        *stock_and_flow.figures(view),
        *transitions.figures(view),
        *completion.figures(view),
        *guarantees.figures(view),
        *retention.figures(view),
        *guarantees.forecast(view),
        *language.figures(view),
        *sponsorship.figures(view),
        *permits.figures(view),
        *quality.figures(view),
    ]
