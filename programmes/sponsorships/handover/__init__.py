"""Handing over: from the request to a deputy or successor who has read what is open."""
