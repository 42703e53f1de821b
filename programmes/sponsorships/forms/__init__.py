"""What training managers fill in about sponsors."""
