"""The mutants of deeper that are right in another way, or looked at by another check; see `autograder.judging.mutants`."""

from autograder.assignment import Equivalent

EQUIVALENTS = (
    Equivalent(
        "deeper-fields",
        "call",
        "",
        "The rows of the array hold the same numbers.",
    ),
    Equivalent(
        "deeper-moved",
        "call",
        "",
        "A whole number of NumPy's pads as well.",
    ),
    Equivalent(
        "deeper-moved",
        "argument",
        "",
        "There is always one move.",
    ),
    Equivalent(
        "deeper-misread",
        "buffer",
        "",
        "How many are misread differs from call to call, so that no result is overwritten.",
    ),
)
