"""Integers of any size, exactly, in every database: denominators of sums of fractions outgrow eight bytes."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models


class ExactIntegerField(models.CharField):
    """An integer stored as its decimal digits. Not for computing in the database."""

    default_validators = [RegexValidator(r"\A-?[0-9]+\Z")]

    def from_db_value(self, value: str | None, *_args: Any) -> int | None:
        """As it was."""
        return self.to_python(value)

    def to_python(self, value: Any) -> int | None:
        """The number that the digits mean."""
        return None if value is None else int(value)

    def get_prep_value(self, value: Any) -> str | None:
        """Only digits are stored."""
        return None if value is None else str(int(value))
