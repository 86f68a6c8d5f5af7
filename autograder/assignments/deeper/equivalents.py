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
    Equivalent(
        "deeper-moved",
        "constant",
        "border = int(np.abs(moves).max(initial=0))  ->  border = int(np.abs(moves).max(initial=1))",
        "A border that is too wide is not looked at.",
    ),
    Equivalent(
        "deeper-moved",
        "constant",
        "border = int(np.abs(moves).max(initial=0))  ->  border = int(np.abs(moves).max(initial=-1))",
        "There is always one move.",
    ),
    Equivalent(
        "deeper-moved",
        "constant",
        "padded = np.pad(x, [(0, 0), (0, 0), (border, border), (border, border)])  ->  padded = np.pad(x, [(0, 1), (0, 0), (border, border), (border, border)])",
        "One more image at the end is not looked at.",
    ),
    Equivalent(
        "deeper-moved",
        "digits",
        "",
        "Zeros or nothing are rounded before anything is written among them.",
    ),
    Equivalent(
        "deeper-misread",
        "digits",
        "",
        "Row numbers are whole numbers; rounding them changes nothing.",
    ),
    Equivalent(
        "deeper-confusion",
        "digits",
        "",
        "Zeros or nothing are rounded before anything is written among them.",
    ),
)
