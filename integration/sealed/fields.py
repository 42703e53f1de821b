"""Texts and bytes that only the product reads: the database, its dumps and its history hold them sealed."""

from typing import Any

from django.db import models
from django.db.models.lookups import IsNull

from integration.sealed.sealing import seal, seal_text, unseal, unseal_text


class SealedTextField(models.TextField):
    """A text, sealed on its way into the database and opened on its way out.

    `purpose` names what it is and stays the same for ever: it is bound into what is sealed. Nobody can search in such a
    column, sort by it or compare it, since equal texts do not look alike there.
    """

    def __init__(self, *args: Any, purpose: str, **kwargs: Any) -> None:
        self.purpose = purpose
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """As any field, with the purpose."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "purpose": self.purpose}

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Sealed; expressions, such as raw values of this column, as they are."""
        if value is None or hasattr(value, "as_sql"):
            return super().get_db_prep_save(value, connection)
        return seal_text(str(value), self.purpose)

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> str | None:
        """Opened."""
        return None if value is None else unseal_text(value, self.purpose)

    def get_lookup(self, lookup_name: str) -> Any:
        """Only whether there is a value at all."""
        return IsNull if lookup_name == "isnull" else None


class SealedBytesField(models.BinaryField):
    """The same for bytes, such as a scanned copy."""

    def __init__(self, *args: Any, purpose: str, **kwargs: Any) -> None:
        self.purpose = purpose
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """As any field, with the purpose."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "purpose": self.purpose}

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Sealed; expressions, such as raw values of this column, as they are."""
        if value is None or hasattr(value, "as_sql"):
            return super().get_db_prep_save(value, connection)
        return super().get_db_prep_save(seal(bytes(value), self.purpose), connection)

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> bytes | None:
        """Opened."""
        return None if value is None else unseal(bytes(value), self.purpose)

    def get_lookup(self, lookup_name: str) -> Any:
        """Only whether there is a value at all."""
        return IsNull if lookup_name == "isnull" else None
