"""The chapter on pooling: its numbers, read from the built page, against ones worked by hand."""

import re


def test_both_kinds_of_pooling_are_printed(printed):
    """The largest and the mean of 1 5 6 0, 2 0 1 5, 0 2 5 1 and 7 6 2 5."""
    assert printed[0] == "[[6. 5.]\n [5. 7.]]\n"
    assert printed[1] == "[[3. 2.]\n [2. 5.]]\n"


def test_the_slides_settings_are_printed(printed):
    sizes = "".join(printed).splitlines()
    for line in (
        "W=224, F=2, S=2: 112",
        "W=28, F=2, S=2: 14",
        "W=55, F=3, S=2: 27",
        "W=7, F=3, S=2: 3",
        "(1, 64, 224, 224) → (1, 64, 112, 112)",
        "()",
        "(1, 120, 1, 1)",
    ):
        assert line in sizes


def test_pooling_makes_shifts_matter_less(prose):
    pattern = r"maps change by (\d+)%; after 2×2 pooling by (\d+)%, and with windows of 4×4 by (\d+)%"
    none, two, four = map(int, re.search(pattern, prose).groups())
    assert 100 > none > two > four > 0


def test_numbers_in_the_prose_are_right(prose):
    """LeNet: (48,120 + 10,164 + 850) / 61,706 = 96 %; (117,600 + 240,000) / 416,520 = 86 %."""
    for sentence in (
        "each of the 400 numbers already speaks",
        "The FC layers hold 96% of all parameters, although the convolutions do 86% of the multiplications",
        "−1, and then 0, a number that was nowhere",
        "Added first, the largest is 6; pooled first, the sum is 10.",
    ):
        assert sentence in prose
