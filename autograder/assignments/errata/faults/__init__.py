"""Wrong answers that people give to errata, and what to tell them: one module for each part of the notebook."""

from autograder.assignments.errata.faults import craft, training, wrong_numbers

FAULTS = (*wrong_numbers.FAULTS, *training.FAULTS, *craft.FAULTS)
