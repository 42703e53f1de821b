"""Imports in the workplace. They are no lists to be edited: they have pages of their own."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.admin import home, navigation
from integration.admin.home import Work
from integration.admin.navigation import Entry, Group, held
from integration.admin.site import workplace
from programmes.exchange import queries, views

workplace.show_page("imports/", views.imports, "imports")
workplace.show_page("exports/", views.exports, "exports")
workplace.show_page("imports/template/", views.template, "import_template")
workplace.show_page("imports/<int:pk>/", views.page, "import")
workplace.show_page("imports/<int:pk>/confirm/", views.confirm, "import_confirm")
workplace.show_page("imports/<int:pk>/check/", views.check_again, "import_check")
workplace.show_page("imports/<int:pk>/discard/", views.discard, "import_discard")
navigation.show(
    Entry(Group.DATA, gettext_lazy("Import lists"), "admin:imports", held(Role.TRAINING_MANAGER), icon="in", order=10),
    Entry(Group.DATA, gettext_lazy("Export lists"), "admin:exports", held(Role.TRAINING_MANAGER), icon="out", order=20),
)


def waiting(user: User) -> list[Work]:
    """Uploads that were checked and wait for a decision. One query."""
    return [
        Work(
            _("Import of %(day)s, %(organisation)s")
            % {
                "day": date_format(localtime(one.uploaded_at), "SHORT_DATE_FORMAT"),
                "organisation": one.organisation.name,
            },
            reverse("admin:import", args=[one.pk]),
            said=str(one.stage.label),
        )
        for one in queries.waiting_for(user)
    ]


home.show_work(waiting)
