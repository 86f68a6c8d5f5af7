"""Networks written down as a pattern: [(CONV-RELU)*2-POOL]*3-(FC-RELU)*1-SOFTMAX."""

from __future__ import annotations

import re

import numpy as np

from modlab.inside.backend import Seed, Shape
from modlab.layers import Layer, Pooling, Relu
from modlab.networks.base import Network
from modlab.networks.build import affine, convolution
from modlab.networks.summary import shape_after

WORDS = ("CONV", "RELU", "POOL", "FC", "SOFTMAX")
BRACKETS = {"(": ")", "[": "]"}


class PatternNetwork(Network):
    """The network that a pattern describes.

    CONV is a convolution that keeps the size, POOL halves it (and doubles the filters of the convolutions behind it),
    FC is a fully connected layer, SOFTMAX ends the pattern: an Affine layer with one score for each class, and
    the loss.

    Parameters
    ----------
    pattern : str
        Words joined by `-` (or a comma), groups in brackets, `*3` behind a group or word for three times.
    input_dim : (C, H, W)
    output_size : int
    filter_num : int
        Filters of the convolutions before the first POOL.
    filter_size : int
        Odd.
    hidden_size : int
        Outputs of every FC.
    rng : numpy.random.Generator or int, optional

    Raises
    ------
    ValueError
        If the pattern cannot be read or built; the sentence says where.

    Examples
    --------
    >>> network = PatternNetwork("[(CONV-RELU)*2-POOL]*2-(FC-RELU)*1-SOFTMAX", rng=0)
    >>> [name for name in network.layers]  # doctest: +NORMALIZE_WHITESPACE
    ['Conv1', 'Relu1', 'Conv2', 'Relu2', 'Pool1', 'Conv3', 'Relu3', 'Conv4', 'Relu4', 'Pool2',
     'Affine1', 'Relu5', 'Affine2']
    """

    def __init__(
        self,
        pattern: str,
        input_dim: Shape = (1, 28, 28),
        output_size: int = 10,
        filter_num: int = 16,
        filter_size: int = 3,
        hidden_size: int = 100,
        rng: Seed = None,
    ) -> None:
        rng = np.random.default_rng(rng)
        if filter_size % 2 == 0:
            raise ValueError(
                f"filter_size must be odd, for a convolution to keep the size; got {filter_size}."
            )
        words = read_pattern(pattern)
        if words[-1] != "SOFTMAX" or "SOFTMAX" in words[:-1]:
            raise ValueError(f"A pattern ends in SOFTMAX, and only there; got {pattern!r}.")
        layers: dict[str, Layer] = {}
        counts, shape = dict.fromkeys(WORDS, 0), tuple(input_dim)
        for word in words:
            counts[word] += 1
            if word in ("CONV", "POOL") and len(shape) == 1:
                raise ValueError(f"{word} behind FC has no image to work on: put it before, in {pattern!r}.")
            if word == "CONV":
                name = f"Conv{counts[word]}"
                filters = filter_num * 2 ** counts["POOL"]
                layer: Layer = convolution(rng, shape[0], filters, filter_size, pad=filter_size // 2)
            elif word == "RELU":
                name, layer = f"Relu{counts[word]}", Relu()
            elif word == "POOL":
                if min(shape[1:]) < 2:
                    raise ValueError(
                        f"POOL number {counts[word]} has an image of only {shape[1]} × {shape[2]}: "
                        "use fewer poolings or larger images."
                    )
                name, layer = f"Pool{counts[word]}", Pooling(2, 2, stride=2)
            else:
                name = f"Affine{counts['FC'] + counts['SOFTMAX']}"
                outputs = output_size if word == "SOFTMAX" else hidden_size
                layer = affine(rng, int(np.prod(shape)), outputs)
            layers[name] = layer
            shape = shape_after({name: layer}, shape)
        super().__init__(layers, input_dim, rng)


def read_pattern(pattern: str) -> list[str]:
    """Write a pattern out, all repetitions one after the other.

    Parameters
    ----------
    pattern : str

    Returns
    -------
    list of str

    Raises
    ------
    ValueError
        If the pattern cannot be read.

    Examples
    --------
    >>> read_pattern("[(CONV-RELU)*2-POOL]*1-(FC-RELU)*0, SOFTMAX")
    ['CONV', 'RELU', 'CONV', 'RELU', 'POOL', 'SOFTMAX']
    """
    tokens = re.findall(r"\w+|\S", pattern)
    words, rest = read_sequence(tokens, pattern)
    if rest:
        raise ValueError(f"{rest[0]!r} is one bracket too many in the pattern {pattern!r}.")
    return words


def read_sequence(tokens: list[str], pattern: str) -> tuple[list[str], list[str]]:
    """Read words and groups up to a closing bracket or the end; return them and the tokens left."""
    words = []
    while True:
        if not tokens:
            raise ValueError(f"The pattern {pattern!r} ends where a word or a group should stand.")
        token, *tokens = tokens
        if token in BRACKETS:
            group, tokens = read_sequence(tokens, pattern)
            if not tokens or tokens[0] != BRACKETS[token]:
                raise ValueError(f"The bracket {token!r} is not closed in the pattern {pattern!r}.")
            tokens = tokens[1:]
        elif token.upper() in WORDS:
            group = [token.upper()]
        else:
            raise ValueError(f"{token!r} is not known in the pattern {pattern!r}: use {', '.join(WORDS)}.")
        if tokens[:1] == ["*"]:
            if len(tokens) < 2 or not tokens[1].isdigit():
                raise ValueError(f"A whole number must stand behind * in the pattern {pattern!r}.")
            group, tokens = group * int(tokens[1]), tokens[2:]
        words += group
        if tokens[:1] in (["-"], [","]):
            tokens = tokens[1:]
        elif not tokens or tokens[0] in BRACKETS.values():
            return words, tokens
        else:
            raise ValueError(f"A '-' must stand before {tokens[0]!r} in the pattern {pattern!r}.")
