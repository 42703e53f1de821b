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
from programmes.exchange.tables import TABLES, Record, Table
from programmes.participants.models import Participant
from programmes.pathways.models import Enrolment

ANYWHERE = frozenset({("employments", "organisation")})
"""A job may be anywhere in the installation."""


def only_within(organisation: Organisation) -> Rule:
    """The rule that refuses whatever is outside of the organisation."""
    return partial(_outside, organisation.code)


def _outside(code: str, world: World) -> Iterator[Problem]:
    scope = _Scope(world, code)
    for table in TABLES.values():
        for record in world.changed(table.name):
            for column in scope.outside(table, record):
                value = getattr(record, column)
                yield Problem(table.name, record.row, column, value, OUTSIDE_THE_ORGANISATION)


class _Scope:
    """What is inside, before the import and after it."""

    def __init__(self, world: World, code: str) -> None:
        self.world = world
        self.code = code
        self.organisations = self._organisations()
        self.known = {
            "organisations": self.organisations,
            "programmes": self._with_organisation("programmes"),
            "sponsors": self._with_organisation("sponsors"),
        }
        self.known["cohorts"] = self._cohorts()
        self.known["phases"] = {
            each.code for each in world.after["phases"].values() if each.programme in self.known["programmes"]
        }
        self.known["enrolments"] = self._enrolments()
        self.known["participants"] = self._participants()

    def outside(self, table: Table, record: Record) -> Iterator[str]:
        """The columns of a changed row that lead out of the organisation."""
        old = self.world.before[table.name].get(table.key(record))
        if record.pk is not None and table.name in self.known and not self._was_inside(table.name, record, old):
            yield "code"
        for column in table.references:
            value = getattr(record, column.name)
            same = old is not None and getattr(old, column.name) == value
            if value is None or (table.name, column.name) in ANYWHERE or (same and table.has_code):
                continue
            if value in self.world.after[column.refers_to] and not self._may_refer(column.name, column.refers_to, value):
                yield column.name
        if table.name == "organisations" and record.pk is None and record.code not in self.organisations:
            yield "parent"

    def _was_inside(self, name: str, record: Record, old: Record | None) -> bool:
        if name in {"programmes", "sponsors"} and old is not None:
            return old.organisation in self.organisations
        if name == "cohorts" and old is not None:
            return old.programme in self.known["programmes"]
        if name == "organisations" and record.code == self.code:
            return old is None or old.parent == record.parent
        return record.code in self.known[name]

    def _may_refer(self, column: str, name: str, code: str) -> bool:
        if column == "lead_partner" and self.world.after["organisations"][code].kind == OrganisationKind.PARTNER:
            return True
        return code in self.known[name]

    def _nodes(self, *, after: bool) -> dict[str, Node]:
        standing = self.world.before["organisations"]
        found = {}
        for code, record in self.world.after["organisations"].items():
            seen = record if after else standing.get(code, record)
            if after or record.pk is not None:
                found[code] = Node(seen.kind, seen.parent)
        return {code: node._replace(parent=node.parent if node.parent in found else None) for code, node in found.items()}

    def _organisations(self) -> set[str]:
        before, after = self._nodes(after=False), self._nodes(after=True)
        now = {code for code in after if self.code in ancestors(after, code)}
        return {code for code in now if code not in before or self.code in ancestors(before, code)}

    def _with_organisation(self, name: str) -> set[str]:
        return {each.code for each in self.world.after[name].values() if each.organisation in self.organisations}

    def _cohorts(self) -> set[str]:
        """Those of programmes of the organisation, and of what is above it: a group's programme is for all below."""
        after = self._nodes(after=True)
        reachable = self.organisations | set(ancestors(after, self.code))
        programmes = self.world.after["programmes"]
        offered = {code for code, each in programmes.items() if each.organisation in reachable}
        return {each.code for each in self.world.after["cohorts"].values() if each.programme in offered}

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
