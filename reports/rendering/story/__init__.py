"""What a report tells before its tables: what matters first, how it changed, and pictures of it."""
