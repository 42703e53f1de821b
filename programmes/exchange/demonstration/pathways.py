"""The programmes that the invented companies offer."""

from dataclasses import dataclass

from programmes.participants.enums import Level
from programmes.pathways.enums import EndReason, PhaseKind


@dataclass(frozen=True, slots=True)
class Step:
    """A phase of a programme, and what usually becomes of people in it.

    `early` is the share that leaves it before its end, `onward` the share of the others that goes on to the next.
    """

    code: str
    name: str
    kind: PhaseKind
    months: int | None
    early: float = 0.1
    onward: float = 0.0
    optional: bool = False
    parallel: bool = False
    sponsored: bool = True
    contact_interval: int | None = 31
    probation: int | None = None
    level: str = ""


@dataclass(frozen=True, slots=True)
class Pathway:
    """A programme: when its cohorts begin, how large they are beside others', and how often a guarantee is given."""

    code: str
    company: str
    name: str
    target_group: str
    start_months: tuple[int, ...]
    share: float
    steps: tuple[Step, ...]
    occupations: tuple[str, ...] = ()
    guaranteed: float = 0.0
    transition_window: int | None = None
    tolerance: int | None = None
    success: tuple[EndReason, ...] = ()

    @property
    def main_track(self) -> tuple[Step, ...]:
        """The steps that follow each other."""
        return tuple(step for step in self.steps if not step.parallel)

    @property
    def beside(self) -> tuple[Step, ...]:
        """The steps that run beside another."""
        return tuple(step for step in self.steps if step.parallel)


def _training(months: int, name: str, level: str, early: float = 0.2) -> Step:
    return Step("AUSB", name, PhaseKind.TRAINING, months, early, probation=4, level=level)


_INTERNSHIP = Step("PRAK", "Praktikum", PhaseKind.INTERNSHIP, 3, 0.12, 0.85, contact_interval=14)
_EQ = Step("EQ", "Einstiegsqualifizierung", PhaseKind.EQ, 10, 0.12, 0.85, level=Level.A2)
_LANGUAGE_COURSE = Step(
    "SPR",
    "Berufssprachkurs",
    PhaseKind.LANGUAGE_COURSE,
    6,
    parallel=True,
    sponsored=False,
    contact_interval=None,
)

PATHWAYS = (
    Pathway(
        "WEGE",
        "NORD",
        "Wege in die Ausbildung",
        "junge Geflüchtete",
        (4, 10),
        0.3,
        (
            _INTERNSHIP,
            Step("EQ", "Einstiegsqualifizierung", PhaseKind.EQ, 10, 0.12, 0.85, optional=True, level=Level.A2),
            _LANGUAGE_COURSE,
            _training(36, "Ausbildung Kaufleute für Büromanagement", Level.B1),
        ),
        occupations=("Kaufmann/-frau für Büromanagement", "Kaufmann/-frau im Gesundheitswesen"),
        guaranteed=0.9,
    ),
    Pathway(
        "EQ",
        "SUED",
        "Einstiegsqualifizierung und Ausbildung Technik",
        "junge Geflüchtete",
        (9, 10),
        0.22,
        (
            _EQ,
            _LANGUAGE_COURSE,
            _training(42, "Ausbildung Metall und Elektro", Level.B1),
        ),
        occupations=("Industriemechaniker/in", "Elektroniker/in für Betriebstechnik", "Mechatroniker/in"),
        guaranteed=0.5,
        transition_window=92,
    ),
    Pathway(
        "LAGER",
        "WEST",
        "Praktikum und Ausbildung Logistik",
        "Zugewanderte",
        (2, 5),
        0.24,
        (_INTERNSHIP, _training(24, "Ausbildung Lager und Verkauf", Level.A2)),
        occupations=("Fachlagerist/in", "Verkäufer/in"),
        guaranteed=0.65,
        tolerance=14,
    ),
    Pathway(
        "UM",
        "WEST",
        "Umschulung für Erfahrene",
        "Zugewanderte mit Berufserfahrung",
        (3, 9),
        0.08,
        (
            Step("VOR", "Vorbereitung", PhaseKind.QUALIFICATION, 3, 0.08, 0.9, optional=True, sponsored=False),
            Step("UMS", "Umschulung", PhaseKind.RETRAINING, 24, 0.15, sponsored=True, level=Level.B1),
        ),
        occupations=("Fachinformatiker/in", "Industriekaufmann/-frau"),
    ),
    Pathway(
        "QUALI",
        "NORD",
        "Qualifizierung für die Pflege",
        "Zugewanderte",
        (1, 5, 9),
        0.08,
        (
            Step("QUAL", "Qualifizierung", PhaseKind.QUALIFICATION, 9, 0.15, 0.5, contact_interval=60),
            Step(
                "PRAK",
                "Betriebspraktikum",
                PhaseKind.INTERNSHIP,
                2,
                0.1,
                optional=True,
                contact_interval=14,
            ),
        ),
        success=(EndReason.TAKEN_OVER, EndReason.COMPLETED, EndReason.OTHER_EMPLOYER),
    ),
    Pathway(
        "COACH",
        "SUED",
        "Ausbildungscoaching",
        "Geflüchtete in Ausbildung",
        (1, 4, 7, 10),
        0.08,
        (Step("COA", "Coaching", PhaseKind.COACHING, None, 0.2, sponsored=False, contact_interval=21),),
        success=(EndReason.COMPLETED, EndReason.NO_FURTHER_SUPPORT_NEEDED),
    ),
)
