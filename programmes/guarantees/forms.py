"""Giving and deciding guarantees, and recording jobs, as short forms."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from integration.law.enums import Number
from programmes.guarantees.enums import Contract, Decision, GuaranteeScope
from programmes.guarantees.models import Employment, PromiseText, RetentionGuarantee
from programmes.guarantees.queries import latest_training, passed_training, texts_for
from programmes.guarantees.services import (
    correct_decision,
    decide_guarantee,
    give_guarantee,
    note_binding,
    record_employment,
    second_refusal,
)
from programmes.pathways.enums import Verb
from programmes.pathways.forms.step import PlaceField, StepForm, day, one_of, places

LONGEST_REASON = 2_000


class GuaranteeField(forms.ModelChoiceField):
    """A guarantee by the day on which it was given."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(RetentionGuarantee.objects.none(), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """In words."""
        return str(_("Given on %(day)s") % {"day": date_format(obj.given_on, "SHORT_DATE_FORMAT")})


class WordingField(forms.ModelChoiceField):
    """A text by its organisation and version."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(PromiseText.objects.none(), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """In words."""
        said = {
            "place": obj.organisation.name,
            "version": obj.version,
            "day": date_format(obj.valid_from, "SHORT_DATE_FORMAT"),
        }
        return str(_("%(place)s, version %(version)s of %(day)s") % said)


class GiveGuaranteeForm(StepForm):
    """A permanent job after the training, promised."""

    name = Verb.GIVE_GUARANTEE.value
    title = _("Give a guarantee")
    done = _("The guarantee is recorded.")
    icon = "guarantee"
    permission = "guarantees.add_retentionguarantee"
    refused_at = {
        "guarantee_overlap": "given_on",
        "enrolment_ended": "given_on",
        "before_birth": "given_on",
        "end_before_start": "ended_on",
    }

    given_on = day(_("Given on"))
    scope = forms.ChoiceField(label=_("Owed by"), choices=GuaranteeScope.choices)
    ended_on = day(_("Holds until"), _("Leave it empty if it has no end of its own."), required=False)
    wording = WordingField(label=_("Text"), required=False, empty_label=_("without a text"))

    def prepare(self) -> None:
        """The texts of the organisation and of those above it, the newest first."""
        self.offer("wording", texts_for(self.enrolment))

    def suggest(self) -> dict[str, Any]:
        """From today on, by the employer, in the words that are used today."""
        today = timezone.localdate()
        newest = self.rows("wording").filter(valid_from__lte=today).first()
        return {"given_on": today, "scope": GuaranteeScope.EMPLOYER, "wording": newest}

    def perform(self) -> RetentionGuarantee:
        """Promise it."""
        said = self.cleaned_data
        scope = GuaranteeScope(said["scope"])
        return give_guarantee(
            self.enrolment,
            said["given_on"],
            scope=scope,
            ended_on=said["ended_on"],
            wording=said["wording"],
            by=self.user,
        )


class DecideGuaranteeForm(StepForm):
    """What was decided about a guarantee, and why."""

    name = Verb.DECIDE_GUARANTEE.value
    title = _("Decide a guarantee")
    done = _("The decision is recorded.")
    icon = "check"
    permission = "guarantees.change_retentionguarantee"
    law = (Number.BINDING,)
    refused_at = {
        "already_decided": "guarantee",
        "reason_needed": "reason",
        "decided_before_given": "decided_on",
        "nothing_to_fulfil": "decision",
        "refusal_proposed": "guarantee",
    }

    guarantee = GuaranteeField(label=_("Guarantee"))
    decision = one_of(Decision.choices, _("Decision"))
    decided_on = day(_("Decided on"))
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed for a refusal and a withdrawal. Nothing about health, religion or family."),
    )

    def prepare(self) -> None:
        """Those that wait for a decision; after sending also the decided ones, so that a second click finds its own."""
        rows = self.enrolment.guarantees.order_by("decision", "-given_on", "pk")
        self.offer("guarantee", rows if self.is_bound else rows.filter(decision=""))

    @property
    def began(self) -> date | None:
        """With the training that is guaranteed."""
        training = latest_training(self.enrolment)
        return training.started_on if training else None

    def suggest(self) -> dict[str, Any]:
        """Today."""
        waiting = self.enrolment.guarantees.filter(decision="").order_by("-given_on", "pk")
        return {"guarantee": self.asked_for(waiting), "decided_on": timezone.localdate()}

    def perform(self) -> RetentionGuarantee:
        """Decide it."""
        said = self.cleaned_data
        decision = Decision(said["decision"])
        return decide_guarantee(
            said["guarantee"], decision, decided_on=said["decided_on"], reason=said["reason"], by=self.user
        )


class SecondRefusalForm(StepForm):
    """A second person looks at a proposed refusal."""

    name, verb = "second_refusal", Verb.DECIDE_GUARANTEE
    title = _("Second a refusal")
    done = _("Your answer is recorded.")
    icon = "check"
    permission = "guarantees.change_retentionguarantee"
    refused_at = {"second_person": "agrees", "nothing_proposed": "guarantee"}

    guarantee = GuaranteeField(label=_("Guarantee"))
    agrees = forms.ChoiceField(
        label=_("Your answer"),
        choices=[("", "–"), ("yes", _("I agree: the person is not suitable")), ("no", _("The guarantee goes on"))],
        help_text=_("Who proposed the refusal can take it back, and somebody else agrees to it."),
    )

    def prepare(self) -> None:
        """Those with a proposed refusal; after sending also the decided ones."""
        rows = self.enrolment.guarantees.order_by("-given_on", "pk")
        self.offer("guarantee", rows if self.is_bound else rows.filter(refusal_proposed_on__isnull=False))

    def suggest(self) -> dict[str, Any]:
        """The only one."""
        return {"guarantee": self.asked_for(self.rows("guarantee"))}

    def perform(self) -> RetentionGuarantee:
        """Agree, or not."""
        said = self.cleaned_data
        return second_refusal(said["guarantee"], agrees=said["agrees"] == "yes", by=self.user)


class NoteBindingForm(StepForm):
    """The trainee agreed to stay."""

    name, verb = "note_binding", Verb.GIVE_GUARANTEE
    title = _("Record the trainee's agreement")
    done = _("The agreement is recorded.")
    icon = "pair"
    permission = "guarantees.change_retentionguarantee"
    law = (Number.BINDING,)

    guarantee = GuaranteeField(label=_("Guarantee"))
    bound_on = day(
        _("Agreed on"),
        _("The company may promise at any time; the trainee binds themselves only shortly before the end."),
        required=False,
    )

    def prepare(self) -> None:
        """Any of them."""
        self.offer("guarantee", self.enrolment.guarantees.order_by("-given_on", "pk"))

    @property
    def began(self) -> date | None:
        """With the training."""
        training = latest_training(self.enrolment)
        return training.started_on if training else None

    def suggest(self) -> dict[str, Any]:
        """As it is recorded, or today."""
        asked = self.asked_for(self.rows("guarantee"))
        return {"guarantee": asked, "bound_on": (asked and asked.bound_on) or timezone.localdate()}

    def perform(self) -> RetentionGuarantee:
        """Keep it."""
        return note_binding(self.cleaned_data["guarantee"], self.cleaned_data["bound_on"], by=self.user)


class CorrectDecisionForm(StepForm):
    """A decision that was recorded by mistake, or for another day."""

    name, verb = "correct_decision", Verb.CORRECT
    title = _("Correct a decision")
    done = _("The correction is recorded.")
    icon = "edit"
    permission = "guarantees.change_retentionguarantee"
    refused_at = {
        "reason_needed": "decision",
        "decided_before_given": "decided_on",
        "nothing_to_fulfil": "decision",
        "not_by_correction": "decided_on",
        "second_person": "decision",
    }

    guarantee = GuaranteeField(label=_("Guarantee"))
    decision = forms.ChoiceField(
        label=_("Decision"), required=False, choices=[("", _("not decided")), *Decision.choices]
    )
    decided_on = day(_("Decided on"), required=False)

    def prepare(self) -> None:
        """The decided ones; after sending also those that wait again."""
        rows = self.enrolment.guarantees.order_by("-given_on", "pk")
        self.offer("guarantee", rows if self.is_bound else rows.exclude(decision=""))

    def suggest(self) -> dict[str, Any]:
        """As it is recorded."""
        decided = self.asked_for(self.rows("guarantee"))
        if decided is None:
            return {}
        return {"guarantee": decided, "decision": decided.decision, "decided_on": decided.decided_on}

    def perform(self) -> RetentionGuarantee:
        """Put it right."""
        said = self.cleaned_data
        decision = Decision(said["decision"]) if said["decision"] else None
        return correct_decision(said["guarantee"], decision, said["decided_on"], by=self.user)


class RecordEmploymentForm(StepForm):
    """The job that followed, later its end."""

    name = Verb.RECORD_EMPLOYMENT.value
    title = _("Record a job")
    done = _("The job is recorded.")
    icon = "job"
    permission = "guarantees.add_employment"
    refused_at = {"before_birth": "started_on", "end_before_start": "ended_on"}

    organisation = PlaceField(label=_("Employer"))
    started_on = day(_("First day"))
    contract = forms.ChoiceField(label=_("Contract"), choices=Contract.choices)
    ended_on = day(_("Last day"), _("Leave it empty while it goes on."), required=False)

    def prepare(self) -> None:
        """The places of one's own organisations."""
        self.offer("organisation", places(self.user, by=Employment))

    def suggest(self) -> dict[str, Any]:
        """The job that is recorded, for its end; a permanent one where the training was, the day after it was passed."""
        job = self.enrolment.employments.filter(pk=self.asked).first()
        if job is not None:
            return {name: getattr(job, name) for name in ("organisation", "started_on", "contract", "ended_on")}
        training = passed_training(self.enrolment)
        ended = training.ended_on if training else None
        place = self.enrolment.affiliations.order_by("started_on").last()
        return {
            "organisation": place.organisation_id if place else self.enrolment.organisation_id,
            "started_on": timezone.localdate() if ended is None else ended + timedelta(days=1),
            "contract": Contract.PERMANENT,
        }

    def perform(self) -> Employment:
        """Keep it."""
        said = self.cleaned_data
        return record_employment(
            self.enrolment,
            said["organisation"],
            said["started_on"],
            Contract(said["contract"]),
            ended_on=said["ended_on"],
            by=self.user,
        )
