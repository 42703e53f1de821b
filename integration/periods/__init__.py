"""Periods of days: months as the German Civil Code counts them, intervals, and their constraints."""
