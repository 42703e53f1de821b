"""What sponsors are told of the guarantee of the person whom they accompany."""

from django.utils.translation import gettext_lazy as _

from integration.accounts.roles import Role
from programmes.guarantees.models import RetentionGuarantee
from programmes.pathways.accompanied import Facts, Page, Section, Visit
from programmes.pathways.accompanied import declare as declare_section


def declare() -> None:
    """After language and exams."""
    declare_section(PROMISE)


def promise(visit: Visit) -> Facts:
    """The promise that holds, or the last one and what became of it."""
    promises = RetentionGuarantee.objects.visible_to(visit.user, {Role.SPONSOR}).filter(enrolment=visit.mentee)
    return {"guarantee": promises.filter(void=False).order_by("-given_on", "-pk").first()}


PROMISE = Section(Page.MENTEE, "guarantee", _("Guaranteed job"), 50, "guarantees/accompanied/_guarantee.html", promise)
