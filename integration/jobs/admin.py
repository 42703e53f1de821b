"""Jobs in the admin: who asked for what when, and how it went. Nothing is changed here."""

from django.urls import reverse

from integration.accounts.models import User
from integration.admin import home, navigation
from integration.admin.filters import ScopedRelatedFilter
from integration.admin.navigation import Group, list_of
from integration.admin.scoped import ScopedModelAdmin
from integration.admin.site import workplace
from integration.jobs import queries, views
from integration.jobs.models import Job

SHOWN_AT_HOME = 5


class JobAdmin(ScopedModelAdmin):
    """The state of what is done in the background, for those who oversee the system."""

    fields = (
        "kind",
        "organisation",
        "asked_at",
        "state",
        "failure",
        "finished_at",
        "attempts",
        "queued_at",
        "leased_until",
        "progress_done",
        "progress_of",
    )
    readonly_fields = fields
    list_display = ("kind", "organisation", "state", "asked_at", "finished_at")
    list_filter = ("state", ("organisation", ScopedRelatedFilter))
    search_fields = ("organisation__code",)
    list_select_related = ("organisation",)
    named = ("organisation",)

    def label_of(self, row: Job) -> str:
        """What it does, and its number."""
        return f"{row.title} #{row.pk}"


def under_way(user: User) -> list[home.Work]:
    """What the first page says of somebody's own jobs, the newest first. One query."""
    jobs = queries.under_way(user)[:SHOWN_AT_HOME]
    return [
        home.Work(str(job.title), reverse("admin:job", args=[job.pk]), job.progress_done, job.progress_of)
        for job in jobs
    ]


workplace.register(Job, JobAdmin)
home.show_work(under_way)
workplace.show_page("jobs/<int:pk>/", views.page, "job")
workplace.show_page("jobs/<int:pk>/cancel/", views.cancel, "job_cancel")
workplace.show_page("jobs/<int:pk>/file/", views.download, "job_file")
navigation.show(list_of(Job, Group.MORE, icon="history", order=85))
