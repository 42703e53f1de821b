"""The journey's state changes: every way in which an enrolment moves, one module a topic."""

from programmes.pathways.services.confirmed import confirmed
from programmes.pathways.services.corrections import correct_end, correct_entry, correct_pause
from programmes.pathways.services.enrolments import end_enrolment, enrol, transfer
from programmes.pathways.services.exams import record_exam
from programmes.pathways.services.pauses import pause, resume
from programmes.pathways.services.phases import complete_phase, extend, move_on, start_phase
from programmes.pathways.services.probations import prolong_probation
from programmes.pathways.services.undo import undo_last_step

__all__ = [
    "complete_phase",
    "confirmed",
    "correct_end",
    "correct_entry",
    "correct_pause",
    "end_enrolment",
    "enrol",
    "extend",
    "move_on",
    "pause",
    "prolong_probation",
    "record_exam",
    "resume",
    "start_phase",
    "transfer",
    "undo_last_step",
]
