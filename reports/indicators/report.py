"""All figures of one organisation and month."""
