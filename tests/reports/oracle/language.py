"""Language: certified levels, how many reach B2, and who made progress."""

import datetime as dt

from .cells import Cell, count, rate
from .dates import anniversary, day_of
from .view import View

LEVELS = ("below_a1", "a1", "a2", "b1", "b2", "c1", "c2")
B2 = LEVELS.index("b2")


def figures(view: View) -> list[Cell]:
    now = {person: certified(view, person, view.as_of) for person in view.people}
    names = ["unknown" if level is None else LEVELS[level] for level in now.values()]
    cells = [count("language_level", "class", {"class": name}, names.count(name)) for name in (*LEVELS, "unknown")]
    known = [level for level in now.values() if level is not None]
    high = [level for level in known if level >= B2]
    cells.append(rate("language_b2", "total", {}, (len(high), len(known))))
    cells.append(rate("language_b2", "total", {"line": "of_all"}, (len(high), len(now))))
    differences = _differences(view, now)
    cells.append(rate("language_progress", "total", {}, (sum(differences), len(differences))))
    stepped = [difference for difference in differences if difference >= 1]
    cells.append(rate("language_progress", "total", {"line": "one_step"}, (len(stepped), len(differences))))
    return cells


def certified(view: View, person: str, day: dt.date) -> int | None:
    """The highest level among the certificates of the latest certificate date that is not after the day."""
    certificates = []
    for row in view.world.rows("language_levels"):
        on = day_of(row["assessed_on"])
        if row["participant"] == person and row["evidence"] == "certificate" and on is not None and on <= day:
            certificates.append((on, LEVELS.index(row["level"])))
    if not certificates:
        return None
    latest = max(on for on, _ in certificates)
    return max(level for on, level in certificates if on == latest)


def _differences(view: View, now: dict[str, int | None]) -> list[int]:
    earlier_day = anniversary(view.as_of, -6)
    differences = []
    for person, level in now.items():
        before = certified(view, person, earlier_day)
        if level is not None and before is not None:
            differences.append(level - before)
    return differences
