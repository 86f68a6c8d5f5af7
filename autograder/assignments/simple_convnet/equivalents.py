"""The mutants of simple-convnet that are right in another way, or looked at by another check; see `autograder.judging.mutants`."""

from autograder.assignment import Equivalent

EQUIVALENTS = (
    Equivalent(
        "simple-convnet-start",
        "increment",
        "",
        "The weights are zero before.",
    ),
)
