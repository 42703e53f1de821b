"""Forms that offer only what the person may see, give codes, and say every refusal in words."""

from abc import ABCMeta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import connection
from django.db.models import QuerySet
from django.forms.forms import DeclarativeFieldsMetaclass
from django.forms.models import ModelChoiceField
from django.utils.translation import gettext_lazy as _

from integration.accounts.models import User
from integration.admin.meanwhile import NEWEST, SEEN, Meanwhile, SeenField, compare, lock, seal
from integration.periods.codes import new_code
from integration.periods.text import cleaned

ROW_IS_GONE = _(
    "This row is no longer there: it was deleted, or is no longer yours to see. Keep what you typed and open the page anew."
)


class LabelledChoiceField(ModelChoiceField):
    """A choice among rows, each in the words of the admin site's `label`."""

    def __init__(self, *args: Any, label_of: Any = str, **kwargs: Any) -> None:
        self.label_of = label_of
        super().__init__(*args, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """More than the row's code."""
        return self.label_of(obj)


class KindOfForm(DeclarativeFieldsMetaclass, ABCMeta):
    """What short forms of one kind are made by: one that leaves out what its kind asks of it cannot be filled in."""


class WrittenField(forms.CharField):
    """A text as people wrote it, kept as an import keeps it."""

    def to_python(self, value: Any) -> Any:
        """Several lines only where there is room for them."""
        text = super().to_python(value)
        return text and (cleaned(text, lines=isinstance(self.widget, forms.Textarea)) or self.empty_value)


class ScopedForm(forms.ModelForm):
    """The form of every record.

    `refusal` is what the database or a service objected to when this very form was saved a moment ago, `meanwhile` what
    somebody else changed while it was filled in.
    """

    refusal: ClassVar[ValidationError | None] = None
    user: ClassVar[User]
    site: ClassVar[Any]
    code_prefix: ClassVar[str] = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meanwhile: Meanwhile | None = None
        self._keep_what_is_out_of_sight()
        if hasattr(self.instance, NEWEST):
            self.fields[SEEN] = SeenField(initial=seal(self.user, self.instance))
        if self.code_prefix and self.instance.pk is None and "code" in self.fields:
            self.fields["code"].required = False

    def _keep_what_is_out_of_sight(self) -> None:
        """A reference to a row that the person may not see stays as it is."""
        for name, field in self.fields.items():
            if not isinstance(field, ModelChoiceField):
                continue
            chosen = getattr(self.instance, f"{name}_id", None)
            if chosen is not None and self.instance.pk and not field.queryset.filter(pk=chosen).exists():
                field.queryset = field.queryset.model._base_manager.filter(pk=chosen)
                field.disabled = True

    def clean_code(self) -> str:
        """Without a code of their own, new rows get one."""
        code = self.cleaned_data["code"]
        return code or (new_code(self.code_prefix) if self.instance.pk is None else code)

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.errors:
            self._check_all_constraints()
        if self.refusal is not None:
            self._update_errors(self.refusal)
        if SEEN in self.fields:
            compare(self)

    def _check_all_constraints(self) -> None:
        """Also those over fields that follow from others and are not in the form."""
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self._update_errors(error)

    def _update_errors(self, errors: ValidationError) -> None:
        """Beside the field where the form has it, above the form otherwise."""
        by_field = errors.error_dict if hasattr(errors, "error_dict") else {NON_FIELD_ERRORS: errors.error_list}
        for name, found in by_field.items():
            self.add_error(name if name in self.fields else None, found)


class ScopedFormSet(forms.BaseInlineFormSet):
    """Rows that belong to the record on the page; when they come back they are locked before they are read."""

    def get_queryset(self) -> QuerySet[Any]:
        """Asked more than once, read once."""
        if self.is_bound and not hasattr(self, "_queryset") and connection.in_atomic_block:
            lock(self.queryset)
        return super().get_queryset()

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """A row that was there when the page was opened, and no longer is, is said to be so."""
        super().add_fields(form, index)
        if self.is_bound and index is not None and index < self.initial_form_count() and form.instance.pk is None:
            form.fields[self.model._meta.pk.name].error_messages["invalid_choice"] = ROW_IS_GONE
