"""Residence and work permission: how long the best document of each person lasts."""

import datetime as dt

from .cells import Cell, count, rate
from .dates import day_of
from .records import Entry
from .view import View
from .world import Row

CLASSES = (
    "expired",
    "0-30",
    "31-90",
    "91-180",
    "181-365",
    "over_365",
    "unlimited",
    "pending",
    "not_needed",
    "unknown",
)


def figures(view: View) -> list[Cell]:
    best = {person: best_document(view, person) for person in view.people}
    classes = [_class_of(view, document) for document in best.values()]
    cells = [count("permit_horizon", "class", {"class": name}, classes.count(name)) for name in CLASSES]
    asked = covered = 0
    for person, document in best.items():
        entry = _phase_to_cover(view, person)
        if entry is not None and entry.planned_end_on is not None:
            asked += 1
            covered += _covers(document, entry.planned_end_on)
    cells.append(rate("permit_covers_phase", "total", {}, (covered, asked)))
    return cells


def best_document(view: View, person: str) -> str | dt.date:
    """not_needed, unlimited, pending, unknown, or the day on which the best document ends."""
    documents = [
        row
        for row in view.world.rows("residence_documents")
        if row["participant"] == person and _issued(row) <= view.as_of
    ]
    if any(row["kind"] in {"eu_free_movement", "german"} for row in documents):
        return "not_needed"
    if any(row["kind"] == "settlement_permit" for row in documents):
        return "unlimited"
    provisional = [row for row in documents if row["kind"] == "provisional_effect"]
    others = [row for row in documents if row["kind"] != "provisional_effect"]
    for row in provisional:
        if not any(_issued(other) > _issued(row) for other in others):
            return "pending"
    ends = [day_of(row.get("legal_valid_to", "") or row.get("printed_valid_to", "")) for row in others]
    known = [end for end in ends if end is not None]
    return max(known) if known else "unknown"


def _issued(row: Row) -> dt.date:
    return dt.date.fromisoformat(row["issued_on"])


def _class_of(view: View, best: str | dt.date) -> str:
    if isinstance(best, str):
        return best
    left = (best - view.as_of).days
    if left < 0:
        return "expired"
    for limit, name in ((30, "0-30"), (90, "31-90"), (180, "91-180"), (365, "181-365")):
        if left <= limit:
            return name
    return "over_365"


def _covers(best: str | dt.date, planned_end: dt.date) -> bool:
    if isinstance(best, str):
        return best in {"unlimited", "not_needed"}
    return best >= planned_end


def _phase_to_cover(view: View, person: str) -> Entry | None:
    """The latest-starting of the person's active main-track entries with a planned end."""
    entries = [
        (entry.started_on, entry.planned_end_on, entry)
        for enrolment in view.stock
        if enrolment.participant == person
        for entry in enrolment.main_track()
        if entry.active_on(view.as_of) and entry.planned_end_on is not None
    ]
    return max(entries, key=lambda item: item[:2])[2] if entries else None
