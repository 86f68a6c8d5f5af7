"""The mutants of simple-convnet that are right in another way, or looked at by another check; see `autograder.judging.mutants`."""

from autograder.assignment import Equivalent

EQUIVALENTS = (
    Equivalent(
        "simple-convnet-start",
        "increment",
        "",
        "The weights are zero before.",
    ),
    Equivalent(
        "simple-convnet-start",
        "dtype",
        "",
        "The weights may be float32: they are looked at to six digits.",
    ),
)
