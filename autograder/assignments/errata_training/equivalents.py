"""The mutants of errata-training that are right in another way, or looked at by another check; see `autograder.judging.mutants`."""

from autograder.assignment import Equivalent

EQUIVALENTS = (
    Equivalent(
        "errata-training-col",
        "buffer",
        "",
        "It is called with arrays of turning shapes, so that no result is overwritten.",
    ),
    Equivalent(
        "errata-training-dropped",
        "overwritten",
        "",
        "What is given there is an array that was made for this call alone.",
    ),
    Equivalent(
        "errata-training-dropped",
        "comparison",
        "",
        "A number drawn by chance is never the ratio itself.",
    ),
    Equivalent(
        "errata-training-dropped",
        "buffer",
        "",
        "It is called with arrays of turning shapes, so that no result is overwritten.",
    ),
    Equivalent(
        "errata-training-normalized",
        "buffer",
        "",
        "It is called with arrays of turning shapes, so that no result is overwritten.",
    ),
    Equivalent(
        "errata-training-normalized",
        "comparison",
        "",
        "There are arrays of two and of four axes only.",
    ),
)
