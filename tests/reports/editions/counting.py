"""Figures that a test makes up, in the place of those that would be counted."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from integration.organisations.models import Organisation
from reports.editions import building
from reports.indicators.figures import Figure

Compute = Callable[[Organisation, date], Sequence[Figure]]


class MadeUp:
    """Asks the test for each report when it is put in order."""

    def __init__(self, compute: Compute, organisations: Iterable[Organisation], month: date) -> None:
        self.compute = compute
        self.month = month
        self.reports = {each.pk: each for each in organisations}

    def figures(self, organisation_id: int) -> list[Figure]:
        return list(self.compute(self.reports[organisation_id], self.month))


def make_up(monkeypatch, compute: Compute) -> None:
    """Let every report be what `compute` says."""
    monkeypatch.setattr(
        building, "measure_reports", lambda organisations, month, _progress: MadeUp(compute, organisations, month)
    )
