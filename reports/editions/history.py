"""Bulk writes leave no history by themselves; editions change only by them."""

from django.db.models import QuerySet

from reports.editions.models import ReportEdition


def remember(editions: QuerySet[ReportEdition]) -> None:
    """Write the present state of these editions into their history. To be called in the transaction of the change."""
    ReportEdition.history.bulk_history_create(list(editions), update=True)
