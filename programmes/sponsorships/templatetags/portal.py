"""The bar at the foot of the portal's pages, and telephone numbers."""

from typing import Any

from django import template
from django.template.context import Context

from programmes.sponsorships.portal.mentee import dialled
from programmes.sponsorships.portal.places import links

register = template.Library()
register.filter(dialled)


@register.inclusion_tag("portal/bar.html", takes_context=True)
def portal_bar(context: Context) -> dict[str, Any]:
    """The places, and where the reader is."""
    return {"links": links(context["request"])}
