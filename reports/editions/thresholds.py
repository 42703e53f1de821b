"""From how many people on a number is shown."""

from django.conf import settings

from reports.editions.enums import Audience

THRESHOLD_OF_HR = 1
THRESHOLD_OF_ANYONE = 5


def threshold_of(audience: str) -> int:
    """For management it is a setting."""
    if audience == Audience.HR:
        return THRESHOLD_OF_HR
    return THRESHOLD_OF_ANYONE if audience == Audience.PUBLIC else settings.DISCLOSURE_THRESHOLD
