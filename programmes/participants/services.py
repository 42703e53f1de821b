"""Taking people into the records, and what they show about their language."""

from datetime import date
from typing import Any

from integration.accounts.models import User
from integration.journal.authors import save_as
from integration.periods.codes import new_code
from integration.periods.refusals import CHANGED_MEANWHILE, Refused, one_change
from programmes.participants.enums import Evidence, Level
from programmes.participants.merging.refusals import MERGED_AWAY
from programmes.participants.models import LanguageLevel, Participant


def register_participant(*, by: User | None = None, **facts: Any) -> Participant:
    """Take a person into the records with a code of their own; who did it sees them before they are enrolled."""
    with one_change():
        participant = Participant(**{"code": new_code("PE"), **facts})
        participant.full_clean()
        save_as(by, participant)
        return participant


def lock_person(participant: Participant) -> None:
    """Nobody else adds something to the person meanwhile. Refused if they are gone, or another record stands for them."""
    rows = Participant.objects.select_for_update(of=("self",)).filter(pk=participant.pk)
    merged_into = list(rows.values_list("merged_into", flat=True))
    if not merged_into:
        raise Refused(CHANGED_MEANWHILE)
    if merged_into != [None]:
        raise Refused(MERGED_AWAY)


def record_language_level(
    participant: Participant,
    assessed_on: date,
    level: Level,
    evidence: Evidence,
    *,
    skill: str = "",
    by: User | None = None,
) -> LanguageLevel:
    """Record a level with its evidence. The same day, evidence and skill again corrects it, or changes nothing."""
    with one_change():
        lock_person(participant)
        key = {"assessed_on": assessed_on, "evidence": evidence, "skill": skill}
        found = participant.language_levels.filter(**key).first() or LanguageLevel(participant=participant, **key)
        if found.pk is not None and found.level == level:
            return found
        found.level = level
        found.full_clean()
        save_as(by, found)
        return found
