"""Whether people are still in their job 6, 12 and 24 months after they were taken over."""
