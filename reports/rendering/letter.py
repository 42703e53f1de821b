"""The e-mail about a report that was closed or restated: what changed most, and a link.

It is made of the stored cells that its reader may see, as every other form is.
"""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from integration.outbox.kinds import Kind, Letter, Recipient, link_to, register
from reports.delivery.links import token_of
from reports.delivery.models import Notice
from reports.delivery.queries import notice_of, restated_with
from reports.delivery.rules import still_holds
from reports.delivery.services import NOTICE
from reports.editions.models import ReportEdition
from reports.editions.queries import figures_of
from reports.rendering.story.headlines import Headline
from reports.rendering.story.telling import changed_most


def declare() -> None:
    """Let these e-mails be written."""
    register(Kind(NOTICE, gettext_lazy("Monthly report"), _subscriber, _letter))


def _subscriber(about: int) -> Recipient | None:
    """Whoever subscribed, if they did not end it and may still read the report."""
    notice = notice_of(about)
    if notice is None or not still_holds(notice.subscription):
        return None
    return Recipient(notice.subscription.user.email, notice.subscription.language)


def _letter(about: int) -> Letter:
    notice = notice_of(about)
    if notice is None:
        raise LookupError
    edition = notice.edition
    month = date_format(edition.month, "F Y")
    named = {"month": month, "code": edition.kept.code}
    subject = _("Einstieg: Monthly report %(month)s restated · %(code)s") if edition.is_restatement else ""
    return Letter(
        subject=(subject or _("Einstieg: Monthly report %(month)s · %(code)s")) % named,
        words=[_("Hello,"), _beginning(edition), *_restated(edition), *_changes(edition), *_besides(notice)],
        link=link_to("reports:edition", edition.pk),
        link_words=_("Open the report"),
        last_words=[_("You get this e-mail because you had this report sent to you.")],
        leave=link_to("reports:leave", token_of(notice.subscription)),
    )


def _beginning(edition: ReportEdition) -> str:
    named = {
        "month": date_format(edition.month, "F Y"),
        "organisation": edition.kept.name,
        "audience": edition.get_audience_display(),
    }
    if edition.is_restatement:
        return _("The monthly report %(month)s of %(organisation)s (%(audience)s) was restated.") % named
    return _("The monthly report %(month)s of %(organisation)s (%(audience)s) is closed.") % named


def _restated(edition: ReportEdition) -> list[str]:
    """Why, and how far it is from what was sent first."""
    if not edition.is_restatement:
        return []
    changed = ngettext(
        "Since the first edition %(changed)s figure changed.",
        "Since the first edition %(changed)s figures changed.",
        edition.cells_changed,
    )
    return [f"{edition.get_reason_display()} {changed % {'changed': edition.cells_changed}}"]


def _changes(edition: ReportEdition) -> list[str]:
    found = changed_most(edition, figures_of(edition))
    return [_("Changed most since last month:"), *map(_change, found)] if found else []


def _change(headline: Headline) -> str:
    name = ", ".join(filter(None, [str(headline.name), str(headline.line)]))
    said = f"{name}: {headline.written.text} ({headline.change.text if headline.change else ''})"
    return f"• {said} – {headline.target.text}: {headline.target.state.label}" if headline.target else f"• {said}"


def _besides(notice: Notice) -> list[str]:
    """The months that were restated with it have no e-mail of their own."""
    months = [date_format(each.month, "F Y") for each in restated_with(notice)]
    if not months:
        return []
    return [
        _("Restated at the same time, since something was recorded later: %(months)s.") % {"months": ", ".join(months)}
    ]
