"""Targets beside the figures that they are about."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programmes.community.enums import TargetState
from programmes.community.models import Target as TargetRow
from reports.indicators import registry
from reports.indicators.kinds import Shape
from reports.rendering.numbers import decimal_as_given
from reports.rendering.story.headlines import Target
from reports.rendering.story.shelf import Place, Shelf, place_of


def targets_of(shelf: Shelf, organisation_id: int) -> dict[Place, Target]:
    """The targets that the organisation set itself, by the figure that they are about. One query at most.

    Of several targets for one figure, the one that is due first.
    """
    states = {figure.key["target"]: str(figure.value) for figure in shelf.all("target", "target") if figure.value}
    if not states:
        return {}
    found: dict[Place, Target] = {}
    rows = TargetRow.objects.filter(code__in=states, organisation=organisation_id).order_by("-due_on", "-code")
    for row in rows:
        place = place_of(row.indicator, key={"line": row.line} if row.line else None)
        found[place] = Target(TargetState(states[row.code]), _in_words(row))
    return found


def _in_words(row: TargetRow) -> str:
    value = decimal_as_given(row.value)
    indicator = registry.get(row.indicator)
    if indicator.shape_of(row.line) is Shape.RATE:
        value = f"{value}\N{NO-BREAK SPACE}%"
    return _("Target: %(operator)s %(value)s by %(day)s") % {
        "operator": row.get_operator_display(),
        "value": value,
        "day": date_format(row.due_on, "DATE_FORMAT"),
    }
