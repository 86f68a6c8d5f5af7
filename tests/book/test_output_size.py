"""The chapter on sizes: its numbers, read from the built page, against ones counted by hand."""


def test_the_slides_sizes_are_printed(printed):
    lines = "".join(printed).splitlines()
    for line in (
        "stride 1: 5 places",
        "stride 2: 3 places",
        "filter 3, pad 1: 7 pixels in, 7 out",
        "filter 5, pad 2: 7 pixels in, 7 out",
        "filter 7, pad 3: 7 pixels in, 7 out",
        "(4, 4), filter (3, 3), P=1, S=1: (4, 4)",
        "(7, 7), filter (3, 3), P=0, S=2: (3, 3)",
        "(28, 31), filter (5, 5), P=2, S=3: (10, 11)",
        "76 for each filter, 760 in all",
    ):
        assert line in lines


def test_both_answers_to_an_uneven_size_are_shown(printed):
    said = "".join(printed)
    assert "(7 + 2*0 - 3) / 3 + 1 is not a whole number" in said
    assert "2" in said.splitlines()


def test_numbers_in_the_prose_are_right(prose):
    """7·7 − 6·6 = 13 pixels unseen; 32 − 7·4 = 4 is too small for a filter of 5; (227 − 11)/4 + 1 = 55."""
    for sentence in (
        "With stride one there are 5 places, with stride two 3.",
        "after 2 places one pixel is left over",
        "After 7 layers only 4 are left",
        "A filter of size 5 does not fit an input of size 4",
        "13 of 49 pixels are never seen",
        "is 760, but 5·5·3 + 1·10, as one slide has it, would be 85.",
        "turns 32×32×3 into 32×32×10 and 320×320×3 into 320×320×10",
        "227, which gives 55. With 224 the formula gives 54.25",
        "4: pixels 0, 3, 6 and 9.",
    ):
        assert sentence in prose
