"""The notice to the authority after an early end: what it says, and its page."""
