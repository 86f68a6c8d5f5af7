"""The mutants of output-size that are right in another way, or looked at by another check; see `autograder.judging.mutants`."""

from autograder.assignment import Equivalent

EQUIVALENTS = (
    Equivalent(
        "output-size-strict_sizes",
        "comparison",
        "if room % stride != 0:  ->  if room % stride > 0:",
        "What is left over by a positive number is never below zero.",
    ),
    Equivalent(
        "output-size-strict_sizes",
        "rounding",
        "",
        "By then nothing is left over, so that there is nothing to round.",
    ),
    Equivalent(
        "output-size-same_pad",
        "rounding",
        "",
        "The filters are odd, so that there is nothing to round.",
    ),
    Equivalent(
        "output-size-same_pad",
        "term",
        "",
        "The filters are odd: half of FH, rounded down, is half of FH - 1.",
    ),
    Equivalent(
        "output-size-same_pad",
        "constant",
        "",
        "The filters are odd: half of FH, rounded down, is half of FH - 1.",
    ),
    Equivalent(
        "output-size-parameter_count",
        "digits",
        "",
        "A count is a whole number; rounding it changes nothing.",
    ),
)
