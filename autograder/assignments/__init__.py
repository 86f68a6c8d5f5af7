"""The content of this course: one folder for each assignment, with its numbers, checks and faults.

toy_conv/__init__.py        what the worker may import, what is read, and the numbers to run on
toy_conv/test_toy_conv.py   the checks: pytest, each bound to a grade cell
toy_conv/faults.py          wrong answers that people give, and what to tell them

What several assignments share lies beside the folders. In the students' package each assignment is data instead: toy-conv.json and
toy-conv.npz, see `autograder.judging.recording`. The engine finds an assignment by its folder and never names it: `autograder.catalog`.
"""
