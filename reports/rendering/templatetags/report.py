"""From a figure of a report to the people behind it."""

from django import template

from reports.indicators.figures import Figure
from reports.rendering.people import address_of_people

register = template.Library()


@register.simple_tag
def people(edition_id: int, figure: Figure | None, with_people: object) -> str:
    """Where the people behind a figure are listed; nothing if there is no such list, or the reader may not see it."""
    return address_of_people(edition_id, figure) if figure is not None and with_people is True else ""
