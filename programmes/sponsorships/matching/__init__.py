"""A proposal who accompanies whom, for all of a cohort at once."""
