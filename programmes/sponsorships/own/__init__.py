"""What sponsors say of themselves, and what helps them: room, absences, training, promise, guides, and "too much"."""
