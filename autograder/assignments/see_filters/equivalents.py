"""The mutants of see-filters that are right in another way, or looked at by another check; see `autograder.judging.mutants`."""

from autograder.assignment import Equivalent

EQUIVALENTS = (
    Equivalent(
        "see-filters-pictures",
        "buffer",
        "",
        "It is called with arrays of turning shapes, so that no result is overwritten.",
    ),
    Equivalent(
        "see-filters-pictures",
        "comparison",
        "",
        "A spread is never below zero.",
    ),
    Equivalent(
        "see-filters-pictures",
        "constant",
        "pictures = (tiles - lowest) / np.where(spread == 0, 1, spread)  ->  pictures = (tiles - lowest) / np.where(spread == 0, 2, spread)",
        "Where all numbers are equal, zero is divided; by what makes no difference.",
    ),
    Equivalent(
        "see-filters-edges",
        "buffer",
        "",
        "Its result is no array of the function's own making alone.",
    ),
    Equivalent(
        "see-filters-edges",
        "rounding",
        "",
        "The row in the middle is added on one side and taken away on the other.",
    ),
    Equivalent(
        "see-filters-edges",
        "operator",
        "",
        "Only the size of the difference counts, and not its sign.",
    ),
    Equivalent(
        "see-filters-maps",
        "overwritten",
        "",
        "What is given there is a copy that was made for this call alone.",
    ),
    Equivalent(
        "see-filters-maps",
        "argument",
        "",
        "The larger of two numbers is the same in either order.",
    ),
    Equivalent(
        "see-filters-grid",
        "digits",
        "",
        "Ones are rounded before anything is written among them.",
    ),
    Equivalent(
        "see-filters-maps",
        "digits",
        "",
        "Zeros or nothing are rounded before anything is written among them.",
    ),
)
