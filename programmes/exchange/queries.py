"""What the pages of imports ask."""

from django.db.models import QuerySet

from integration.accounts.models import User
from integration.jobs.models import Job
from programmes.exchange.enums import Stage
from programmes.exchange.models import BundleImport

SHOWN = 20


def imports_of(user: User) -> QuerySet[BundleImport]:
    """Those that this person may look at, with all that their pages need. The newest first."""
    return BundleImport.objects.visible_to(user).select_related(
        "organisation", "uploaded_by", "checking__asked_by", "writing__asked_by"
    )


def newest(user: User) -> QuerySet[BundleImport]:
    """The last of them. One query."""
    return imports_of(user).defer("preview")[:SHOWN]


def waiting_for(user: User) -> list[BundleImport]:
    """Uploads of this person that were checked and wait for a decision. One query."""
    own = imports_of(user).filter(writing=None, cleared_at=None, checking__isnull=False)
    return [one for one in own.defer("preview")[:SHOWN] if one.stage == Stage.CHECKED]


def exports_of(user: User) -> QuerySet[Job]:
    """What this person took along lately. One query."""
    own = Job.objects.visible_to(user).filter(kind="export_bundle", asked_by=user)
    return own.select_related("organisation").order_by("-pk")[:SHOWN]
