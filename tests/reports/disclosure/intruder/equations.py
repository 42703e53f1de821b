"""Everything that must hold between the numbers of published reports (INDICATORS.md 2 and 3)."""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .reading import Land, Var

REASONS_BUT_TRANSFER = (
    "completed", "taken_over", "no_further_support_needed", "contract_dissolved", "failed_finally", "other_employer",
    "other_programme", "moved_away", "permit_lost", "health", "personal_reasons", "lost_contact", "died", "unknown",
)  # fmt: skip
FALLS_NEVER = {
    ("transition_so_far", "n"), ("transition_so_far", "d"), ("success", "n"), ("success", "d"), ("success", "c"),
    ("training_completion", "n"), ("training_completion", "d"), ("dissolution_so_far", "n"),
    ("dissolution_so_far", "d"), ("dropout", "n"), ("places", "n"),
}  # fmt: skip
SPONSORS = {("trained_sponsors", "n"), ("trained_sponsors", "d"), ("trained_sponsors", "c"), ("caseload", "d")}
FLOWS = {"inflow", "outflow"}


@dataclass(frozen=True)
class Equation:
    """The signed sum of these numbers is 0, or (`at_least`) not less. `surely`: always; else where it happens to be."""

    terms: tuple[tuple[int, Var], ...]
    at_least: bool = False
    surely: bool = True
    why: str = ""


