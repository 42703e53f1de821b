"""What helps with a mentee, on the mentee's page."""

from django.utils.translation import gettext_lazy as _

from programmes.pathways.accompanied import Facts, Page, Section, Visit, declare
from programmes.sponsorships.own.queries import guides_for


def declare_sections() -> None:
    """Before the journey at a glance."""
    declare(Section(Page.MENTEE, "guides", _("Good to know in this phase"), 65, "portal/own/guides.html", guides))


def guides(visit: Visit) -> Facts | None:
    """The guides and typical questions of the phase."""
    found = guides_for(visit)
    return {"guides": found} if found else None
