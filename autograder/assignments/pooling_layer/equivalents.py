"""The mutants of pooling-layer that are right in another way, or looked at by another check; see `autograder.judging.mutants`."""

from autograder.assignment import Equivalent

EQUIVALENTS = (
    Equivalent(
        "pooling-layer-dx",
        "increment",
        "",
        "Each place is written once, and holds zero before.",
    ),
    Equivalent(
        "pooling-layer-dx_average",
        "call",
        "",
        "`repeat` flattens by itself.",
    ),
    Equivalent(
        "pooling-layer-out",
        "axis",
        "",
        "What forward keeps for backward is looked at there: `dx` is wrong, and its page says so.",
    ),
    Equivalent(
        "pooling-layer-out",
        "function",
        "",
        "What forward keeps for backward is looked at there: `dx` is wrong, and its page says so.",
    ),
    Equivalent(
        "pooling-layer-out",
        "call",
        "",
        "What forward keeps for backward is looked at there: `dx` is wrong, and its page says so.",
    ),
    Equivalent(
        "pooling-layer-out",
        "dropped",
        "",
        "What forward keeps for backward is looked at there: `dx` is wrong, and its page says so.",
    ),
    Equivalent(
        "pooling-layer-average",
        "dropped",
        "",
        "What forward keeps for backward is looked at there: `dx_average` is wrong, and its page says so.",
    ),
    Equivalent(
        "pooling-layer-dx",
        "swapped",
        "",
        "`reshape` gives a view, so what is written into `dmax` later stands in `dcol`, too.",
    ),
    Equivalent(
        "pooling-layer-out",
        "sentinel",
        "padded = np.pad(x, border, constant_values=-np.inf)  ->  padded = np.pad(x, border, constant_values=x.min())",
        "What comes out is right; which place it came from is looked at in backward: `dx` is wrong, and its page says so.",
    ),
)
