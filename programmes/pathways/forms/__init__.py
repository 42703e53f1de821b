"""What can be done with an enrolment, each as a short form. Apps above declare theirs when they start."""

from programmes.pathways.forms.corrections import CorrectEndForm, CorrectEntryForm, CorrectPauseForm
from programmes.pathways.forms.journey import (
    EndEnrolmentForm,
    PauseForm,
    RecordExamForm,
    ResumeForm,
    TransferForm,
    UndoForm,
)
from programmes.pathways.forms.phases import CompletePhaseForm, ExtendForm, MoveOnForm, StartPhaseForm
from programmes.pathways.forms.probation import ProlongProbationForm
from programmes.pathways.forms.step import StepForm

_forms: dict[str, type[StepForm]] = {}


def declare(*forms: type[StepForm]) -> None:
    """Offer these under their names, in this order."""
    _forms.update({form.name: form for form in forms})


def declared() -> list[type[StepForm]]:
    """All of them."""
    return list(_forms.values())


def called(name: str) -> type[StepForm] | None:
    """The form of a name."""
    return _forms.get(name)


OF_JOURNEYS = (
    ResumeForm,
    MoveOnForm,
    StartPhaseForm,
    CompletePhaseForm,
    ExtendForm,
    ProlongProbationForm,
    PauseForm,
    RecordExamForm,
    TransferForm,
    EndEnrolmentForm,
    UndoForm,
)
"""In the order in which they are offered: what is likely first."""

CORRECTIONS = (CorrectEntryForm, CorrectPauseForm, CorrectEndForm)
