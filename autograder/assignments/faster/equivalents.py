"""The mutants of faster that are right in another way, or looked at by another check; see `autograder.judging.mutants`."""

from autograder.assignment import Equivalent

EQUIVALENTS = (
    Equivalent(
        "faster-seconds",
        "buffer",
        "",
        "It is called with arrays of turning shapes, so that no result is overwritten.",
    ),
    Equivalent(
        "faster-changes",
        "view",
        "",
        "To another dtype there is always a copy.",
    ),
    Equivalent(
        "faster-seconds",
        "increment",
        "",
        "Each place is written once, and holds zero before.",
    ),
)
