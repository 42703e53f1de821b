"""What somebody could change on a form of any table, made up for tests."""

from datetime import date, timedelta

from django.db import models

from integration.accounts.roles import Role


def another(field, value):
    """A value that the field could have as well; none for what a test cannot make up."""
    if field.choices:
        return next((choice for choice, _label in field.flatchoices if choice not in {value, ""}), None)
    if isinstance(field, models.DateField):
        # An enrolment holds what is in it: it can only begin earlier.
        return (value or date(2024, 9, 1)) + timedelta(days=-1 if field.name == "entered_on" else 1)
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, (models.IntegerField, models.DecimalField)):
        return (value or 0) + 1
    if isinstance(field, models.CharField) and not isinstance(field, models.EmailField):
        return f"{value}2"
    return None


LIKELY = ("name", "label", "skill", "end_reason", "reason", "occupation", "restriction", "given_name", "display_name")
NEVER = {
    "indicator",
    "line",
    "code",
    "nationality",
    "decision",
    "kind",
    "birth_date_precision",
    "user",
    "role",
    "ended_on",
}


def changeable(row, form):
    """The field of a form that is easiest to change without breaking a rule, and its other value."""
    names = [name for name in form.fields if name in {field.name for field in row._meta.concrete_fields}]
    names.sort(key=lambda name: name not in LIKELY)
    for name in names:
        field = row._meta.get_field(name)
        value = None if name in NEVER or field.is_relation else another(field, getattr(row, name))
        if value is not None:
            return name, value
    if "role" in form.fields:
        return "role", Role.TRAINING_MANAGER
    # Whoever deputises does so no more; some pages only show.
    return next((name for name in names if row._meta.get_field(name).null), None), None
