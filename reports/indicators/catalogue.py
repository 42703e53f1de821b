"""The indicators in the order of the report: importing this module registers them all."""
# ruff: noqa: F401, I001  (each module registers its indicators when it is imported; the order is the report's)

from reports.indicators import stock
from reports.indicators import transitions
from reports.indicators import completion
from reports.indicators import guarantees
from reports.indicators import retention
from reports.indicators import language
from reports.indicators import sponsorship
from reports.indicators import residence
from reports.indicators import places
from reports.indicators import targets
from reports.indicators import quality
from reports.indicators.registry import all_indicators
from programmes.community import measurable


def offer_to_targets() -> None:
    """Let targets be set on every indicator and its lines."""
    for indicator in all_indicators():
        measurable.register(indicator.id, frozenset(line for line in indicator.lines if line), indicator.name)
