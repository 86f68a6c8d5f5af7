"""The mutants of errata-craft that are right in another way, or looked at by another check; see `autograder.judging.mutants`."""

from autograder.assignment import Equivalent

EQUIVALENTS = (
    Equivalent(
        "errata-craft-set_up",
        "operator",
        "",
        "Both round down, since nothing here is below zero.",
    ),
    Equivalent(
        "errata-craft-unpacked",
        "argument",
        "",
        "NumPy reads without pickle unless it is asked to.",
    ),
    Equivalent(
        "errata-craft-says",
        "seed",
        "",
        "The two products agree for every picture and all rows.",
    ),
    Equivalent(
        "errata-craft-says",
        "constant",
        "",
        "The two products agree for pictures of every size.",
    ),
    Equivalent(
        "errata-craft-says",
        "argument",
        "",
        "The order of two factors, or a default that is written out, makes no difference.",
    ),
    Equivalent(
        "errata-craft-dmax",
        "buffer",
        "",
        "It is called with arrays of turning shapes, so that no result is overwritten.",
    ),
    Equivalent(
        "errata-craft-dmax",
        "argument",
        "",
        "These are the defaults, or float64 where float32 came in, which the text does not forbid.",
    ),
    Equivalent(
        "errata-craft-dmax",
        "digits",
        "",
        "Zeros are rounded before anything is written among them.",
    ),
    Equivalent(
        "errata-craft-dmax",
        "increment",
        "",
        "Each place is written once, and holds zero before.",
    ),
)
