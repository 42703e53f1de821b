"""Invented people in invented programmes, to look at, to try with and to measure by."""
