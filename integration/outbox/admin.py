"""E-mails in the admin: how each went, and sending one again that failed. Nothing else is changed here."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST

from integration.accounts.models import User
from integration.accounts.roles import Right, Subject
from integration.admin import navigation
from integration.admin.filters import ScopedRelatedFilter
from integration.admin.navigation import Group, list_of
from integration.admin.scoped import ScopedModelAdmin
from integration.admin.site import workplace
from integration.organisations.access import roles_of_this_request, roles_with
from integration.outbox.enums import MessageState
from integration.outbox.models import Message
from integration.outbox.services import send_again


class MessageAdmin(ScopedModelAdmin):
    """What is on its way, what was sent, and what failed. What an e-mail says, and to whom, is not kept."""

    fields = (
        "what",
        "organisation",
        "state",
        "failure",
        "written_at",
        "sent_at",
        "due_at",
        "attempts",
        "refusals",
        "handed_over",
        "key",
    )
    readonly_fields = fields
    list_display = ("what", "organisation", "state", "written_at", "sent_at", "attempts")
    list_filter = ("state", ("organisation", ScopedRelatedFilter))
    search_fields = ("key",)
    list_select_related = ("organisation",)
    named = ("organisation",)
    change_form_template = "outbox/message.html"

    @admin.display(description=gettext_lazy("e-mail"), ordering="kind")
    def what(self, row: Message) -> str:
        """Its kind, in words."""
        return str(row.title)

    def label_of(self, row: Message) -> str:
        """What it is, and its number."""
        return f"{row.title} #{row.pk}"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """With a button to send it again, for those who run the system."""
        row = self.get_object(request, object_id)
        failed = row is not None and row.state == MessageState.FAILED and _may_send_again(request.user, row)
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "may_send_again": failed})


def _may_send_again(user: User, row: Message) -> bool:
    roles = roles_with(roles_of_this_request(user), Right.UPDATE, Subject.SYSTEM)
    return Message.objects.visible_to(user, roles).filter(pk=row.pk).exists()


@require_POST
def send_again_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a failed e-mail anew."""
    user: User = request.user  # type: ignore[assignment]
    row = get_object_or_404(Message.objects.visible_to(user), pk=pk)
    if not _may_send_again(user, row):
        raise PermissionDenied
    if send_again(row):
        messages.success(request, gettext("The e-mail is on its way again."))
    return redirect("admin:outbox_message_change", pk)


workplace.register(Message, MessageAdmin)
workplace.show_page("outbox/message/<int:pk>/again/", send_again_page, "outbox_send_again")
navigation.show(list_of(Message, Group.MORE, icon="mail", order=90))
