"""The chapter on convolution: its numbers, read from the built page, against ones worked by hand."""

import re


def test_the_slides_padded_output_is_printed(printed):
    assert "[[ 7 12 10  2]\n [ 4 15 16 10]\n [10  6 15  6]\n [ 8 10  4  3]]\n" in printed


def test_every_product_of_the_first_window_is_added(printed):
    """1·2 + 2·0 + 3·1 + 0·0 + 1·1 + 2·2 + 3·1 + 0·0 + 1·2, step by step."""
    steps = next(text for text in printed if "makes" in text)
    assert [int(line.split()[-1]) for line in steps.splitlines()] == [2, 2, 5, 5, 6, 10, 13, 13, 15]


def test_both_layers_weights_are_counted(printed):
    """3072 · 4704 + 4704 and 6 · (5 · 5 · 3 + 1)."""
    counts = next(text for text in printed if "fully connected" in text)
    assert re.findall(r"[\d,]+", counts) == ["14,455,392", "456"]


def test_numbers_in_the_prose_are_right(prose):
    for sentence in (
        "a weighted sum of all 3,072 numbers",
        "two vectors with 75 numbers each",
        "There are 28×28 of them, 784 in all",
        "a new volume: 28×28×6",
        "needs 31,700 times as many numbers",
        "The output is only 2×2.",
        "the first sum, 15, becomes 18.",
        "give 5×5 with stride one, and 3×3 with stride two",
        "the rest are zeros: 1·2 + 2·0 + 0·0 + 1·1 = 3.",
        "156 instead of 456",
    ):
        assert sentence in prose


def test_the_shapes_of_the_stack_are_printed(printed):
    assert "(1, 3, 32, 32) → (1, 6, 28, 28) → (1, 10, 24, 24)\n" in printed
