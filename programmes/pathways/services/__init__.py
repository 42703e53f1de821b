"""The journey's state changes: every way in which an enrolment moves, one module a topic."""
