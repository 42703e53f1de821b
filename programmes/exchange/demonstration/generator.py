"""The invented bundle as a whole: so many people, the same for the same seed and day."""

from datetime import date, timedelta
from pathlib import Path

from programmes.exchange.demonstration import goals, landscape
from programmes.exchange.demonstration.bundle import Bundle, writing
from programmes.exchange.demonstration.dice import Dice
from programmes.exchange.demonstration.journeys import Journey, walk
from programmes.exchange.demonstration.landscape import Cohort
from programmes.exchange.demonstration.milestones import write_exams, write_pauses
from programmes.exchange.demonstration.papers import Papers
from programmes.exchange.demonstration.people import People, Person
from programmes.exchange.demonstration.promises import Promises
from programmes.exchange.demonstration.support import Support

_LATEST_DAY_OF_ENTRY = 20
_LONGEST_BREAK = 330


def write_bundle(path: Path, *, people: int, seed: int, today: date) -> None:
    """Write a bundle of `people` invented people to a folder or zip. The same arguments give the same bytes."""
    with writing(path) as bundle:
        _Generator(bundle, Dice(seed), people, today).run()


class _Generator:
    def __init__(self, bundle: Bundle, dice: Dice, people: int, today: date) -> None:
        self._bundle = bundle
        self._dice = dice
        self._today = today
        self._landscape = landscape.build(bundle, dice, people, today)
        self._places = [place for company in self._landscape.companies for place in company.places]
        self._people = People(bundle, dice)
        self._papers = Papers(bundle, dice, today)
        self._support = Support(bundle, dice, today)
        self._promises = Promises(bundle, dice, today, self._places)
        self._entries = 0

    def run(self) -> None:
        """Cohort by cohort in the order of their start, person by person."""
        goals.write(self._bundle, self._landscape, self._today)
        for cohort in self._landscape.cohorts:
            for _ in range(cohort.people):
                self._person(cohort)

    def _person(self, cohort: Cohort) -> None:
        entered_on = self._entry_day(cohort)
        person = self._people.arrive(entered_on)
        journey = walk(self._dice, cohort, entered_on, self._today, self._places)
        self._enrol(person, 1, journey)
        again = self._next_cohort(journey)
        if again is not None:
            journey = walk(self._dice, again, self._entry_day(again), self._today, self._places)
            self._enrol(person, 2, journey)
        self._papers.certify(person, entered_on, journey.last_day(self._today))
        self._papers.permit(person, journey)

    def _entry_day(self, cohort: Cohort) -> date:
        """Most on the first of the month, some in the weeks after."""
        if self._dice.chance(0.6):
            return cohort.starts_from
        latest = cohort.starts_from + timedelta(days=_LATEST_DAY_OF_ENTRY)
        return self._dice.day(cohort.starts_from, min(latest, self._today))

    def _next_cohort(self, journey: Journey) -> Cohort | None:
        """Some who left early try again within a year."""
        last = journey.entries[-1]
        left_early = journey.ended_on is not None and last.planned_end_on is not None and last.ended_on is not None
        if not left_early or last.ended_on >= last.planned_end_on - timedelta(days=60) or not self._dice.chance(0.2):
            return None
        earliest = journey.ended_on + timedelta(days=20)
        latest = min(earliest + timedelta(days=_LONGEST_BREAK), self._today)
        return self._dice.pick(
            [
                None,
                *(
                    cohort
                    for cohort in self._landscape.cohorts
                    if cohort.programme.company == journey.cohort.programme.company
                    and earliest <= cohort.starts_from <= latest
                ),
            ]
        )

    def _enrol(self, person: Person, number: int, journey: Journey) -> None:
        code = f"ME{person.number:07}-{number}"
        self._promises.keep(code, journey)
        self._bundle.add(
            "enrolments", code, person.code, journey.cohort.code, journey.stays[0][1], journey.entered_on,
            journey.ended_on, journey.end_reason,
        )  # fmt: skip
        for since, place in journey.stays[1:]:
            self._bundle.add("transfers", code, since, place)
        self._write_entries(code, journey)
        self._support.accompany(code, journey)
        write_exams(self._bundle, self._dice, code, journey, self._today)
        write_pauses(self._bundle, self._dice, code, journey, person.gender, self._today)

    def _write_entries(self, enrolment: str, journey: Journey) -> None:
        programme = journey.cohort.programme
        for entry in (*journey.entries, *journey.beside):
            self._entries += 1
            self._bundle.add(
                "phase_entries", f"MF{self._entries:07}", enrolment, programme.phase_code(entry.step),
                entry.occupation, entry.started_on, entry.planned_end_on, entry.ended_on, entry.outcome,
            )  # fmt: skip
