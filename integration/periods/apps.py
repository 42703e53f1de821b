"""The calendar of the house, in Python and in the database."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class PeriodsConfig(AppConfig):
    """Teaches SQLite connections the calendar functions that PostgreSQL gets by migration."""

    name = "integration.periods"
    label = "periods"

    def ready(self) -> None:
        """Register before the first connection is opened."""
        from integration.periods.sqlite import add_calendar_functions

        connection_created.connect(add_calendar_functions, dispatch_uid="periods.calendar")
