"""Settings: ``base`` is production and secure; ``local`` is ``make run``; ``test`` is the suite."""
