"""The parts of which a random bundle is put together."""
