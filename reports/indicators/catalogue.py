"""The indicators in the order of the report: importing this module registers them all."""

from programmes.community import measurable
from reports.indicators import (  # noqa: F401  (each registers its indicators; the order is the report's)
    completion,
    guarantees,
    language,
    places,
    residence,
    retention,
    sponsorship,
    stock,
    targets,
    transitions,
)
from reports.indicators.registry import all_indicators


def offer_to_targets() -> None:
    """Let targets be set on every indicator and its lines."""
    for indicator in all_indicators():
        measurable.register(indicator.id, frozenset(line for line in indicator.lines if line))
