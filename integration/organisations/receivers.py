"""What follows from the tree follows every change to it, whoever makes it."""

from typing import Any

from integration.organisations.services import rebuild_tree


def tree_changed(**_kwargs: Any) -> None:
    """Derive roots, employers and reaches anew."""
    rebuild_tree()
