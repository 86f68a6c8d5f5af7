"""The mutants of im2col that are right in another way, or looked at by another check; see `autograder.judging.mutants`."""

from autograder.assignment import Equivalent

EQUIVALENTS = (
    Equivalent(
        "im2col-col",
        "digits",
        "",
        "An empty array is rounded before anything is written into it.",
    ),
    Equivalent(
        "im2col-dx",
        "constant",
        "padded = np.zeros((N, C, H + 2 * pad, W + 2 * pad), dtype=col.dtype)  ->  padded = np.zeros((N, C, H + 3 * pad, W + 2 * pad), dtype=col.dtype)",
        "A border that is too wide is cut off at the end.",
    ),
    Equivalent(
        "im2col-dx",
        "constant",
        "padded = np.zeros((N, C, H + 2 * pad, W + 2 * pad), dtype=col.dtype)  ->  padded = np.zeros((N, C, H + 2 * pad, W + 3 * pad), dtype=col.dtype)",
        "A border that is too wide is cut off at the end.",
    ),
    Equivalent(
        "im2col-overlap",
        "digits",
        "",
        "Counts are whole numbers; rounding them changes nothing.",
    ),
    Equivalent(
        "im2col-both_sides",
        "call",
        "",
        "The notebook makes an array of a list.",
    ),
    Equivalent(
        "im2col-both_sides",
        "overwritten",
        "",
        "`col` and `dx` are the student's own, and nothing after this blank reads them.",
    ),
    Equivalent(
        "im2col-both_sides",
        "element",
        "both_sides = np.array([np.sum(col * dcol), np.sum(x * dx)])  ->  both_sides = np.array([np.sum(x * dx), np.sum(col * dcol)])",
        "The two sums are the same number: that is what the blank shows.",
    ),
)
