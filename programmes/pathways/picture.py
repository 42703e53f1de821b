"""A pathway as a picture: the steps of the main track, each with what runs beside it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Stage:
    """A phase of the main track and the parallel ones that stand after it; `main` is missing where there is none."""

    main: Any = None
    beside: list[Any] = field(default_factory=list)


def stages_of(phases: Iterable[Any]) -> list[Stage]:
    """The stages of phases in their order. Parallel ones before the first of the main track belong to it."""
    stages: list[Stage] = []
    for phase in phases:
        if phase.parallel:
            if not stages:
                stages.append(Stage())
            stages[-1].beside.append(phase)
        elif len(stages) == 1 and stages[0].main is None:
            stages[0].main = phase
        else:
            stages.append(Stage(phase))
    return stages
