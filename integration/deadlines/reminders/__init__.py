"""Reminders of what falls due: who gets them, when, and why not.

A kind's steps divide the time before a day into windows: from one step to the next, and from the last one on until the
matter is settled. On whatever day of a window somebody looks, the reminder of this step is due, once for each person; a step
whose window passed while nobody looked is not made up for, since the later one says the same. Nobody is reminded of what is
over or out of their sight: that is asked when a letter is written, and again when it leaves.
"""
