"""Language certificates and residence documents."""

from datetime import date, timedelta

from integration.periods.months import anniversary
from programmes.exchange.demonstration.bundle import Bundle
from programmes.exchange.demonstration.dice import Dice, Odds
from programmes.exchange.demonstration.journeys import Journey
from programmes.exchange.demonstration.people import Person
from programmes.participants.enums import Evidence, Level, ResidenceKind, WorkPermission

_LEVELS = tuple(Level)
_FIRST_LEVELS = Odds({Level.BELOW_A1: 5, Level.A1: 15, Level.A2: 38, Level.B1: 32, Level.B2: 9, Level.C1: 1})
_EVIDENCES = Odds(
    {
        Evidence.CERTIFICATE: 75, Evidence.PLACEMENT_TEST: 12, Evidence.TEACHER_ESTIMATE: 8,
        Evidence.SELF_ESTIMATE: 5,
    }
)  # fmt: skip
_SKILLS = ("Hören", "Lesen", "Schreiben", "Sprechen")

_ASYLUM, _TOLERATION = ResidenceKind.ASYLUM_PERMISSION, ResidenceKind.TOLERATION
_TRAINING_TOLERATION, _PERMIT = ResidenceKind.TRAINING_TOLERATION, ResidenceKind.RESIDENCE_PERMIT
_SETTLED, _PENDING = ResidenceKind.SETTLEMENT_PERMIT, ResidenceKind.PROVISIONAL_EFFECT
_JOBS, _PROTECTED = ResidenceKind.EMPLOYMENT_TOLERATION, ResidenceKind.TEMPORARY_PROTECTION
_EU, _GERMAN = ResidenceKind.EU_FREE_MOVEMENT, ResidenceKind.GERMAN
_FLED = Odds(
    {_PERMIT: 50, _ASYLUM: 13, _TOLERATION: 9, _TRAINING_TOLERATION: 9, _JOBS: 3, _SETTLED: 5, _PENDING: 6, _GERMAN: 2,
     None: 3}
)  # fmt: skip
_KINDS = {
    "uk": Odds({_PROTECTED: 90, _PERMIT: 8, None: 2}),
    "ro": Odds({_EU: 95, None: 5}),
    "de": Odds({_GERMAN: 95, None: 5}),
    "tr": Odds({_PERMIT: 70, _SETTLED: 25, _PENDING: 5}),
}
_SECTIONS = {
    _ASYLUM: "§ 55 AsylG", _TOLERATION: "§ 60a AufenthG", _TRAINING_TOLERATION: "§ 60c AufenthG",
    _JOBS: "§ 60d AufenthG", _PROTECTED: "§ 24 AufenthG", _SETTLED: "§ 26 Abs. 3 AufenthG",
    _PENDING: "§ 81 Abs. 4 AufenthG",
}  # fmt: skip
_PERMIT_SECTIONS = Odds({"§ 25 Abs. 2 AufenthG": 70, "§ 25 Abs. 3 AufenthG": 15, "§ 16g AufenthG": 10, None: 5})
_WORK = {
    _ASYLUM: Odds({WorkPermission.THIS_JOB: 9, WorkPermission.NONE: 1}),
    _TOLERATION: Odds({WorkPermission.THIS_JOB: 8, WorkPermission.NONE: 2}),
    _TRAINING_TOLERATION: Odds({WorkPermission.TRAINING_ONLY: 1}),
}
_ANY_WORK = Odds({WorkPermission.ANY: 1})
# Months of validity, and how many days before or after the person's last day it ends. A toleration for training
# without a training is a toleration for half a year.
_TERMS = {
    _PERMIT: (36, -40, 900), _ASYLUM: (12, -25, 340), _TOLERATION: (6, -15, 170), _TRAINING_TOLERATION: (6, -15, 170),
    _JOBS: (30, 20, 880),
}  # fmt: skip
_RESTRICTION = "Erwerbstätigkeit nur mit Erlaubnis der Ausländerbehörde"
# Protection of people from Ukraine ends on the same day for all.
_PROTECTION_ENDS = (3, 4)
_PROTECTION_MONTHS = 24


