"""The ledger of posts owed stands in the workplace: it is about people, and not about a closed month."""

from django.utils.translation import gettext_lazy as _

from integration.accounts.roles import Role
from integration.admin import navigation
from integration.admin.navigation import Entry, Group, held
from integration.admin.site import workplace
from reports.rendering.ledger import ledger_page

workplace.show_page("posts-owed/", ledger_page, "posts_owed")
navigation.show(
    Entry(
        Group.REPORTS,
        _("Posts owed"),
        "admin:posts_owed",
        held(Role.TRAINING_MANAGER),
        icon="guarantee",
        order=40,
    )
)
