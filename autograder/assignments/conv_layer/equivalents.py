"""The mutants of conv-layer that are right in another way, or looked at by another check; see `autograder.judging.mutants`."""

from autograder.assignment import Equivalent

EQUIVALENTS = (
    Equivalent(
        "conv-layer-out",
        "dropped",
        "",
        "What forward keeps for backward is looked at there: `dx` is wrong, and its page says so.",
    ),
    Equivalent(
        "conv-layer-numeric",
        "buffer",
        "",
        "It is called with arrays of turning shapes, so that no result is overwritten.",
    ),
    Equivalent(
        "conv-layer-numeric",
        "dtype",
        "",
        "A slope that is measured is no more exact than float32.",
    ),
    Equivalent(
        "conv-layer-numeric",
        "function",
        "",
        "Every number of the array is written over.",
    ),
    Equivalent(
        "conv-layer-numeric",
        "constant",
        "h = 0.0001  ->  h = 0.0002",
        "Any small step measures the slope.",
    ),
    Equivalent(
        "conv-layer-numeric",
        "number",
        "",
        "This is the step itself, which the function chooses.",
    ),
    Equivalent(
        "conv-layer-numeric",
        "increment",
        "",
        "Each place is written once, and holds zero before.",
    ),
    Equivalent(
        "conv-layer-verdicts",
        "argument",
        "same = one.shape == other.shape and np.allclose(one, other)  ->  same = one.shape == other.shape and np.allclose(other, one)",
        "Which of the two is measured against the other makes no difference within rounding.",
    ),
    Equivalent(
        "conv-layer-numeric",
        "digits",
        "",
        "Zeros or nothing are rounded before anything is written among them.",
    ),
)
