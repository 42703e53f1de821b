"""What surrounds a journey: sponsors and contacts, promises and the jobs that followed."""

import datetime as dt

from .draft import Draft, months_later, plus
from .ground import Ground
from .journeys import EntryPlan, Journey

NAMES = ("Petra Lindner", "Jörg Wendt", "Ute Möller", "Sabine Vogt", "Günter Öz", "Éva Szabó", "Marek Łuczak")
ROLES = ("sponsor", "sponsor", "sponsor", "mentor", "mentor", "instructor", "coach", "training_manager")


def draw_sponsors(draft: Draft, ground: Ground) -> list[str]:
    codes = []
    for _ in range(draft.random.randint(3, 7)):
        code = draft.next_code("sponsors", "S")
        given, family = draft.one_of(*NAMES).split()
        draft.add(
            "sponsors",
            code=code,
            organisation=draft.one_of(*ground.places, "PA"),
            given_name=given,
            family_name=family,
            trained_on=draft.one_of("", draft.near(draft.as_of), plus(draft.as_of, -700)),
            capacity=draft.one_of("", 1, 3, 5),
            volunteer=draft.one_of("", "yes", "no"),
        )
        codes.append(code)
    return codes


def accompany(draft: Draft, journey: Journey, sponsors: list[str]) -> None:
    """Sponsorships, overlapping or with gaps, and contacts on the borders of the intervals."""
    intervals = [entry.phase.interval for entry in journey.entries if entry.phase.interval]
    interval = draft.one_of(*intervals) if intervals else 30
    last = journey.last_day(draft)
    for sponsor in draft.random.sample(sponsors, draft.one_of(0, 1, 1, 2, 3)):
        borders = (journey.entered_on, plus(draft.as_of, -interval), draft.first_day, plus(draft.first_day, 10))
        start = draft.within(draft.near(*borders), journey.entered_on, last)
        end: dt.date | None = draft.within(draft.near(draft.as_of, plus(draft.first_day, 9), last), start, last)
        if journey.ended_on is None and draft.chance(0.6):
            end = None
        if journey.ended_on is not None and draft.chance(0.5):
            end = journey.ended_on
        draft.add(
            "sponsorships",
            sponsor=sponsor,
            enrolment=journey.code,
            started_on=start,
            ended_on=end,
            role=draft.one_of(*ROLES),
        )
        for _ in range(draft.one_of(0, 1, 2, 3)):
            day = draft.near(draft.as_of, plus(draft.as_of, -interval), plus(draft.as_of, -interval // 2))
            draft.add(
                "contacts",
                sponsor=sponsor,
                enrolment=journey.code,
                held_on=draft.within(day, journey.entered_on, last),
                channel=draft.one_of("in_person", "phone", "video", "message"),
                reached=draft.one_of("yes", "yes", "yes", "no", ""),
                minutes=draft.one_of("", 15, 60),
            )


def promise(draft: Draft, journey: Journey) -> None:
    """Guarantees one after the other, never two on a day."""
    if not journey.programme.trains or draft.chance(0.15):
        return
    training = draft.one_of(*journey.trainings) if journey.trainings else None
    start = training.started_on if training else journey.entered_on
    last = training.ended_on if training and training.ended_on else draft.as_of
    given = max(journey.entered_on, draft.near(start, start, start, draft.as_of, last))
    if draft.chance(0.15):
        ended = max(given, draft.near(draft.as_of, last, plus(draft.first_day, -1)))
        _guarantee(draft, journey, given, ended)
        given = plus(ended, draft.one_of(1, 1, 30))
    ended_at_last = max(given, draft.near(draft.as_of, last)) if draft.chance(0.25) else None
    _guarantee(draft, journey, given, ended_at_last)


def _guarantee(draft: Draft, journey: Journey, given: dt.date, ended: dt.date | None) -> None:
    choices = ("", "", "", "fulfilled", "waived", "waived", "refused_suitability", "withdrawn")
    decision = draft.one_of(*choices)
    ends = [entry.ended_on for entry in journey.trainings if entry.ended_on is not None]
    decided = max(given, draft.near(draft.as_of, *ends)) if draft.chance(0.75) else None
    draft.add(
        "guarantees",
        enrolment=journey.code,
        given_on=given,
        ended_on=ended,
        scope=draft.one_of("", "employer", "group", "group"),
        decision=decision,
        decided_on=decided if decision else "",
        reason=draft.one_of("", "Vermerk") if decision else "",
    )


def employ(draft: Draft, ground: Ground, journey: Journey, *, stays: bool = False) -> None:
    """Jobs after the trainings: at once, within the tolerance, too late, elsewhere, several, with gaps."""
    for training in journey.trainings:
        if training.ended_on is not None and (stays or draft.chance(0.8 if training.outcome == "passed" else 0.2)):
            _jobs_after(draft, ground, journey, training, stays=stays)


def _jobs_after(draft: Draft, ground: Ground, journey: Journey, training: EntryPlan, *, stays: bool) -> None:
    if training.ended_on is None:
        return
    tolerance = journey.programme.tolerance
    here = journey.organisation_on(training.ended_on)
    near_by = (here, here, draft.one_of(*ground.home))
    delay = draft.one_of(1, 1, tolerance) if stays else draft.one_of(1, 1, 1, 0, tolerance, tolerance + 1, 3)
    start = plus(training.ended_on, delay)
    for _ in range(draft.one_of(1, 1, 2, 3)):
        end = _job_end(draft, start)
        draft.add(
            "employments",
            enrolment=journey.code,
            organisation=draft.one_of(*near_by) if stays else draft.one_of(*near_by, *ground.places, "PA"),
            started_on=start,
            ended_on=end,
            contract=draft.one_of("permanent", "permanent", "fixed_term"),
        )
        if end is None:
            if draft.chance(0.7):
                return
            end = start
        start = plus(end, draft.one_of(1, 1, 1, 2, 0, 31, -10))
        start = max(start, training.ended_on)


def _job_end(draft: Draft, start: dt.date) -> dt.date | None:
    """Often open; else around an anniversary of the start or the as-of date."""
    if draft.chance(0.45):
        return None
    anniversaries = [months_later(start, months) for months in (1, 3, 6, 12, 24)]
    return max(start, draft.near(draft.as_of, *anniversaries, *(plus(day, -1) for day in anniversaries)))
