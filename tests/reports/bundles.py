"""Random import bundles: small, valid under every rule of the import, and dense around one month."""

import csv
import datetime as dt
from collections import Counter
from pathlib import Path

from .bundle_parts.around import accompany, draw_sponsors, employ, promise
from .bundle_parts.draft import COLUMNS, FOCUS_MONTHS, Bundle, Draft
from .bundle_parts.goals import draw_published, draw_targets
from .bundle_parts.ground import Ground, draw_ground
from .bundle_parts.journeys import Journey, draw_journey, write_journey
from .bundle_parts.people import draw_person

DATE_COLUMNS = frozenset(
    column
    for columns in COLUMNS.values()
    for column in columns
    if column.endswith(("_on", "_from", "_to")) or column in {"on", "as_of", "birth_date"}
)


def random_bundle(seed: int) -> Bundle:
    """The same seed gives the same bundle. Every third has so many takeovers that the retention curve appears."""
    draft = Draft(seed)
    ground = draw_ground(draft)
    sponsors = draw_sponsors(draft, ground)
    many_takeovers = seed % 3 == 0
    people = draft.random.randint(38, 60) if many_takeovers else draft.random.randint(15, 50)
    for _ in range(people):
        person = draw_person(draft)
        journeys = _journeys_of(draft, ground, person, passing=draft.chance(0.9 if many_takeovers else 0.3))
        for journey in journeys:
            write_journey(draft, ground, journey)
            accompany(draft, journey, sponsors)
            promise(draft, journey)
            employ(draft, ground, journey, stays=many_takeovers and draft.chance(0.8))
    draw_targets(draft, ground)
    draw_published(draft, ground)
    for rows in draft.tables.values():
        draft.random.shuffle(rows)
    return draft.tables


def focus_month(seed: int) -> str:
    """The month on which the events of a seed's bundle cluster."""
    return FOCUS_MONTHS[seed % len(FOCUS_MONTHS)]


def interesting_months(bundle: Bundle) -> list[str]:
    """The busiest month and those beside it, half a year and a year on, the turn of the year, and the far ends."""
    counts: Counter[str] = Counter()
    for table in ("contacts", "pauses", "sponsorships", "transfers", "residence_documents", "targets"):
        for row in bundle[table]:
            counts.update(row[column][:7] for column in row if column in DATE_COLUMNS and row[column])
    if not counts:
        return []
    busiest = max(sorted(counts), key=lambda month: counts[month])
    months = [_month_after(busiest, number) for number in (0, -1, 1, -2, 2, -6, 6, -12, 12, 24)]
    year = int(busiest[:4])
    months += [f"{year - 1}-12", f"{year}-01", f"{year}-02", f"{year}-12"]
    entered = sorted(row["entered_on"][:7] for row in bundle["enrolments"])
    months += [_month_after(entered[0], -1), entered[0], entered[len(entered) // 2]]
    return list(dict.fromkeys(months))


def _month_after(month: str, number: int) -> str:
    index = int(month[:4]) * 12 + int(month[5:]) - 1 + number
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def _journeys_of(draft: Draft, ground: Ground, person: str, *, passing: bool) -> list[Journey]:
    """One enrolment or several: after a dissolution, once more in the same cohort, or in two programmes at once."""
    journeys = [draw_journey(draft, ground, person, passing=passing)]
    dissolved = [e.ended_on for e in journeys[0].trainings if e.outcome == "contract_dissolved" and e.ended_on]
    if dissolved and draft.chance(0.5):
        journeys.append(draw_journey(draft, ground, person, again_after=dissolved[0]))
    if draft.chance(0.1):
        journeys.append(draw_journey(draft, ground, person))
    if draft.chance(0.15):
        journeys.append(draw_journey(draft, ground, person, cohort_of=journeys[0]))
    kept: list[Journey] = []
    for journey in journeys:
        if not any(other.cohort == journey.cohort and _share_a_day(other, journey) for other in kept):
            kept.append(journey)
    return kept


def _share_a_day(one: Journey, other: Journey) -> bool:
    far = dt.date.max
    return one.entered_on <= (other.ended_on or far) and other.entered_on <= (one.ended_on or far)


def write_csv_folder(
    bundle: Bundle, path: Path, *, delimiter: str = ",", encoding: str = "utf-8", german_dates: bool = False
) -> None:
    """One file per table that has rows."""
    path.mkdir(parents=True, exist_ok=True)
    for table, rows in bundle.items():
        if not rows:
            continue
        with (path / f"{table}.csv").open("w", encoding=encoding, newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]), delimiter=delimiter)
            writer.writeheader()
            for row in rows:
                writer.writerow(_german(row) if german_dates else row)


def in_western_letters(bundle: Bundle) -> Bundle:
    """The same bundle with question marks for letters that Windows-1252 does not have."""
    return {
        table: [
            {column: value.encode("cp1252", "replace").decode("cp1252") for column, value in row.items()}
            for row in rows
        ]
        for table, rows in bundle.items()
    }


def _german(row: dict[str, str]) -> dict[str, str]:
    """Dates as 01.09.2016; everything else as it is."""
    return {
        column: f"{dt.date.fromisoformat(value):%d.%m.%Y}" if value and column in DATE_COLUMNS else value
        for column, value in row.items()
    }


def read_csv_folder(path: Path, *, delimiter: str = ";") -> Bundle:
    bundle: Bundle = {}
    for file in sorted(path.glob("*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as handle:
            bundle[file.stem] = list(csv.DictReader(handle, delimiter=delimiter))
    return bundle
