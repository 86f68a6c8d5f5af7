"""The im2col chapter: what its page prints, worked out by hand."""


def test_the_page_prints_the_slides_shapes(printed):
    assert "(9, 75)\n(90, 75)\n" in printed


def test_numbers_in_the_prose_are_right(prose):
    """Worked by hand: 3 · 3 windows of 5 · 5 · 3; 675 / 147; 32 of 81 cells of a padded 3 × 3 are border."""
    for sentence in (
        "so 3 × 3 = 9 windows. Each holds 3 × 5 × 5 = 75 numbers",
        "picture 1, the window that starts at (0, 1), channel 1, place (1, 0)",
        "x[1, 1, 1, 1], the number 31",
        "32 of these 81 cells hold nothing but border",
        "147 numbers have become 675, 4.6 times as many, and the middle pixel stands in 9 rows",
        "(1024, 75). With padding two a 5×5 filter keeps the size, so there are 32 windows",
    ):
        assert sentence in prose
