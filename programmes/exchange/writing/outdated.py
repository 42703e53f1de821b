"""Whose deadlines may have changed with a bundle."""

from programmes.exchange.checking.world import World
from programmes.exchange.tables import TABLES
from programmes.exchange.writing.records import Ids
from programmes.pathways.models import Enrolment


def outdated_enrolments(world: World, ids: Ids) -> set[int] | None:
    """Those that the bundle's new and changed rows are about; None, for everybody, where a phase was changed."""
    if world.before["phases"]:
        return None
    codes = {record.code for record in world.changed("enrolments")}
    for table in TABLES.values():
        if "enrolment" in table.names:
            codes |= {record.enrolment for record in world.changed(table.name)}
    people = {ids["participants"][record.participant] for record in world.changed("residence_documents")}
    known = {ids["enrolments"][code] for code in codes}
    return known | set(Enrolment.objects.filter(participant__in=people).values_list("pk", flat=True))
