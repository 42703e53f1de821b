"""What the notice to the authority says (§ 4a V, § 60c V AufenthG): who, what ended, and when; no word about why."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from integration.printing.writing import LETTER, as_pdf, as_picture
from programmes.participants.enums import BirthDatePrecision, ResidenceKind
from programmes.participants.models import Participant, ResidenceDocument
from programmes.pathways.deadlines.notices import ended_early
from programmes.pathways.models import PhaseEntry

LANGUAGE = "de"
"""Of the authority, whoever reads the letter here."""

BASES = {
    ResidenceKind.TRAINING_TOLERATION: "§ 60c Abs. 5 AufenthG",
    ResidenceKind.EMPLOYMENT_TOLERATION: "§ 60d AufenthG",
}
FOR_TRAINING, FOR_WORK = "§ 16g AufenthG", "§ 4a Abs. 5 AufenthG"


def letter_as_pdf(entry: PhaseEntry) -> bytes:
    """Ready to be signed, or sent."""
    return as_pdf(LETTER, _letter(entry), at=timezone.now())


def letter_as_picture(entry: PhaseEntry) -> bytes:
    """How it will look."""
    return as_picture(LETTER, _letter(entry))


def letter_as_text(entry: PhaseEntry) -> str:
    """The same for an e-mail, or the authority's own form."""
    return render_to_string("pathways/notice.txt", _letter(entry))


def _letter(entry: PhaseEntry) -> dict[str, Any]:
    person, place = entry.enrolment.participant, entry.enrolment.organisation
    papers = person.residence_documents.filter(issued_on__lte=entry.ended_on)
    paper = papers.order_by("-issued_on", "-pk").first()
    sender = (place.employer or place).name
    with translation.override(LANGUAGE):
        return {
            "language": LANGUAGE,
            "sender": sender,
            "receiver": [_("To the immigration office in charge")],
            "mark": _("Our reference: %(code)s") % {"code": person.code},
            "day": _day(timezone.localdate()),
            "subject": _("Notice of an early end under %(law)s") % {"law": _basis(entry, paper)},
            "salutation": _("Dear Sir or Madam,"),
            "paragraphs": [_said(entry)],
            "heads": [_("Particulars"), ""],
            "facts": _facts(entry, person, paper),
            "ending": _("Please confirm that you received this notice."),
            "closing": _("Yours faithfully"),
            "signed": sender,
        }


def _basis(entry: PhaseEntry, paper: ResidenceDocument | None) -> str:
    if paper is not None and paper.kind in BASES:
        return BASES[ResidenceKind(paper.kind)]
    titles = ended_early(timezone.localdate()).filter(pk=entry.pk).values_list("title", flat=True)
    return FOR_TRAINING if titles.first() == "training" else FOR_WORK


def _said(entry: PhaseEntry) -> str:
    said = {"phase": entry.phase.get_kind_display(), "day": _day(entry.ended_on)}
    return (
        _("we give notice that the following ended early on %(day)s with us: %(phase)s of the person named below.")
        % said
    )


def _facts(entry: PhaseEntry, person: Participant, paper: ResidenceDocument | None) -> list[tuple[str, str]]:
    facts = [
        (_("Family name"), person.family_name),
        (_("Given name"), person.given_name),
        (_("Born on"), _born(person)),
        (_("Nationality"), person.nationality),
        (_("Residence document"), f"{paper.get_kind_display()} {paper.legal_section}".strip() if paper else ""),
        (_("Occupation"), entry.occupation),
        (_("Began on"), _day(entry.started_on)),
        (_("Ended on"), _day(entry.ended_on)),
    ]
    return [(name, value or "–") for name, value in facts]


def _born(person: Participant) -> str:
    """As far as it is known."""
    born = person.birth_date
    if born is None:
        return ""
    known_to_the_day = person.birth_date_precision in {"", BirthDatePrecision.DAY}
    return _day(born) if known_to_the_day else str(born.year)


def _day(day: Any) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
