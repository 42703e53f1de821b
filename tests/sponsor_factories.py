"""More objects for tests: what sponsors hand over, say of themselves, promise and read, and whom they go with."""

from datetime import timedelta
from typing import Any

from integration.organisations.models import Organisation
from programmes.pathways.enums import PhaseKind
from programmes.pathways.models import Enrolment
from programmes.sponsorships.enums import HandoverKind, PreferenceKind, PreferenceReason
from programmes.sponsorships.models import (
    Absence,
    Guide,
    Handover,
    Preference,
    Promise,
    PromiseText,
    Relief,
    Sponsor,
    Sponsorship,
    Training,
)
from tests.factories import START


def handover(of: Sponsorship, **fields: Any) -> Handover:
    """The sponsor hands over for good in a month."""
    last_day = of.started_on + timedelta(days=30)
    return Handover.objects.create(**{"sponsorship": of, "kind": HandoverKind.END, "last_day": last_day, **fields})


def training(of: Sponsor, **fields: Any) -> Training:
    """A course."""
    return Training.objects.create(**{"sponsor": of, "title": "Grundkurs", "held_on": START, **fields})


def promise_text(of: Organisation, **fields: Any) -> PromiseText:
    """The first version."""
    return PromiseText.objects.create(
        **{"organisation": of, "version": 1, "text_de": "Ich bin da.", "text_en": "I am there.", **fields}
    )


def promise(by: Sponsor, text: PromiseText | None = None, **fields: Any) -> Promise:
    """A sponsor promised."""
    text = text or promise_text(by.organisation)
    return Promise.objects.create(**{"sponsor": by, "text": text, "given_on": START, **fields})


def guide(of: Organisation, **fields: Any) -> Guide:
    """A question about trainings, with its answer."""
    texts = {"title_de": "Wer hilft?", "title_en": "Who helps?", "text_de": "Die Kammer.", "text_en": "The chamber."}
    return Guide.objects.create(**{"organisation": of, "kind": PhaseKind.TRAINING, **texts, **fields})


def relief(of: Sponsor, **fields: Any) -> Relief:
    """It is too much."""
    return Relief.objects.create(**{"sponsor": of, "text": "Zu viel", **fields})


def preference(of: Enrolment, by: Sponsor, **fields: Any) -> Preference:
    """These two are never to come together."""
    return Preference.objects.create(
        **{
            "enrolment": of,
            "sponsor": by,
            "kind": PreferenceKind.EXCLUSION,
            "reason": PreferenceReason.LINE_MANAGER,
            **fields,
        }
    )


def absence(of: Sponsor, **fields: Any) -> Absence:
    """Away from `START` on, nobody knows for how long."""
    return Absence.objects.create(**{"sponsor": of, "started_on": START, **fields})
