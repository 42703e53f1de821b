"""What a person's page tells of their language, their documents and their history."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration.accounts.roles import Subject
from integration.admin.history import name_of
from programmes.participants import person_page, story
from programmes.participants.due import DUE
from programmes.participants.enums import NEVER_ENDING, ResidenceKind
from programmes.participants.levels import counting
from programmes.participants.models import LanguageLevel, Participant, Recognition, ResidenceDocument
from programmes.participants.person_page import Facts, Section, Visit
from programmes.participants.timeline import Lane, Look, Span

NEWEST = 8
SOON_DAYS = 90


class Permit(NamedTuple):
    """A residence document, and how long it holds: by law where that is longer than what is printed."""

    document: ResidenceDocument
    valid_to: date | None
    tone: str
    state: str

    @property
    def bounds(self) -> list[str]:
        """With whom, as what and where the work that it allows may be done."""
        employer = self.document.bound_employer
        bounds = [employer.name if employer else "", self.document.bound_occupation, self.document.bound_region]
        return [each for each in bounds if each]

    @property
    def seen_by(self) -> str:
        """Who had the original in their hands."""
        return name_of(self.document.seen_by)

    @property
    def kept_at(self) -> datetime | None:
        """Since when there is a copy."""
        return self.document.copy_kept_at  # type: ignore[attr-defined]


def declare() -> None:
    """Language before documents, the history at the end."""
    for section in (DUE, LANGUAGE, QUALIFICATION, RESIDENCE, HISTORY):
        person_page.declare(section)
    story.tell(Participant, lambda visit: Participant.history.filter(id=visit.person.pk))
    story.tell(LanguageLevel, lambda visit: LanguageLevel.history.filter(participant_id=visit.person.pk))
    story.tell(Recognition, lambda visit: Recognition.history.filter(participant_id=visit.person.pk))
    story.tell(ResidenceDocument, lambda visit: ResidenceDocument.history.filter(participant_id=visit.person.pk))


def language_facts(visit: Visit) -> Facts:
    """Levels, newest first, and the one that counts."""
    levels = list(
        LanguageLevel.objects.visible_to(visit.user)
        .filter(participant=visit.person)
        .order_by("-assessed_on", "evidence", "skill")
    )
    return {
        "levels": levels,
        "best": counting(levels, visit.today),
        "may_add": visit.here_now and visit.user.has_perm("participants.add_languagelevel"),
    }


def qualification_facts(visit: Visit) -> Facts:
    """Applications to have qualifications recognised, newest first."""
    rows = Recognition.objects.visible_to(visit.user).filter(participant=visit.person)
    return {
        "recognitions": list(rows.order_by("-complete_on", "qualification")),
        "may_change": visit.here_now and visit.user.has_perm("participants.change_recognition"),
        "may_add": visit.here_now and visit.user.has_perm("participants.add_recognition"),
    }


def residence_facts(visit: Visit) -> Facts:
    """Documents, the latest first."""
    documents = (
        ResidenceDocument.objects.visible_to(visit.user)
        .filter(participant=visit.person)
        .select_related("bound_employer", "seen_by")
        .annotate(copy_kept_at=F("copy__kept_at"))
    )
    permits = [_permit(each, visit.today) for each in documents.order_by("-issued_on", "code")]
    return {
        "permits": permits,
        "not_watched": _not_watched(permits, visit.today),
        "any_provisional": any(each.document.effect or each.document.applied_on for each in permits),
        "may_change": visit.here_now and visit.user.has_perm("participants.change_residencedocument"),
        "may_add": visit.here_now and visit.user.has_perm("participants.add_residencedocument"),
    }


def _not_watched(permits: Iterable[Permit], today: date) -> str:
    """Why nobody needs to look at ends of documents any more."""
    kinds = {each.document.kind for each in permits if each.document.issued_on <= today}
    if ResidenceKind.GERMAN in kinds:
        return _("German by now: no residence document is needed, and none is watched.")
    if ResidenceKind.EU_FREE_MOVEMENT in kinds:
        return _("Free to move within the EU: no residence document is needed, and none is watched.")
    return ""


def _permit(document: ResidenceDocument, today: date) -> Permit:
    valid_to = document.legal_valid_to or document.printed_valid_to
    if document.issued_on > today:
        return Permit(document, valid_to, "brand-tag", _("not yet valid"))
    if document.kind == ResidenceKind.PROVISIONAL_EFFECT:
        return Permit(document, valid_to, "warning", _("in effect until the authority decides"))
    if valid_to is None or document.kind in NEVER_ENDING:
        return Permit(document, None, "good", _("valid"))
    days = (valid_to - today).days
    if days < 0:
        return Permit(document, valid_to, "danger", _("expired"))
    if days <= SOON_DAYS:
        return Permit(document, valid_to, "warning", _("expires soon"))
    return Permit(document, valid_to, "good", _("valid"))


def residence_lanes(_visit: Visit, facts: Facts) -> Iterable[Lane]:
    """Until when each document is printed to be valid, and in outline until when it is by law."""
    spans = [
        Span(
            each.document.issued_on,
            each.document.printed_valid_to or each.document.legal_valid_to,
            each.document.get_kind_display(),
            Look.PERMIT,
            each.valid_to,
        )
        for each in facts["permits"]
    ]
    yield Lane(_("Residence documents"), spans, stretches=False)


def history_facts(visit: Visit) -> Facts:
    """The newest changes, for those who may read the change log."""
    told = story.chapters(visit) if story.may_be_told(visit) else []
    return {"chapters": told[:NEWEST], "more": len(told) > NEWEST, "told": story.may_be_told(visit)}


LANGUAGE = Section(
    "language",
    gettext_lazy("Language"),
    60,
    Subject.LANGUAGE,
    "participants/person/_language.html",
    language_facts,
    aside=True,
)
QUALIFICATION = Section(
    "qualification",
    gettext_lazy("Foreign qualifications"),
    65,
    Subject.LANGUAGE,
    "participants/person/_qualification.html",
    qualification_facts,
    aside=True,
)
RESIDENCE = Section(
    "residence",
    gettext_lazy("Residence documents"),
    70,
    Subject.RESIDENCE,
    "participants/person/_residence.html",
    residence_facts,
    residence_lanes,
)
HISTORY = Section(
    "history",
    gettext_lazy("History"),
    90,
    Subject.CHANGE_LOG,
    "participants/person/_history.html",
    history_facts,
)