class Knowledge:
    """Writes down the equations of some months; `next_month` names the month that follows, if it is published."""

    def __init__(self, numbers: Mapping[Var, int | None], land: Land, next_month: Mapping[str, str]) -> None:
        self.numbers = numbers
        self.land = land
        self.next_month = next_month
        self.cells: dict[tuple[str, str, str, str], list[Var]] = defaultdict(list)
        for var in numbers:
            self.cells[var.month, var.organisation, var.indicator, var.breakdown].append(var)
        self.reports = {(var.month, var.organisation) for var in numbers}

    def all(self) -> Iterator[Equation]:
        months = sorted({(var.month, var.organisation) for var in self.numbers if var.organisation != "*"})
        for month, organisation in months:
            yield from self._rates(month, organisation)
            yield from self._sums(month, organisation)
            yield from self._totals(month, organisation)
            yield from self._beside_enrolments(month, organisation)
            yield from self._cohorts(month, organisation)
            yield from self._children(month, organisation)
            yield from self._moves(month, organisation)
        yield from self._from_month_to_month()

    # --- helpers ---

    def one(
        self,
        month: str,
        organisation: str,
        name: str,
        breakdown: str = "total",
        key: Sequence[tuple[str, str]] = (),
        line: str = "",
    ) -> list[Var]:
        """`name` is indicator.part; empty if it is not published."""
        indicator, part = name.split(".")
        var = Var(month, organisation, indicator, breakdown, tuple(sorted(key)), line, part)
        return [var] if var in self.numbers else []

    def rows(
        self, month: str, organisation: str, name: str, breakdown: str, codes: Sequence[str] | None = None
    ) -> list[Var]:
        indicator, part = name.split(".")
        found = [
            v for v in self.cells[month, organisation, indicator, breakdown] if v.part == part and not v.line and v.key
        ]
        return [v for v in found if codes is None or dict(v.key)[breakdown] in codes]

    def equal(self, left: Sequence[Var], right: Sequence[Var], why: str, *, surely: bool = True) -> Iterator[Equation]:
        if left and right:
            yield Equation((*((1, v) for v in left), *((-1, v) for v in right)), surely=surely, why=why)

    def at_most(
        self, left: Sequence[Var], right: Sequence[Var], why: str, *, surely: bool = True
    ) -> Iterator[Equation]:
        if left and right:
            yield Equation((*((-1, v) for v in left), *((1, v) for v in right)), at_least=True, surely=surely, why=why)

    # --- one report ---

    def _rates(self, month: str, organisation: str) -> Iterator[Equation]:
        for var in self._cells_of(month, organisation):
            if var.part == "c":
                whole = var._replace(part="d")
                yield from self.equal([var._replace(part="n"), var], [whole], f"share {var.indicator}")

    def _sums(self, month: str, organisation: str) -> Iterator[Equation]:
        at = month, organisation
        yield from self.equal(
            self.rows(*at, "enrolments.n", "organisation"), self.one(*at, "enrolments.n"), "organisations"
        )
        for indicator, parts in (
            ("enrolments", "n"), ("inflow", "n"), ("outflow", "n"), ("guarantee_coverage", "ndc"), ("takeover", "ndc"),
            ("sponsor_coverage", "ndc"),
        ):  # fmt: skip
            for part in parts:
                name = f"{indicator}.{part}"
                yield from self.equal(self.rows(*at, name, "programme"), self.one(*at, name), "programmes")
        yield from self.equal(self.rows(*at, "outflow.n", "reason"), self.one(*at, "outflow.n"), "reasons")
        persons = self.one(*at, "participants.n")
        yield from self.equal(self.rows(*at, "language_level.n", "class"), persons, "levels")
        yield from self.equal(self.rows(*at, "permit_horizon.n", "class"), persons, "permits")
        phases = self.rows(*at, "phase_stock.n", "phase")
        beside = {"language_course", "coaching"}
        main = [v for v in phases if dict(v.key)["phase"] not in beside]
        stock = self.one(*at, "enrolments.n")
        yield from self.equal(phases, stock, "phases", surely=False)
        yield from self.equal(main, stock, "main phases", surely=False)
        yield from self.at_most(main, stock, "main phases", surely=False)
        for step in self.cells[month, organisation, "transition", "step"]:
            parts = [
                v
                for v in self.cells[month, organisation, "transition", "step_programme"]
                if v.part == step.part and set(step.key) <= set(v.key)
            ]
            yield from self.equal(parts, [step], "steps")

    def _totals(self, month: str, organisation: str) -> Iterator[Equation]:
        at = month, organisation

        def levels(*codes: str) -> list[Var]:
            return self.rows(*at, "language_level.n", "class", codes)

        def classes(*codes: str) -> list[Var]:
            return self.rows(*at, "guarantee_fulfilment.n", "class", codes)

        def total(name: str, line: str = "") -> list[Var]:
            return self.one(*at, name, line=line)

        known = ("below_a1", "a1", "a2", "b1", "b2", "c1", "c2")
        training = self.rows(*at, "phase_stock.n", "phase", ["training"])
        yield from self.equal(total("guarantee_coverage.d"), training, "trainings")
        yield from self.equal(total("language_b2.d", "of_all"), total("participants.n"), "of all")
        yield from self.equal(total("language_b2.n", "of_all"), total("language_b2.n"), "B2")
        yield from self.equal(total("language_b2.d"), levels(*known), "certified")
        yield from self.equal(total("language_b2.n"), levels("b2", "c1", "c2"), "B2 levels")
        yield from self.equal(total("language_progress.d", "one_step"), total("language_progress.d"), "progress")
        yield from self.at_most(total("language_progress.d"), total("language_b2.d"), "progress of certified")
        yield from self.equal(total("guarantee_fulfilment.n"), classes("fulfilled"), "fulfilled")
        due = classes("fulfilled", "refused_suitability", "fixed_term_only", "broken")
        yield from self.equal(total("guarantee_fulfilment.d"), due, "due")
        yield from self.equal(total("caseload.d"), total("trained_sponsors.d"), "sponsors")
        yield from self.at_most(total("caseload.d"), total("caseload.n"), "one each")
        yield from self.at_most(total("contact_regularity.d"), total("caseload.n"), "contacts")
        yield from self.at_most(total("paused.n"), total("enrolments.n"), "paused")
        yield from self.at_most(total("participants.n"), total("supported.n"), "supported")
        yield from self.at_most(total("permit_covers_phase.d"), total("participants.n"), "permits of phases")
        running = [v for v in self.rows(*at, "phase_stock.n", "phase") if dict(v.key)["phase"] != "between_phases"]
        yield from self.at_most(total("overdue.n"), running, "overdue")
        forecast = [v for v in self.cells[month, organisation, "guarantee_forecast", "total"] if v.key]
        yield from self.at_most(forecast, total("guarantee_coverage.n"), "forecast")
        yield from self.equal(forecast, total("guarantee_coverage.n"), "forecast", surely=False)
        for months in (6, 12, 24):
            name = f"retention_{months}"
            yield from self.equal(total(f"{name}.d", "employer"), total(f"{name}.d", "group"), name)
            yield from self.at_most(total(f"{name}.n", "employer"), total(f"{name}.n", "group"), name, surely=False)

    def _beside_enrolments(self, month: str, organisation: str) -> Iterator[Equation]:
        for breakdown in ("total", "programme", "organisation"):
            for var in self.cells[month, organisation, "enrolments", breakdown]:
                # Audited as if equal; where they are not, they differ by what is known.
                persons = [var._replace(indicator="participants")]
                if persons[0] in self.numbers:
                    yield from self.equal(persons, [var], "persons as enrolments", surely=False)
                    yield from self.at_most(persons, [var], "persons")
                needing = [var._replace(indicator="sponsor_coverage", part="d")]
                if needing[0] in self.numbers:
                    yield from self.at_most(needing, [var], "needing a sponsor")
                trained = [var._replace(indicator="guarantee_coverage", part="d")]
                if breakdown == "programme" and trained[0] in self.numbers:
                    yield from self.at_most(trained, [var], "in training", surely=False)

    def _cohorts(self, month: str, organisation: str) -> Iterator[Equation]:
        for begun in self.cells[month, organisation, "dissolution_so_far", "cohort"]:
            if begun.part == "d" and not begun.line:
                yield from self._cohort(month, organisation, begun)
        for indicator, breakdown, parts in (
            ("transition", "step_programme", "dm"),
            ("transition_so_far", "step_cohort", "d"),
        ):
            starts: dict[tuple[object, ...], list[Var]] = defaultdict(list)
            for var in self.cells[month, organisation, indicator, breakdown]:
                if var.part in parts:
                    starts[(*(pair for pair in var.key if pair[0] != "to"), var.part)].append(var)
            for first, *others in starts.values():
                for other in others:
                    yield from self.equal([first], [other], "same start")

    def _cohort(self, month: str, organisation: str, begun: Var) -> Iterator[Equation]:
        def cell(name: str, line: str = "") -> list[Var]:
            return self.one(month, organisation, name, "cohort", begun.key, line)

        dissolved = cell("dissolution_so_far.n")
        yield from self.equal([*cell("training_completion.d"), *cell("training_completion.m")], [begun], "matured")
        yield from self.equal([*cell("dropout.d"), *cell("dropout.m")], [begun], "dropout")
        yield from self.equal(cell("dissolution_so_far.d", "in_probation"), [begun], "probation")
        yield from self.at_most(cell("dissolution_so_far.n", "in_probation"), dissolved, "in probation")
        yield from self.at_most([*cell("dropout.n"), *cell("dropout.m")], dissolved, "dropped out")
        yield from self.at_most(cell("training_completion.n"), cell("dissolution_so_far.c"), "passed")
        for step in self.cells[month, organisation, "transition_so_far", "step_cohort"]:
            named = dict(step.key)
            if step.part == "d" and named["from"] == "training" and named["cohort"] == dict(begun.key)["cohort"]:
                yield from self.equal([step], [begun], "trainings begun", surely=False)

    # --- parents and children ---

    def _children(self, month: str, organisation: str) -> Iterator[Equation]:
        children = self.land.children(organisation)
        if not children:
            return
        for row in self._cells_of(month, organisation, {"organisation"}):
            child = dict(row.key)["organisation"]
            theirs = row._replace(organisation=child, breakdown="total", key=())
            if child in children and theirs in self.numbers:
                yield from self.equal([row], [theirs], "the child's own report")
        complete = all((month, child) in self.reports for child in children)
        for var in self._cells_of(month, organisation):
            if var.breakdown != "organisation" and var.indicator not in FLOWS:
                theirs = [v for child in children if (v := var._replace(organisation=child)) in self.numbers]
                yield from self._of_children(var, theirs, complete=complete)

    def _cells_of(self, month: str, organisation: str, breakdowns: Container[str] | None = None) -> list[Var]:
        return [
            var
            for (when, whose, _indicator, breakdown), cells in self.cells.items()
            if (when, whose) == (month, organisation) and (breakdowns is None or breakdown in breakdowns)
            for var in cells
        ]

    def _of_children(self, var: Var, theirs: list[Var], *, complete: bool) -> Iterator[Equation]:
        alone = complete and var.organisation not in self.land.places
        if (var.indicator, var.part) in SPONSORS or var.indicator == "supported":
            for each in theirs:
                yield from self.at_most([each], [var], "at least each")
            if alone:
                yield from self.at_most([var], theirs, "at most all")
        elif theirs:
            yield from self.at_most(theirs, [var], "children", surely=False)
            if alone:
                yield from self.equal(theirs, [var], "all children", surely=False)

    def _moves(self, month: str, organisation: str) -> Iterator[Equation]:
        at, children = (month, organisation), self.land.children(organisation)
        if not children:
            return
        own = [("organisation", organisation)]

        def down(name: str, breakdown: str = "total", key: Sequence[tuple[str, str]] = ()) -> list[Var]:
            return [v for child in children for v in self.one(month, child, name, breakdown, key)]

        came = [*down("inflow.n"), *self.one(*at, "inflow.n", "organisation", own)]
        left = [*down("outflow.n"), *self.one(*at, "outflow.n", "organisation", own)]
        yield from self.at_most(self.one(*at, "inflow.n"), came, "came from outside")
        yield from self.at_most(self.one(*at, "outflow.n"), left, "left to outside")
        both = [*came, *self.one(*at, "outflow.n")], [*left, *self.one(*at, "inflow.n")]
        yield from self.equal(*both, "moved within")
        ended_here: list[tuple[int, Var]] = []
        for reason in REASONS_BUT_TRANSFER:
            key = [("reason", reason)]
            above = self.one(*at, "outflow.n", "reason", key)
            below = down("outflow.n", "reason", key)
            yield from self.at_most(below, above, "ended in children")
            if organisation not in self.land.places:
                yield from self.equal(below, above, "all ended in children")
            ended_here += [*((-1, v) for v in above), *((1, v) for v in below)]
        alone = self.one(*at, "outflow.n", "organisation", own)
        if alone and ended_here:
            yield Equation((*((1, v) for v in alone), *ended_here), at_least=True, why="ended here")
        if organisation not in self.land.places:
            yield from self._moves_by_programme(month, organisation, children)

    def _moves_by_programme(self, month: str, organisation: str, children: list[str]) -> Iterator[Equation]:
        for var in self.cells[month, organisation, "inflow", "programme"]:
            out = var._replace(indicator="outflow")
            came = [v for c in children if (v := var._replace(organisation=c)) in self.numbers]
            left = [v for c in children if (v := out._replace(organisation=c)) in self.numbers]
            yield from self.at_most([var], came, "came into the programme")
            yield from self.at_most([out], left, "left the programme")
            yield from self.equal([*came, out], [*left, var], "moved in the programme")

    # --- months ---

    def _from_month_to_month(self) -> Iterator[Equation]:
        for var in self.numbers:
            then = self.next_month.get(var.month)
            if then is None:
                continue
            now = var._replace(month=then)
            if var.indicator == "enrolments" and now in self.numbers:
                came, left = now._replace(indicator="inflow"), now._replace(indicator="outflow")
                yield from self.equal([var, came], [now, left], "stock and flow", surely=False)
            if (var.indicator, var.part) in FALLS_NEVER and now in self.numbers:
                yield from self.at_most([var], [now], "never falls", surely=False)
