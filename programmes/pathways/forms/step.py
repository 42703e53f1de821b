"""What all short forms share: what they suggest, what they ask, and how a refusal stands beside the field it is about."""

from abc import abstractmethod
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import QuerySet
from django.utils.functional import Promise

from integration.accounts.models import User
from integration.admin.forms import KindOfForm
from integration.admin.widgets import DayInput
from integration.law.enums import Number
from integration.organisations.access import choosable
from integration.organisations.enums import OrganisationKind
from integration.organisations.models import Organisation
from programmes.pathways.enums import Verb
from programmes.pathways.models import Enrolment
from programmes.pathways.rules import PLACES

ONE_DAY = timedelta(days=1)


class StepForm(forms.Form, metaclass=KindOfForm):
    """One step of an enrolment, as a short form. Its texts are class attributes, its fields begin with what is likely.

    `perform` calls the service: asked twice it changes nothing. `row` names the record that the form is about where there
    can be several. `seen` is the last step of the journey when the form was opened, 0 if there was none.
    """

    name: ClassVar[str]
    title: ClassVar[Promise | str]
    done: ClassVar[Promise | str]
    icon: ClassVar[str] = "right"
    permission: ClassVar[str] = "pathways.change_enrolment"
    refused_at: ClassVar[Mapping[str, str]] = {}
    """By the code of a refusal, beside which field it is said."""
    law: ClassVar[tuple[Number, ...]] = ()
    """The numbers of the law on which the step rests, shown below its fields."""

    def __init__(
        self, data: Any = None, *, user: User, enrolment: Enrolment, row: int | None = None, seen: int = 0
    ) -> None:
        self.user, self.enrolment, self.asked, self.seen = user, enrolment, row, seen
        super().__init__(data)
        self.prepare()
        if data is None:
            self.initial = self.suggest()
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")

    def prepare(self) -> None:
        """Give the fields their choices."""

    def suggest(self) -> dict[str, Any]:
        """What is likely."""
        return {}

    @abstractmethod
    def perform(self) -> Any:
        """Do it."""

    @property
    def verb(self) -> Verb | None:
        """The step that it makes; taking back is none."""
        return Verb(self.name) if self.name in Verb.values else None

    @property
    def began(self) -> date | None:
        """When the thing began whose law is shown; today's without a day."""
        return None

    @property
    def has_choice(self) -> bool:
        """Whether every list from which something must be chosen holds something."""
        lists = [field for field in self.fields.values() if isinstance(field, forms.ModelChoiceField)]
        return all(field.queryset.exists() for field in lists if field.required)

    def offer(self, field: str, rows: QuerySet[Any]) -> None:
        """Let a field choose among these rows only."""
        self.fields[field].queryset = rows  # type: ignore[attr-defined]

    def rows(self, field: str) -> QuerySet[Any]:
        """The rows among which a field chooses."""
        return self.fields[field].queryset  # type: ignore[attr-defined]

    def asked_for(self, rows: QuerySet[Any]) -> Any:
        """The row that the address names, or the first."""
        return rows.filter(pk=self.asked).first() or rows.first()

    def refuse(self, refusal: ValidationError) -> None:
        """Say why it cannot be done, beside the field that it is about, above the form otherwise."""
        by_field = refusal.error_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.error_list}
        for name, errors in by_field.items():
            for error in errors:
                place = self.refused_at.get(error.code or "", name)
                self.add_error(place if place in self.fields else None, error)

    def said(self) -> list[tuple[Any, Any]]:
        """What was filled in, in words: labels and values."""
        return [(self.fields[name].label, self._in_words(name)) for name in self.fields if self._value(name)]

    def _value(self, name: str) -> Any:
        return self.cleaned_data.get(name)

    def _in_words(self, name: str) -> Any:
        field, value = self.fields[name], self._value(name)
        if isinstance(field, forms.ModelChoiceField):
            return field.label_from_instance(value)
        return dict(getattr(field, "choices", ())).get(value, value)


class PlaceField(forms.ModelChoiceField):
    """A site or a company by its name, a site with its company's."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Organisation.objects.none(), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Without its code."""
        site = obj.kind == OrganisationKind.SITE and obj.parent is not None
        return f"{obj.parent.name} · {obj.name}" if site else str(obj.name)


def places(user: User, by: type[Any]) -> QuerySet[Organisation]:
    """Where somebody may let rows of a table belong."""
    rows = choosable(Organisation, user, by=by).filter(kind__in=PLACES)
    return rows.select_related("parent").order_by("name", "code")


def day(label: Promise | str, help_text: Promise | str = "", *, required: bool = True) -> forms.DateField:
    """A day."""
    return forms.DateField(label=label, help_text=help_text, required=required, widget=DayInput)


def one_of(choices: Any, label: Promise | str, help_text: Promise | str = "") -> forms.ChoiceField:
    """A choice that begins with nothing chosen."""
    return forms.ChoiceField(label=label, choices=[("", "–"), *choices], help_text=help_text)
