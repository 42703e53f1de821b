"""What is asked about jobs."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from integration.accounts.models import User
from integration.jobs.enums import OPEN
from integration.jobs.models import Job


def under_way(user: User | AnonymousUser) -> QuerySet[Job]:
    """The jobs that somebody asked for and that are not over, the newest first."""
    own = Job.objects.visible_to(user).filter(asked_by=user.pk, state__in=OPEN)
    return own.select_related("organisation").order_by("-pk")
