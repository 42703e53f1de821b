"""Guarantees and jobs in plain form."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.admin import home, navigation
from integration.admin.filters import RunningFilter, ScopedRelatedFilter
from integration.admin.navigation import Group, list_of
from integration.admin.site import workplace
from programmes.guarantees.models import Employment, RetentionGuarantee
from programmes.pathways.admin.journey import InEnrolment


class RetentionGuaranteeAdmin(InEnrolment):
    """What was promised, and what was decided."""

    fields = ("enrolment", "given_on", "ended_on", "scope", "decision", "decided_on", "reason")
    list_display = ("person", "given_on", "ended_on", "scope", "decision", "decided_on")
    list_filter = ("decision", "scope")


class EmploymentAdmin(InEnrolment):
    """A job of somebody who is or was enrolled."""

    fields = ("enrolment", "organisation", "started_on", "ended_on", "contract")
    list_display = ("person", "organisation", "contract", "started_on", "ended_on")
    list_filter = (RunningFilter, "contract", ("organisation", ScopedRelatedFilter))
    list_select_related = ("enrolment__participant", "organisation")
    autocomplete_fields = ("enrolment", "organisation")


def _undecided(user: User) -> home.Tile:
    visible = RetentionGuarantee.objects.visible_to(user, {Role.TRAINING_MANAGER})
    return home.tile_of(
        visible.filter(decision="", given_on__lte=timezone.localdate()),
        title=_("Guarantees without a decision"),
        empty=_("Record a guarantee"),
        query="?decision__exact=",
    )


workplace.register(RetentionGuarantee, RetentionGuaranteeAdmin)
workplace.register(Employment, EmploymentAdmin)
home.show(Role.TRAINING_MANAGER, _undecided)
navigation.show(
    list_of(RetentionGuarantee, Group.PEOPLE, icon="guarantee", order=70),
    list_of(Employment, Group.MORE, icon="job", order=60),
)