class Papers:
    """Writes what somebody has on paper."""

    def __init__(self, bundle: Bundle, dice: Dice, today: date) -> None:
        self._bundle = bundle
        self._dice = dice
        self._today = today
        self._count = 0

    def certify(self, person: Person, entered_on: date, last: date) -> None:
        """Language levels, rising from before the start until the last day; some people have none."""
        dice = self._dice
        if person.language == "de" or dice.chance(0.08):
            return
        level = dice.choose(_FIRST_LEVELS)
        day = entered_on - timedelta(days=dice.between(10, 120))
        while day <= last:
            self._bundle.add("language_levels", person.code, day, level, dice.choose(_EVIDENCES), None)
            if dice.chance(0.06):
                self._bundle.add(
                    "language_levels", person.code, day, level, Evidence.TEACHER_ESTIMATE, dice.pick(_SKILLS)
                )  # fmt: skip
            day += timedelta(days=dice.between(170, 340))
            if dice.chance(0.6):
                level = _LEVELS[min(level.rank + 1, Level.C1.rank)]

    def permit(self, person: Person, journey: Journey) -> None:
        """Residence documents that run out around today, or around the day when the person left."""
        kind = self._dice.choose(_KINDS.get(person.language, _FLED))
        if kind is None:
            return
        about = journey.last_day(self._today)
        training = journey.training()
        if kind == _TRAINING_TOLERATION and training is not None:
            self._running_out(person, _TOLERATION, training.started_on)
            self._issue(person, kind, training.started_on, training.planned_end_on)
        elif kind in _TERMS:
            self._running_out(person, kind, about)
        elif kind == _PENDING:
            self._pending(person, about)
        elif kind == _PROTECTED:
            self._protection(person, max(about, anniversary(self._today, -_PROTECTION_MONTHS)))
        else:
            self._issue(person, kind, journey.entered_on, None)

    def _issue(
        self, person: Person, kind: ResidenceKind, issued_on: date, valid_to: date | None, legally: date | None = None
    ) -> None:
        dice = self._dice
        self._count += 1
        work = dice.choose(_WORK.get(kind, _ANY_WORK))
        section = dice.choose(_PERMIT_SECTIONS) if kind == _PERMIT else _SECTIONS.get(kind)
        restriction = _RESTRICTION if work == WorkPermission.THIS_JOB else None
        self._bundle.add(
            "residence_documents", f"MD{self._count:07}", person.code, kind, section, issued_on, valid_to, legally,
            work, restriction,
        )  # fmt: skip

    def _running_out(self, person: Person, kind: ResidenceKind, about: date) -> None:
        """A document that ends around that day; before a permit there often was the time of the procedure."""
        months, earliest, latest = _TERMS[kind]
        valid_to = about + timedelta(days=self._dice.between(earliest, latest))
        issued_on = anniversary(valid_to, -months)
        if kind == _PERMIT and self._dice.chance(0.4):
            self._issue(person, _ASYLUM, anniversary(issued_on, -10), issued_on)
        self._issue(person, kind, issued_on, valid_to)

    def _pending(self, person: Person, about: date) -> None:
        """A permit that ran out while the authority has not decided."""
        expired_on = about - timedelta(days=self._dice.between(5, 60))
        printed = about + timedelta(days=self._dice.between(-10, 120))
        self._issue(person, _PERMIT, anniversary(expired_on, -36), expired_on)
        self._issue(person, _PENDING, expired_on - timedelta(days=5), max(expired_on, printed))

    def _protection(self, person: Person, about: date) -> None:
        """What is printed has passed; an ordinance prolonged it."""
        printed = date(about.year, *_PROTECTION_ENDS)
        self._issue(person, _PROTECTED, anniversary(printed, -24), printed, anniversary(printed, 12))
