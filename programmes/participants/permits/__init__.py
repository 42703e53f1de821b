"""What is done with residence documents: originals seen, copies kept, validities extended by law."""
