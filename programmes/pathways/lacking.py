"""What enrolments can lack, and what falls due next for them: what lists of people say and are narrowed by."""

from django.db.models import Exists, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from integration.accounts.models import User
from integration.deadlines.enums import Urgency
from integration.deadlines.models import Deadline
from integration.deadlines.queries import next_for
from programmes.participants.enums import Paper
from programmes.participants.models import LanguageLevel, ResidenceDocument
from programmes.pathways import glance
from programmes.pathways.models import Enrolment, PhaseEntry
from programmes.pathways.standing import open_main_entries

TONES = {Urgency.OVERDUE: "danger", Urgency.DUE: "warning"}


def declare() -> None:
    """In the order in which they are offered."""
    glance.show(
        glance.Fact(
            "deadline",
            _("next deadline"),
            next_for,
            shown=_deadline,
            cells=(
                (_("next deadline"), lambda deadline: str(deadline.title)),
                (_("due on"), lambda deadline: deadline.due_on),
            ),
        )
    )
    glance.can_lack(
        glance.Lack("phase", _("phase"), PhaseEntry, _without_phase),
        glance.Lack("planned_end", _("planned end"), PhaseEntry, _without_planned_end),
        glance.Lack("permit", _("residence document"), ResidenceDocument, _without_permit),
        glance.Lack("level", _("language certificate"), LanguageLevel, _without_level),
    )


def _deadline(deadline: Deadline) -> SafeString:
    return format_html(
        '<div>{}<br><span class="tag {}">{}</span></div>',
        deadline.title,
        TONES.get(deadline.urgency(timezone.localdate()), ""),
        date_format(deadline.due_on, "SHORT_DATE_FORMAT"),
    )


def _without_phase(rows: QuerySet[Enrolment], _user: User) -> QuerySet[Enrolment]:
    return rows.filter(progress__between_phases=True)


def _without_planned_end(rows: QuerySet[Enrolment], user: User) -> QuerySet[Enrolment]:
    return rows.filter(Exists(open_main_entries(user).filter(planned_end_on=None)), progress__planned_end_on=None)


def _without_permit(rows: QuerySet[Enrolment], _user: User) -> QuerySet[Enrolment]:
    return rows.filter(progress__paper=Paper.NONE)


def _without_level(rows: QuerySet[Enrolment], _user: User) -> QuerySet[Enrolment]:
    return rows.filter(progress__certified_rank=None)
