"""Invented people: names in several scripts, dates of birth as they are known, ways to reach them."""

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from programmes.exchange.demonstration.bundle import Bundle
from programmes.exchange.demonstration.dice import Dice, Odds
from programmes.participants.enums import BirthDatePrecision, Gender

_AGES = (16, 39)
# Steps through the pairs of names that do not return to a pair before all were used.
_STRIDE = 211

_LANGUAGES = Odds({"ar": 26, "fa": 18, "ti": 11, "uk": 14, "tr": 6, "so": 6, "wo": 8, "sq": 4, "ro": 4, "de": 3})
_NATIONALITIES = {
    "ar": Odds({"SYR": 70, "IRQ": 16, "SDN": 5, "XXA": 5, "XXX": 3, "XXB": 1}),
    "fa": Odds({"AFG": 75, "IRN": 25}),
    "ti": Odds({"ERI": 88, "ETH": 10, "XXC": 2}),
    "uk": Odds({"UKR": 1}),
    "tr": Odds({"TUR": 1}),
    "so": Odds({"SOM": 1}),
    "wo": Odds({"GMB": 40, "GIN": 30, "SEN": 20, "MLI": 10}),
    "sq": Odds({"ALB": 60, "MKD": 40}),
    "ro": Odds({"ROU": 1}),
    "de": Odds({"DEU": 1}),
}
_GENDERS = Odds({"male": 62, "female": 38})
_REGISTERED = {
    "male": Odds({Gender.MALE: 96, Gender.DIVERSE: 1, Gender.NONE: 1, "": 2}),
    "female": Odds({Gender.FEMALE: 96, Gender.DIVERSE: 1, Gender.NONE: 1, "": 2}),
}
_PRECISIONS = Odds({BirthDatePrecision.DAY: 86, BirthDatePrecision.YEAR: 10, BirthDatePrecision.MONTH: 2, "": 2})
# Numbers that the Federal Network Agency keeps free for films.
_PHONES = ("+49 30 23125 {:03}", "+49 40 66969 {:03}", "+49 221 4710 {:03}", "+49 69 90009 {:03}")

Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Person:
    """What the rest of the bundle needs to know of somebody."""

    number: int
    code: str
    language: str
    nationality: str
    gender: str


@cache
def _names() -> dict[tuple[str, str], tuple[Name, ...]]:
    """By language and part: each name in Latin letters and in its own script (empty where that is Latin)."""
    with Path(__file__).with_name("names.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["language"], row["part"]): tuple(
                (latin, script) for latin, _, script in (name.partition("=") for name in row["names"].split("|"))
            )
            for row in csv.DictReader(file, delimiter=";")
        }


class People:
    """Makes people whose names differ, for as long as there are names: then second names come in."""

    def __init__(self, bundle: Bundle, dice: Dice) -> None:
        self._bundle = bundle
        self._dice = dice
        self._met: Counter[tuple[str, str]] = Counter()
        self._single_names: Counter[tuple[str, str]] = Counter()
        self._count = 0

    def arrive(self, entered_on: date) -> Person:
        """One more person, old enough to enter on that day."""
        dice = self._dice
        self._count += 1
        language = dice.choose(_LANGUAGES)
        gender = dice.choose(_GENDERS)
        person = Person(self._count, f"MP{self._count:07}", language, dice.choose(_NATIONALITIES[language]), gender)
        given, family = self._name(language, gender)
        birth_date, precision = self._birth(entered_on)
        script = f"{given[1]} {family[1]}".strip() if dice.chance(0.8) else ""
        email = f"mp{person.number:07}@example.org" if dice.chance(0.7) else None
        phone = dice.pick(_PHONES).format(dice.between(0, 999)) if dice.chance(0.8) else None
        self._bundle.add(
            "participants", person.code, given[0], family[0], script, birth_date, precision,
            dice.choose(_REGISTERED[gender]), person.nationality, email, phone, language,
        )  # fmt: skip
        return person

    def _name(self, language: str, gender: str) -> tuple[Name, Name]:
        given, family = _names()[language, gender], _names()[language, "family"]
        used = self._single_names[language, gender]
        if language == "fa" and used < len(given) and self._dice.chance(0.08):
            self._single_names[language, gender] += 1
            return given[used], ("", "")
        lap, turn = divmod(self._met[language, gender], len(given) * len(family))
        self._met[language, gender] += 1
        first, last = divmod(turn * _STRIDE % (len(given) * len(family)), len(family))
        twice, second = divmod(lap, len(given))
        name, surname = given[first], family[last]
        if second:
            name = _joined(name, given[(first + second) % len(given)])
        if twice:
            surname = _joined(surname, family[(last + twice) % len(family)])
        return name, surname

    def _birth(self, entered_on: date) -> tuple[date | None, str]:
        dice = self._dice
        precision = dice.choose(_PRECISIONS)
        year = entered_on.year - min(dice.between(*_AGES), dice.between(*_AGES))
        if precision == BirthDatePrecision.YEAR:
            return date(year, 1, 1), precision
        if precision == BirthDatePrecision.MONTH:
            return date(year, dice.between(2, 12), 1), precision
        if not precision:
            return None, ""
        return dice.day(date(year, 1, 2), date(year, 12, 31)), precision


def _joined(name: Name, more: Name) -> Name:
    return f"{name[0]} {more[0]}", f"{name[1]} {more[1]}".strip()


def staff_name(dice: Dice) -> Name:
    """Given name and family name of somebody who works there."""
    language = "tr" if dice.chance(0.12) else "de"
    given = dice.pick(_names()[language, dice.choose(_GENDERS)])
    return given[0], dice.pick(_names()[language, "family"])[0]
