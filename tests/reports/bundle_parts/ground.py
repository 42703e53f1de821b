"""Organisations, programmes with their phases, and cohorts."""

from dataclasses import dataclass, field

from .draft import Draft, months_later, plus


@dataclass
class PhasePlan:
    code: str
    kind: str
    optional: bool
    parallel: bool
    interval: int | None
    duration: int | None
    probation: int | None


@dataclass
class ProgrammePlan:
    code: str
    window: int
    tolerance: int
    phases: list[PhasePlan] = field(default_factory=list)
    cohorts: list[str] = field(default_factory=list)

    @property
    def track(self) -> list[PhasePlan]:
        return [phase for phase in self.phases if not phase.parallel]

    @property
    def trains(self) -> bool:
        return any(phase.kind == "training" for phase in self.phases)


@dataclass
class Ground:
    places: list[str]  # where one can be enrolled
    home: list[str]  # of these, the ones in the first group
    organisations: list[str]
    programmes: list[ProgrammePlan] = field(default_factory=list)

    @property
    def training_programmes(self) -> list[ProgrammePlan]:
        return [plan for plan in self.programmes if plan.trains]


TRACKS = (
    "internship eq? training",
    "internship training",
    "eq training",
    "internship? qualification? eq? training",
    "internship internship eq? training",
    "qualification training retraining?",
    "coaching",
    "qualification retraining",
    "internship qualification? internship training",
    "training",
)
SUCCESS = (
    "",
    "completed|taken_over",
    "completed|no_further_support_needed",
    "taken_over",
    "completed|other_employer|other_programme",
)


def draw_ground(draft: Draft) -> Ground:
    ground = _organisations(draft)
    for number in range(draft.random.randint(3, 5)):
        ground.programmes.append(_programme(draft, ground, number))
    if len(ground.training_programmes) == 0:
        ground.programmes.append(_programme(draft, ground, len(ground.programmes), track="eq training"))
    return ground


def _organisations(draft: Draft) -> Ground:
    def add(code: str, kind: str, parent: str = "") -> str:
        legal = draft.one_of("", "private", "public")
        draft.add("organisations", code=code, name=f"Haus {code}", kind=kind, parent=parent, legal_form=legal)
        return code

    group = add("GR", "group")
    home = [add("CA", "company", group), add("CB", "company", group)]
    home += [add("CA-1", "site", "CA"), add("CA-2", "site", "CA"), add("CB-1", "site", "CB")]
    if draft.chance(0.5):
        home += [add("CC", "company", "CA"), add("CC-1", "site", "CC")]
    if draft.chance(0.4):
        home.append(add("GR-S", "site", group))
    if draft.chance(0.4):
        home.append(add("CA-11", "site", "CA-1"))
    add("CD", "company", group)
    add("PA", "partner", draft.one_of("", group, "CA"))
    other = [add("XX", "company"), add("XX-1", "site", "XX")]
    if draft.chance(0.3):
        other.append(add("YY", "site"))
    codes = [row["code"] for row in draft.tables["organisations"]]
    draft.random.shuffle(draft.tables["organisations"])
    return Ground(home + other, home, codes)


def _programme(draft: Draft, ground: Ground, number: int, track: str = "") -> ProgrammePlan:
    code = f"PR{number}"
    window = draft.one_of("", "", "183", "90", "30", "365")
    tolerance = draft.one_of("", "", "7", "1", "14", "31")
    starts = draft.one_of("", plus(draft.as_of, -3000))
    draft.add(
        "programmes",
        code=code,
        organisation=draft.one_of(*ground.home, "GR", *ground.places),
        name=f"Programm {number}",
        target_group=draft.one_of("", "refugees"),
        lead_partner=draft.one_of("", "PA"),
        transition_window_days=window,
        takeover_tolerance_days=tolerance,
        success_reasons=draft.one_of(*SUCCESS),
        active_from=starts,
    )
    plan = ProgrammePlan(code, int(window or 183), int(tolerance or 7))
    kinds = (track or draft.one_of(*TRACKS[: 6 if number < 2 else len(TRACKS)])).split()
    for kind in kinds:
        plan.phases.append(_phase(draft, plan, kind.rstrip("?"), optional=kind.endswith("?"), parallel=False))
    for kind in ("language_course", "coaching"):
        if draft.chance(0.5):
            plan.phases.append(_phase(draft, plan, kind, optional=draft.chance(0.5), parallel=True))
    if draft.chance(0.2):
        plan.phases.append(_phase(draft, plan, "training", optional=True, parallel=True))
    _cohorts(draft, plan)
    return plan


def _phase(draft: Draft, plan: ProgrammePlan, kind: str, *, optional: bool, parallel: bool) -> PhasePlan:
    position = len(plan.phases) + 1
    usual = {"internship": 3, "eq": 12, "training": draft.one_of(24, 36, 42, None), "retraining": 28}.get(kind)
    interval = draft.one_of(7, 14, 31, 90, None)
    probation = draft.one_of(1, 4, 4, 6, None) if kind == "training" else None
    phase = PhasePlan(f"{plan.code}-{position}", kind, optional, parallel, interval, usual, probation)
    draft.add(
        "phases",
        code=phase.code,
        programme=plan.code,
        position=position * 10,
        name=f"Phase {position}",
        kind=kind,
        duration_months=usual,
        optional=draft.one_of("ja", "yes", "1") if optional else draft.one_of("", "no"),
        parallel="yes" if parallel else draft.one_of("", "no"),
        sponsor_required=draft.one_of("yes", "yes", "no", ""),
        contact_interval_days=interval,
        probation_months=probation,
        minimum_level=draft.one_of("", "", "a2"),
    )
    return phase


def _cohorts(draft: Draft, plan: ProgrammePlan) -> None:
    for number in range(draft.random.randint(1, 3)):
        code = f"{plan.code}-K{number}"
        opens = months_later(draft.as_of, -12 * (3 - number))
        draft.add(
            "cohorts",
            code=code,
            programme=plan.code,
            label=f"Jahrgang {plan.code} {number}",
            starts_from=draft.one_of("", opens),
            planned_places=draft.one_of("", 1, 8, 20),
            planned_places_qualifier=draft.one_of("", "exactly", "about", "over", "at_least"),
            groups=draft.one_of("", 1, 3),
        )
        plan.cohorts.append(code)
    draft.add(
        "cohorts",
        code=f"{plan.code}-NEU",
        programme=plan.code,
        label=f"Künftige {plan.code}",
        planned_places=draft.one_of("", 12),
        planned_places_qualifier="about",
    )
