"""Bundles brought in as an HR department would, for tests about figures."""

from pathlib import Path

from programmes.exchange.services import Outcome, Request, import_bundle
from tests.reports.bundle_parts.draft import Bundle
from tests.reports.bundles import write_csv_folder

SEED = Path(__file__).parents[2] / "programmes" / "exchange" / "demonstration" / "seed"


def bring_in(path: Path) -> Outcome:
    """Import a folder in which everything is sound."""
    outcome = import_bundle(Request(path=path))
    assert outcome.problems == []
    return outcome


def bring_in_bundle(bundle: Bundle, folder: Path) -> None:
    """Write a bundle to a folder and import it."""
    write_csv_folder(bundle, folder)
    bring_in(folder)
