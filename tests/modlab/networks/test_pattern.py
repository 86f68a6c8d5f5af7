"""Patterns are read, built, or refused in a sentence."""

import pytest

from modlab.networks import (
    PatternNetwork,
    SimpleConvNet,
)
from modlab.networks.pattern import read_pattern


def test_patterns_are_written_out():
    assert read_pattern("CONV") == ["CONV"]
    assert read_pattern("[(CONV-RELU)*2-POOL]*2-SOFTMAX") == (["CONV", "RELU"] * 2 + ["POOL"]) * 2 + [
        "SOFTMAX"
    ]
    assert read_pattern("conv - relu, FC*3") == ["CONV", "RELU", "FC", "FC", "FC"]
    assert read_pattern("(CONV)*0-FC") == ["FC"]


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("", "ends where a word"),
        ("CONV-", "ends where a word"),
        ("(CONV-RELU", r"'\(' is not closed"),
        ("[CONV-RELU)-SOFTMAX", r"'\[' is not closed"),
        ("CONV)-SOFTMAX", "one bracket too many"),
        ("CONV*two-SOFTMAX", "whole number must stand behind"),
        ("CONV RELU", "'-' must stand before 'RELU'"),
        ("CONV-DROPOUT-SOFTMAX", "'DROPOUT' is not known"),
        ("CONV-RELU", "ends in SOFTMAX"),
        ("FC-CONV-SOFTMAX", "CONV behind FC"),
        ("POOL*5-SOFTMAX", "only 1 × 1"),
    ],
)
def test_patterns_that_cannot_be_read_or_built(pattern, sentence):
    with pytest.raises(ValueError, match=sentence):
        PatternNetwork(pattern)


def test_a_pattern_is_the_network_written_by_hand():
    # SimpleConvNet with padding, as a pattern: the same shapes and counts.
    pattern = PatternNetwork("CONV-RELU-POOL-FC-RELU-SOFTMAX", filter_num=30, filter_size=5)
    by_hand = SimpleConvNet(conv_param={"pad": 2})
    assert [r.shape for r in pattern.summary().rows] == [r.shape for r in by_hand.summary().rows]
    assert pattern.summary().parameters == by_hand.summary().parameters
