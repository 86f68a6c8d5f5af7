"""The mutants of errata-numbers that are right in another way, or looked at by another check; see `autograder.judging.mutants`."""

from autograder.assignment import Equivalent

EQUIVALENTS = (
    Equivalent(
        "errata-numbers-relu_dx",
        "buffer",
        "",
        "It is called with arrays of turning shapes, so that no result is overwritten.",
    ),
    Equivalent(
        "errata-numbers-relu_dx",
        "view",
        "",
        "The array is made by this function, so that a view of it is nobody else's.",
    ),
    Equivalent(
        "errata-numbers-relu_dx",
        "dtype",
        "",
        "`where` gives numbers of the dtype of dout by itself.",
    ),
    Equivalent(
        "errata-numbers-part",
        "overwritten",
        "",
        "What is given there is an array that was made for this call alone.",
    ),
    Equivalent(
        "errata-numbers-dy",
        "buffer",
        "",
        "It is called with arrays of turning shapes, so that no result is overwritten.",
    ),
    Equivalent(
        "errata-numbers-dy",
        "comparison",
        "",
        "There are as many answers as rows, and never more columns than classes.",
    ),
    Equivalent(
        "errata-numbers-dy",
        "view",
        "",
        "The array is made by this function, so that a view of it is nobody else's.",
    ),
    Equivalent(
        "errata-numbers-dy",
        "dtype",
        "",
        "The numbers have the dtype of y without being told.",
    ),
    Equivalent(
        "errata-numbers-dy",
        "order",
        "",
        "A column has one order only.",
    ),
    Equivalent(
        "errata-numbers-pooled",
        "buffer",
        "",
        "It is called with arrays of turning shapes, so that no result is overwritten.",
    ),
    Equivalent(
        "errata-numbers-pooled",
        "sentinel",
        "bordered = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)], constant_values=-np.inf)  ->  bordered = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)], constant_values=x.min())",
        "Each window holds a number of the picture, and none is less than the smallest.",
    ),
    Equivalent(
        "errata-numbers-part",
        "slice",
        "for first in range(0, len(x), batch_size):  ->  for first in range(0, len(x) + 1, batch_size):",
        "A batch without pictures has no right answers to add.",
    ),
)
