"""What the first page of the workplace shows of guarantees."""

from collections.abc import Iterator
from datetime import date

from django.db.models import F, Value
from django.db.models.functions import Coalesce, Least
from django.urls import reverse
from django.utils.translation import gettext as _

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.admin.trends import Trend, by_month, standing
from integration.periods.expressions import AddDays
from programmes.guarantees.models import RetentionGuarantee


def trends(user: User, today: date) -> Iterator[Trend]:
    """Guarantees that were given and neither decided nor ended by then. Two queries."""
    guarantees = RetentionGuarantee.objects.visible_to(user, {Role.TRAINING_MANAGER}).filter(void=False)
    ended = AddDays(F("held_until"), Value(1))
    over = Least(Coalesce(F("decided_on"), ended), Coalesce(ended, F("decided_on")))
    dated = guarantees.exclude(decision__gt="", decided_on=None)
    points = standing(by_month(dated, F("given_on"), today), by_month(dated, over, today), today)
    url = reverse("admin:guarantees_retentionguarantee_changelist", query={"decision__exact": ""})
    since = _("since the end of last month")
    yield Trend(_("Open guarantees"), str(points[-1]), points, points[-1] - points[-2], since, url)
