"""Who may have been recorded twice: proposals with their reasons, for people to decide."""
