"""Bringing bundles in: at once (`import_bundle`), or as an upload that is checked, shown and confirmed."""

from programmes.exchange.services.bundles import Counts, Outcome, Request, import_bundle

__all__ = ["Counts", "Outcome", "Request", "import_bundle"]
