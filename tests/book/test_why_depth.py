"""The chapter on depth: its numbers against sums done by hand."""


def test_depth_is_counted_right(prose):
    for sentence in (
        "One 5 × 5 filter has 25, two 3 × 3 have 18",
        "And one 7 × 7 has 49, three 3 × 3 have 27",
        # 1 2 3 2 1 against itself: 3 · 3.
        "The middle pixel is seen in 9 ways",
        # 3, 5, pooled; 5 + 1 + 2·2 + 2·2 = 14, pooled; 14 + 2 + 2·4 + 2·4 = 32.
        "From 3 × 3 pixels to 32 × 32",
        "5 layers make 32 pieces out of 10 ReLUs",
        "121 weights against 45",
    ):
        assert sentence in prose, sentence
    assert "(5, 5) (5, 5) (7, 7)" in prose
