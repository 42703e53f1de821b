"""Data quality: how late it was recorded what happened in the month. A bundle is recorded on the day it is brought in."""

import datetime as dt
from zoneinfo import ZoneInfo

from .cells import Cell, count, rate
from .view import View

BERLIN = ZoneInfo("Europe/Berlin")


def figures(view: View) -> list[Cell]:
    recorded = dt.datetime.now(tz=BERLIN).date()
    days = [
        day
        for enrolment in view.world.enrolments.values()
        for entry in enrolment.entries
        if view.starts_here(entry)
        for day in (entry.started_on, entry.ended_on)
    ]
    days += [
        enrolment.ended_on
        for enrolment in view.world.enrolments.values()
        if enrolment.ended_on is not None and view.belongs(enrolment, enrolment.ended_on)
    ]
    happened = [day for day in days if day is not None and view.first_day <= day <= view.as_of]
    late = [day for day in happened if recorded - day > dt.timedelta(days=14)]
    return [
        rate("late_entries", "total", {}, (len(late), len(happened))),
        count("restatements", "total", {}, 0),
        count("restatements", "total", {"line": "cells"}, 0),
    ]
