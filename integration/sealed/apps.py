"""What the database holds only sealed: notes, and what is in documents."""

from django.apps import AppConfig


class SealedConfig(AppConfig):
    """Refuses to start with keys that are none."""

    name = "integration.sealed"
    label = "sealed"

    def ready(self) -> None:
        """Look at the keys once, before anything is sealed with them."""
        from integration.sealed.keys import keys

        keys()
