"""What a report looks at: an organisation's scope, the month, and the spells in it, found day by day."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from .dates import month_bounds, year_before
from .records import Enrolment, Entry
from .world import World


@dataclass
class Spell:
    """A maximal run of days of one enrolment in the scope, seen up to the as-of date."""

    enrolment: Enrolment
    days: list[dt.date]

    @property
    def first(self) -> dt.date:
        return self.days[0]

    @property
    def last(self) -> dt.date:
        return self.days[-1]


class View:
    """One scope in one month."""

    def __init__(self, world: World, organisation: str, month: str, *, only_itself: bool = False) -> None:
        self.world = world
        self.organisation = organisation
        self.month = month
        self.first_day, self.as_of = month_bounds(month)
        self.scope = {organisation} if only_itself else world.below(organisation)

    @property
    def window_start(self) -> dt.date:
        """The day before the first day of the rolling window."""
        return year_before(self.as_of)

    def belongs(self, enrolment: Enrolment, day: dt.date) -> bool:
        return enrolment.organisation_on(day) in self.scope

    def starts_here(self, entry: Entry) -> bool:
        """An entry is asked on its first day."""
        return self.belongs(entry.enrolment, entry.started_on)

    def ends_here(self, entry: Entry) -> bool:
        """Trainings in guarantees and retention are asked on their last day."""
        return entry.ended_on is not None and self.belongs(entry.enrolment, entry.ended_on)

    @cached_property
    def spells(self) -> list[Spell]:
        found = []
        for enrolment in self.world.enrolments.values():
            run: list[dt.date] = []
            for day, organisation in enrolment.days_until(self.as_of):
                if organisation in self.scope:
                    run.append(day)
                elif run:
                    found.append(Spell(enrolment, run))
                    run = []
            if run:
                found.append(Spell(enrolment, run))
        return found

    @cached_property
    def stock(self) -> list[Enrolment]:
        """Enrolments with a spell that contains the as-of date."""
        return [spell.enrolment for spell in self.spells if self.as_of in spell.days]

    @cached_property
    def people(self) -> list[str]:
        """Persons in stock."""
        return sorted({enrolment.participant for enrolment in self.stock})

    @cached_property
    def programmes(self) -> list[str]:
        return sorted({spell.enrolment.programme.code for spell in self.spells})

    @cached_property
    def cohorts(self) -> list[str]:
        return sorted({spell.enrolment.cohort.code for spell in self.spells})

    @cached_property
    def steps(self) -> list[tuple[str, str]]:
        """The steps of the listed programmes."""
        return sorted({step for code in self.programmes for step in self.world.programmes[code].steps()})

    @cached_property
    def parts(self) -> "dict[str, View]":
        """The organisation breakdown: itself if a spell belonged to it directly, and each child but partners."""
        found = {}
        if any(
            spell.enrolment.organisation_on(day) == self.organisation for spell in self.spells for day in spell.days
        ):
            found[self.organisation] = View(self.world, self.organisation, self.month, only_itself=True)
        for child in sorted(self.world.organisations.values(), key=lambda organisation: organisation.code):
            if child.parent == self.organisation and child.kind != "partner":
                found[child.code] = View(self.world, child.code, self.month)
        return found
