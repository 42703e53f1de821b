"""The monthly report as page, CSV and JSON."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RenderingConfig(AppConfig):
    """The monthly report as page, CSV and JSON."""

    name = "reports.rendering"
    label = "rendering"
    verbose_name = _("Report pages")

    def ready(self) -> None:
        """Offer the reports to those who read some."""
        from integration.accounts.roles import Right, Role
        from integration.admin import home, navigation
        from integration.admin.navigation import Entry, Group, held
        from integration.admin.site import workplace
        from programmes.community import measurable
        from reports.editions.rules import roles_that_may
        from reports.rendering import home as first_page
        from reports.rendering import letter
        from reports.rendering.labels import LINES
        from reports.rendering.ledger import ledger_page

        letter.declare()
        measurable.call_lines(LINES)
        readers = held(*roles_that_may(Right.READ), Role.MANAGEMENT)
        navigation.show(Entry(Group.REPORTS, _("Monthly reports"), "reports:index", readers, icon="report", order=10))
        # In the workplace: it is about people, and not about a closed month.
        workplace.show_page("posts-owed/", ledger_page, "posts_owed")
        managers = held(Role.TRAINING_MANAGER)
        navigation.show(Entry(Group.REPORTS, _("Posts owed"), "admin:posts_owed", managers, icon="guarantee", order=40))
        home.show_work(first_page.under_way)
        home.lead_to(Role.DATA_PROTECTION, first_page.REPORTS)
