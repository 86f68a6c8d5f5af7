"""The mutants of toy-pooling that are right in another way, or looked at by another check; see `autograder.judging.mutants`."""

from autograder.assignment import Equivalent

EQUIVALENTS = (
    Equivalent(
        "toy-pooling-arg_max",
        "digits",
        "",
        "Places are whole numbers; rounding them changes nothing.",
    ),
    Equivalent(
        "toy-pooling-dmax",
        "digits",
        "",
        "Zeros are rounded before anything is written among them.",
    ),
    Equivalent(
        "toy-pooling-dmax",
        "increment",
        "",
        "Each place is written once, and holds zero before.",
    ),
    Equivalent(
        "toy-pooling-dmax",
        "overwritten",
        "",
        "`arg_max` is the student's own, and nothing after this blank reads it.",
    ),
)
