"""Sponsors, whom they accompany, and how often they meet."""

from collections import defaultdict
from datetime import date, timedelta
from heapq import heappop, heappush

from programmes.exchange.demonstration.bundle import Bundle
from programmes.exchange.demonstration.dice import Dice, Odds
from programmes.exchange.demonstration.journeys import DAY, Journey
from programmes.exchange.demonstration.people import staff_name
from programmes.pathways.enums import PhaseKind
from programmes.sponsorships.enums import Channel, SupportRole

_DAYS_OF_CONTACTS = 190
_CAPACITIES = Odds({1: 25, 2: 35, 3: 30, 5: 5, None: 5})
_WITHOUT_LIMIT = 4
_USUAL_INTERVAL = 31
_CHANNELS = Odds({Channel.IN_PERSON: 55, Channel.PHONE: 20, Channel.VIDEO: 10, Channel.MESSAGE: 15})
_REACHED = Odds({"yes": 88, "no": 9, None: 3})
_HANDOVERS = Odds({"Elternzeit der Patin": 1, "Wechsel der Abteilung": 3, "Ruhestand": 1, "auf Wunsch": 1, None: 2})


class Roster:
    """Who of a place's sponsors has room for one more person, from which day."""

    def __init__(self, bundle: Bundle, dice: Dice) -> None:
        self._bundle = bundle
        self._dice = dice
        self._free: defaultdict[str, list[tuple[date, str]]] = defaultdict(list)
        self._count = 0

    def take(self, place: str, day: date) -> str:
        """A sponsor of the place who is free on that day; a new one if nobody is."""
        free = self._free[place]
        if free and free[0][0] <= day:
            return heappop(free)[1]
        return self._recruit(place, day)

    def give_back(self, place: str, sponsor: str, ended_on: date) -> None:
        """The sponsor has room again from the next day on."""
        heappush(self._free[place], (ended_on + DAY, sponsor))

    def _recruit(self, place: str, day: date) -> str:
        dice = self._dice
        self._count += 1
        code = f"MS{self._count:07}"
        given, family = staff_name(dice)
        trained_on = day - timedelta(days=dice.between(10, 400)) if dice.chance(0.75) else None
        capacity = dice.choose(_CAPACITIES)
        volunteer = "yes" if dice.chance(0.08) else "no"
        email = f"{code.lower()}@example.org"
        self._bundle.add("sponsors", code, place, given, family, email, trained_on, capacity, volunteer)
        for _ in range((capacity or _WITHOUT_LIMIT) - 1):
            heappush(self._free[place], (day, code))
        return code


class Support:
    """Finds a sponsor for those who need one, hands over now and then, and writes down the contacts."""

    def __init__(self, bundle: Bundle, dice: Dice, today: date) -> None:
        self._bundle = bundle
        self._dice = dice
        self._today = today
        self._roster = Roster(bundle, dice)

    def accompany(self, enrolment: str, journey: Journey) -> None:
        """From the first phase that needs a sponsor to the end of the enrolment; a few have nobody."""
        dice = self._dice
        needed = next((entry.started_on for entry in journey.entries if entry.step.sponsored), None)
        coached = journey.entries[0].step.kind == PhaseKind.COACHING
        if coached:
            needed = journey.entered_on
        if needed is None or dice.chance(0.06):
            return
        start = needed + timedelta(days=dice.between(0, 12)) if dice.chance(0.3) else needed
        role = SupportRole.COACH if coached else _role(dice)
        last = journey.last_day(self._today)
        while start <= last:
            end, reason = self._handover(journey, start, last)
            self._sponsor(enrolment, journey, start, end, role, reason)
            if end is None or end == journey.ended_on:
                break
            start = end + timedelta(days=1 + (dice.between(5, 40) if dice.chance(0.2) else 0))
        self._instruct(enrolment, journey)

    def _handover(self, journey: Journey, start: date, last: date) -> tuple[date | None, str | None]:
        """The last day of this sponsor and the reason: a transfer, a change of sponsors, or the end of it all."""
        dice = self._dice
        for since, _ in journey.stays[1:]:
            if since > start and dice.chance(0.7):
                return since - DAY, "Wechsel des Standorts"
        if (last - start).days > _DAYS_OF_CONTACTS and dice.chance(0.15):
            return dice.day(start + timedelta(days=60), last - DAY), dice.choose(_HANDOVERS)
        return journey.ended_on, None

    def _sponsor(
        self, enrolment: str, journey: Journey, start: date, end: date | None, role: str, reason: str | None
    ) -> None:
        place = journey.place_on(start)
        sponsor = self._roster.take(place, start)
        if end is not None:
            self._roster.give_back(place, sponsor, end)
        self._bundle.add("sponsorships", sponsor, enrolment, start, end, role, reason)
        self._meet(sponsor, enrolment, journey, start, end)

    def _meet(self, sponsor: str, enrolment: str, journey: Journey, start: date, end: date | None) -> None:
        """Contacts of the last months. Some sponsors let it slip."""
        dice = self._dice
        last = end or self._today
        if end is None and dice.chance(0.12):
            last -= timedelta(days=dice.between(30, 100))
        day = max(start + timedelta(days=dice.between(0, 6)), self._today - timedelta(days=_DAYS_OF_CONTACTS))
        while day <= last:
            channel, reached = dice.choose(_CHANNELS), dice.choose(_REACHED)
            minutes = dice.between(1, 12) * 5 if reached == "yes" else None
            self._bundle.add("contacts", sponsor, enrolment, day, channel, reached, minutes)
            usual = _interval(journey, day)
            day += timedelta(days=dice.between(usual * 3 // 5, usual))

    def _instruct(self, enrolment: str, journey: Journey) -> None:
        """Some trainings also have their instructor on record."""
        training = journey.training()
        if training is None or not self._dice.chance(0.15):
            return
        place = journey.place_on(training.started_on)
        instructor = self._roster.take(place, training.started_on)
        role = self._dice.pick((SupportRole.INSTRUCTOR, SupportRole.TRAINING_MANAGER))
        self._bundle.add(
            "sponsorships", instructor, enrolment, training.started_on, training.ended_on, role, None
        )  # fmt: skip
        if training.ended_on is not None:
            self._roster.give_back(place, instructor, training.ended_on)


def _role(dice: Dice) -> SupportRole:
    return SupportRole.MENTOR if dice.chance(0.12) else SupportRole.SPONSOR


def _interval(journey: Journey, day: date) -> int:
    """How often a contact is due in the phase of that day."""
    here = [entry.step.contact_interval for entry in journey.entries if entry.started_on <= day]
    return (here[-1] if here else None) or _USUAL_INTERVAL
