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
    Equivalent(
        "simple-convnet-shapes",
        "swapped",
        "shapes |= {'W2': (filter_num * pool_h * pool_w, hidden_size), 'b2': (hidden_size,)} | shapes |= {'W3': (hidden_size, output_size), 'b3': (output_size,)}  ->  shapes |= {'W3': (hidden_size, output_size), 'b3': (output_size,)} | shapes |= {'W2': (filter_num * pool_h * pool_w, hidden_size), 'b2': (hidden_size,)}",
        "A dictionary is asked for its names, not for their order.",
    ),
)
