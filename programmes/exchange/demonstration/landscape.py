"""The invented group: its companies and sites, their programmes and cohorts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from integration.organisations.enums import LegalForm, OrganisationKind
from integration.periods.months import anniversary, month_end, month_start
from programmes.exchange.demonstration.bundle import Bundle
from programmes.exchange.demonstration.dice import Dice, Odds
from programmes.exchange.demonstration.pathways import PATHWAYS, Pathway, Step
from programmes.pathways.enums import Qualifier

GROUP = "MUSTER"
PARTNER = "MUSTER-BILDUNG"
LED_BY_PARTNER = ("QUALI", "WEGE")

# Trainings of 42 months after an EQ of ten need these years to have been passed some time ago.
MONTHS_BACK = 84
_LIVELY_MONTHS = 36

_COMPANIES = (
    ("NORD", "Muster Nord GmbH"), ("SUED", "Muster Süd GmbH"), ("WEST", "Muster West AöR"),
    ("OST", "Muster Ost GmbH"), ("MITTE", "Muster Mitte GmbH"), ("LOGISTIK", "Muster Logistik GmbH"),
    ("ENERGIE", "Muster Energie AG"), ("HANDEL", "Muster Handel KG"), ("PFLEGE", "Muster Pflege gGmbH"),
    ("TECHNIK", "Muster Technik GmbH"), ("BAHN", "Muster Bahn AG"), ("SERVICE", "Muster Service GmbH"),
)  # fmt: skip
_SITES = (
    ("HH", "Hamburg"), ("HB", "Bremen"), ("KI", "Kiel"),
    ("M", "München"), ("N", "Nürnberg"), ("A", "Augsburg"),
    ("K", "Köln"), ("DO", "Dortmund"), ("E", "Essen"),
    ("B", "Berlin"), ("L", "Leipzig"), ("DD", "Dresden"),
)  # fmt: skip
_FEW_PEOPLE = 2_000
_SITES_APIECE = 3
_MOST_SITES = 400
_PEOPLE_A_SITE = 250
_PEOPLE_A_COMPANY = 8_000
_PUBLIC = "WEST"

_QUALIFIERS = Odds({Qualifier.EXACTLY: 5, Qualifier.ABOUT: 3, Qualifier.AT_LEAST: 1, Qualifier.OVER: 1, None: 2})


@dataclass(frozen=True, slots=True)
class Company:
    """A company and where people can be enrolled in it."""

    code: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """A pathway as one company offers it."""

    code: str
    pathway: Pathway
    company: Company

    def phase_code(self, step: Step) -> str:
        """The code of one of its phases."""
        return f"{self.code}-{step.code}"


@dataclass(frozen=True, slots=True)
class Cohort:
    """A cohort and how many people it will get."""

    code: str
    programme: Programme
    starts_from: date
    people: int

    @property
    def starts_to(self) -> date:
        """The last day of its month."""
        return month_end(self.starts_from)


@dataclass(frozen=True, slots=True)
class Landscape:
    """Everything that is there before the first person."""

    companies: tuple[Company, ...]
    programmes: tuple[Programme, ...]
    cohorts: tuple[Cohort, ...]


def build(bundle: Bundle, dice: Dice, people: int, today: date) -> Landscape:
    """Write organisations, programmes, phases and cohorts for so many people, and say what there is."""
    companies = tuple(_write_companies(bundle, people))
    programmes = tuple(_write_programmes(bundle, companies, people, today))
    cohorts = tuple(_plan_cohorts(programmes, people, today))
    for cohort in cohorts:
        _write_cohort(bundle, dice, cohort)
    return Landscape(companies, programmes, cohorts)


def _write_companies(bundle: Bundle, people: int) -> Iterator[Company]:
    bundle.add("organisations", GROUP, "Muster AG", OrganisationKind.GROUP, None, LegalForm.PRIVATE, "Muster-Gruppe")
    bundle.add("organisations", PARTNER, "Bildungswerk Muster e. V.", OrganisationKind.PARTNER, None, None, None)
    count = 3 if people <= _FEW_PEOPLE else min(len(_COMPANIES), 3 + people // _PEOPLE_A_COMPANY)
    sites = max(_SITES_APIECE, min(_MOST_SITES, people // _PEOPLE_A_SITE) // count)
    for number, (short, name) in enumerate(_COMPANIES[:count]):
        code = f"{GROUP}-{short}"
        form = LegalForm.PUBLIC if short == _PUBLIC else LegalForm.PRIVATE
        bundle.add("organisations", code, name, OrganisationKind.COMPANY, GROUP, form, None)
        places = [code]
        for index in range(sites):
            lap, place = divmod(number * _SITES_APIECE % len(_SITES) + index, len(_SITES))
            again = str(lap + 1) if lap else ""
            letters, city = _SITES[place]
            places.append(f"{code}-{letters}{again}")
            bundle.add("organisations", places[-1], f"{city} {again}".strip(), OrganisationKind.SITE, code, form, None)
        yield Company(code, tuple(places))


def _write_programmes(bundle: Bundle, companies: tuple[Company, ...], people: int, today: date) -> Iterator[Programme]:
    """Few people: each pathway at one company. Many: each at every company."""
    offered_from = month_start(anniversary(today, -MONTHS_BACK))
    for company in companies:
        short = company.code.removeprefix(f"{GROUP}-")
        for pathway in PATHWAYS:
            if people <= _FEW_PEOPLE and pathway.company != short:
                continue
            programme = Programme(f"{pathway.code}-{short}", pathway, company)
            bundle.add(
                "programmes", programme.code, company.code, pathway.name, None, pathway.target_group,
                PARTNER if pathway.code in LED_BY_PARTNER else None, pathway.transition_window, pathway.tolerance,
                "|".join(pathway.success), offered_from, None,
            )  # fmt: skip
            _write_phases(bundle, programme)
            yield programme


def _write_phases(bundle: Bundle, programme: Programme) -> None:
    for position, step in enumerate(programme.pathway.steps, start=1):
        bundle.add(
            "phases", programme.phase_code(step), programme.code, position, step.name, step.kind, step.months,
            _yes(step.optional), _yes(step.parallel), _yes(step.sponsored), step.contact_interval, step.probation,
            step.level,
        )  # fmt: skip


def _yes(fact: bool) -> str:  # noqa: FBT001  (it is the value that is written)
    return "yes" if fact else "no"


def _plan_cohorts(programmes: tuple[Programme, ...], people: int, today: date) -> Iterator[Cohort]:
    """In the order of their start, one still to come for each programme; the last three years are the busiest."""
    starts = sorted(
        (month, programme.code, programme)
        for programme in programmes
        for month in _start_months(programme.pathway, today)
    )
    weights = [_weight(programme.pathway, month, today) for month, _, programme in starts]
    whole, so_far = sum(weights), 0.0
    for (month, code, programme), weight in zip(starts, weights, strict=True):
        given = int(people * so_far / whole + 0.5)
        so_far += weight
        yield Cohort(f"{code}-{month:%Y-%m}", programme, month, int(people * so_far / whole + 0.5) - given)


def _start_months(pathway: Pathway, today: date) -> Iterator[date]:
    """The first days of the months in which cohorts start, up to the first one after today."""
    month = month_start(anniversary(today, -MONTHS_BACK))
    while True:
        if month.month in pathway.start_months:
            yield month
            if month > today:
                return
        month = anniversary(month, 1)


def _weight(pathway: Pathway, month: date, today: date) -> float:
    if month > today:
        return 0.0
    lively = 2.2 if month > anniversary(today, -_LIVELY_MONTHS) else 1.0
    return lively * pathway.share / len(pathway.start_months)


_SEASONS = ("Winter", "Frühjahr", "Sommer", "Herbst")


def _write_cohort(bundle: Bundle, dice: Dice, cohort: Cohort) -> None:
    season = _SEASONS[cohort.starts_from.month % 12 // 3]
    qualifier = dice.choose(_QUALIFIERS)
    places = max(5, cohort.people + dice.between(-2, 4)) if qualifier else None
    bundle.add(
        "cohorts", cohort.code, cohort.programme.code, f"{season} {cohort.starts_from.year}", cohort.starts_from,
        cohort.starts_to, places, qualifier, 2 if cohort.programme.pathway.code == "QUALI" else None,
    )  # fmt: skip
