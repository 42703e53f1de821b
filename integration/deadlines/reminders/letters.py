"""What stands in a letter with reminders: how many of what, and the way there; nobody's name, and nothing of what is behind."""

from collections import Counter

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.deadlines.enums import Part, ReminderState
from integration.deadlines.models import Reminder, ReminderLetter
from integration.deadlines.reminders.services import LETTER, leave_out
from integration.organisations.access import roles_of
from integration.outbox.kinds import Kind, Letter, Recipient, link_to, register


def declare() -> None:
    """Let these e-mails be written."""
    register(Kind(LETTER, gettext_lazy("Reminders of what falls due"), _to, _write))


def _in(letter: ReminderLetter) -> list[Reminder]:
    rows = Reminder.objects.filter(letter=letter, state=ReminderState.WRITTEN)
    return list(rows.select_related("deadline").order_by("deadline__due_on", "pk"))


def _of_one_each(rows: list[Reminder]) -> list[Reminder]:
    """Of what somebody is reminded for two reasons, one."""
    return list({row.deadline_id: row for row in rows}.values())


def _to(about: int) -> Recipient | None:
    """The person for whom it was written, if anything of it still stands that they may see."""
    letter = ReminderLetter.objects.select_related("recipient").filter(pk=about).first()
    if letter is None:
        return None
    rows = leave_out(letter.recipient, _in(letter), timezone.localdate())
    return Recipient(letter.recipient.email, letter.recipient.language) if rows else None


def _write(about: int) -> Letter:
    letter = ReminderLetter.objects.select_related("recipient").get(pk=about)
    rows = _in(letter)
    matters = _of_one_each(rows)
    number = len(matters)
    return Letter(
        subject=ngettext("Einstieg: %(n)d reminder", "Einstieg: %(n)d reminders", number) % {"n": number},
        words=[_("Hello,"), _("this falls due:"), *_counted(matters)],
        link=_where(letter.recipient, matters),
        link_words=_("See what it is about"),
        last_words=[
            _why(rows),
            _("How often you are reminded, you choose yourself: %(link)s") % {"link": link_to("dates:own")},
        ],
    )


def _counted(rows: list[Reminder]) -> list[str]:
    """Each kind with its number."""
    numbers = Counter(row.deadline.kind for row in rows)
    titles = {row.deadline.kind: row.deadline.title for row in rows}
    today = timezone.localdate()
    late = Counter(row.deadline.kind for row in rows if row.deadline.due_on < today)
    lines = []
    for kind, number in numbers.items():
        said = {"title": titles[kind], "number": number, "late": late[kind]}
        text = _("– %(title)s: %(number)s, of these overdue: %(late)s") if late[kind] else _("– %(title)s: %(number)s")
        lines.append(text % said)
    return lines


def _where(user: User, rows: list[Reminder]) -> str:
    """To the one thing, or to the list: of what one is responsible for, if it is nothing else."""
    if Role.TRAINING_MANAGER not in roles_of(user):
        return link_to("landing")
    if len(rows) == 1:
        return link_to("admin:deadline", rows[0].deadline_id)
    others = {Part.NEXT, Part.SPONSOR} & {row.part for row in rows}
    return link_to("admin:deadlines") + ("" if others else f"?responsible={user.pk}")


def _why(rows: list[Reminder]) -> str:
    parts = {Part(row.part): None for row in rows}
    return _("You get this as: %(parts)s.") % {"parts": "; ".join(str(part.label) for part in parts)}
