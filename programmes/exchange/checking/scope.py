"""An import for one organisation: its rows are about that organisation and what is below it, and nothing else."""

from collections.abc import Iterator
from functools import partial

from integration.organisations.enums import OrganisationKind
from integration.organisations.models import Organisation
from integration.organisations.tree import Node, ancestors
from programmes.exchange.checking.everything import Rule
from programmes.exchange.checking.merging import in_batches
from programmes.exchange.checking.world import World
from programmes.exchange.problems import Problem
from programmes.exchange.refusals import OUTSIDE_THE_ORGANISATION
from programmes.exchange.tables import TABLES, Column, Record, Table
from programmes.participants.models import Participant
from programmes.pathways.models import Enrolment

ANYWHERE = frozenset({("employments", "organisation"), ("phase_entries", "phase")})
"""A job may be anywhere in the installation; a phase follows from the enrolment's cohort."""

ANCHORS = ("enrolment", "participant", "organisation")
"""What rows are about that nothing refers to: the first of these columns that their table has."""


def only_within(organisation: Organisation) -> Rule:
    """The rule that refuses whatever is outside of the organisation."""
    return partial(_outside, organisation.code)


def _outside(code: str, world: World) -> Iterator[Problem]:
    scope = _Scope(world, code)
    for table in TABLES.values():
        for record in world.of_bundle(table.name):
            for column in scope.outside(table, record):
                value = getattr(record, column)
                yield Problem(table.name, record.row, column, value, OUTSIDE_THE_ORGANISATION)


class _Scope:
    """What is inside, before the import and after it."""

    def __init__(self, world: World, code: str) -> None:
        self.world = world
        self.code = code
        self.above = set(ancestors(self._nodes(after=True), code))
        self.organisations = self._organisations()
        self.known = {
            "organisations": self.organisations,
            "programmes": self._with_organisation("programmes"),
            "sponsors": self._with_organisation("sponsors"),
            "enrolments": self._enrolments(),
            "participants": self._participants(),
        }
        for name in ("phases", "cohorts"):
            self.known[name] = self._of_programmes(name, self.known["programmes"])
        self.cohorts = self._of_programmes("cohorts", self._offered())

    def outside(self, table: Table, record: Record) -> Iterator[str]:
        """The columns of a row that lead out of the organisation; where they already did, they may."""
        old = self._old(table, record)
        anchor = next((name for name in ANCHORS if name in table.by_name), "")
        if table.name in self.known:
            anchor = ""
            if record.pk is not None and not self._was_inside(table.name, record, old):
                yield "code"
        for column in table.references:
            value = getattr(record, column.name)
            kept = old is not None and getattr(old, column.name) == value and column.name != anchor
            free = (table.name, column.name) in ANYWHERE
            if value in self.world.after[column.refers_to] and not (kept or free or self._may_refer(column, value)):
                yield column.name
        if old is not None and anchor and self._was_taken(table.by_name[anchor], old, record):
            yield "code"
        if table.name == "organisations" and record.pk is None and record.code not in self.organisations:
            yield "parent"

    def _was_taken(self, anchor: Column, old: Record, record: Record) -> bool:
        """Whether the row was about something outside, and is to be about something else."""
        before = getattr(old, anchor.name)
        return before != getattr(record, anchor.name) and before not in self.known[anchor.refers_to]

    def _old(self, table: Table, record: Record) -> Record | None:
        """The row as the database has it."""
        return record if self.world.stands(table, record) else self.world.before[table.name].get(table.key(record))

    def _was_inside(self, name: str, record: Record, old: Record | None) -> bool:
        if old is not None and name in {"programmes", "sponsors"}:
            return old.organisation in self.organisations
        if old is not None and name in {"phases", "cohorts"}:
            return old.programme in self.known["programmes"]
        if name == "organisations":
            return self._organisation_was_inside(record, old)
        return record.code in self.known[name]

    def _organisation_was_inside(self, record: Record, old: Record | None) -> bool:
        """Partners and what stands above may be in the bundle, as they are; the organisation itself stays in its place."""
        if record.code == self.code:
            return old is not None and old.parent == record.parent
        named_only = record is old and (record.kind == OrganisationKind.PARTNER or record.code in self.above)
        return named_only or record.code in self.organisations

    def _may_refer(self, column: Column, code: str) -> bool:
        if column.name == "lead_partner" and self.world.after["organisations"][code].kind == OrganisationKind.PARTNER:
            return True
        if column.refers_to == "cohorts":
            return code in self.cohorts
        return code in self.known[column.refers_to]

    def _nodes(self, *, after: bool) -> dict[str, Node]:
        standing = self.world.before["organisations"]
        found = {}
        for code, record in self.world.after["organisations"].items():
            seen = record if after else standing.get(code, record)
            if after or record.pk is not None:
                found[code] = Node(seen.kind, seen.parent)
        return {
            code: node._replace(parent=node.parent if node.parent in found else None) for code, node in found.items()
        }

    def _organisations(self) -> set[str]:
        before, after = self._nodes(after=False), self._nodes(after=True)
        now = {code for code in after if self.code in ancestors(after, code)}
        return {code for code in now if code not in before or self.code in ancestors(before, code)}

    def _with_organisation(self, name: str) -> set[str]:
        return {each.code for each in self.world.after[name].values() if each.organisation in self.organisations}

    def _of_programmes(self, name: str, programmes: set[str]) -> set[str]:
        return {each.code for each in self.world.after[name].values() if each.programme in programmes}

    def _offered(self) -> set[str]:
        """Programmes of the organisation, and of what is above it: a group's programme is for all below."""
        reachable = self.organisations | self.above
        programmes = self.world.after["programmes"].values()
        return {each.code for each in programmes if each.organisation in reachable}

    def _enrolments(self) -> set[str]:
        """New ones here, and those that belonged here on any day."""
        rows = self.world.after["enrolments"].values()
        inside = {each.code for each in rows if each.pk is None and each.organisation in self.organisations}
        here = Enrolment.objects.filter(affiliations__organisation__reached_by__head__code=self.code)
        for batch in in_batches(each.code for each in rows if each.pk is not None):
            inside.update(here.filter(code__in=batch).order_by("pk").values_list("code", flat=True))
        return inside

    def _participants(self) -> set[str]:
        """New ones, those that were never enrolled, and those that were enrolled here on any day."""
        rows = self.world.after["participants"].values()
        inside = {each.code for each in rows if each.pk is None}
        of_anybody = Participant.objects.order_by("pk").values_list("code", flat=True)
        for batch in in_batches(each.code for each in rows if each.pk is not None):
            people = of_anybody.filter(code__in=batch)
            inside.update(people.filter(enrolments__isnull=True))
            inside.update(people.filter(enrolments__affiliations__organisation__reached_by__head__code=self.code))
        return inside
