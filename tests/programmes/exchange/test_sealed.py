"""What only the product reads is sealed by an import as by a form."""

import pytest
from django.db import connection

from programmes.exchange.writing.sets import change, insert, new_ids
from programmes.participants.models import ResidenceDocument
from tests import factories as make

pytestmark = pytest.mark.django_db


def kept():
    with connection.cursor() as cursor:
        cursor.execute("SELECT restriction FROM participants_residencedocument")
        return cursor.fetchone()[0]


def test_restrictions_of_documents_are_sealed_when_they_are_brought_in_and_when_they_are_changed():
    like = make.residence_document(make.participant())
    fields = list(ResidenceDocument._meta.concrete_fields)
    values = {field.name: getattr(like, field.attname) for field in fields} | {"restriction": "Nur in Kiel"}
    like.delete()
    values["id"] = next(new_ids(ResidenceDocument, 1))

    insert(ResidenceDocument, fields, [[values[field.name] for field in fields]])
    document = ResidenceDocument.objects.get()
    first = kept()
    restriction = ResidenceDocument._meta.get_field("restriction")
    change(ResidenceDocument, [restriction], [["Nur in Lübeck", document.pk]])

    assert ("Kiel" in first, "Lübeck" in kept()) == (False, False)
    assert (document.restriction, ResidenceDocument.objects.get().restriction) == ("Nur in Kiel", "Nur in Lübeck")
