"""Applications to have qualifications recognised, in lists and forms."""

from integration.law.enums import Number
from programmes.participants.models import Recognition
from programmes.participants.records import FindsPeople, name_of


class RecognitionAdmin(FindsPeople):
    """What was applied for, and what was decided."""

    locked_first = "participant"
    fields = ("participant", "qualification", "authority", "complete_on", "decided_on", "result")
    list_display = ("person", "qualification", "authority", "complete_on", "decided_on", "result")
    list_filter = ("result",)
    search_fields = ("participant__search_name",)
    list_select_related = ("participant",)
    autocomplete_fields = ("participant",)
    named = ("participant",)
    law = (Number.RECOGNITION_RECEIPT, Number.RECOGNITION)

    def label_of(self, row: Recognition) -> str:
        """Who, and what."""
        return f"{name_of(row.participant)} · {row.qualification}"
