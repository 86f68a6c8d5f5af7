"""The chapter on fewer bits: bytes counted by hand."""


def test_bytes_are_counted_right(prose, data):
    """433,890 numbers; in one bit 30·(4+4) + 100·(540+4) + 10·(13+4) bytes, and 140 biases of four."""
    kinds = data("fewer_bits")["kinds"]
    assert [kinds[name]["bytes"] for name in ("float64", "float32", "float16")] == [
        433_890 * size for size in (8, 4, 2)
    ]
    assert kinds["1 bit"]["bytes"] == 240 + 54_400 + 170 + 560
    assert "in 55 kB instead of 1.74 MB, 31 times less" in prose


def test_the_page_says_what_was_not_run(prose):
    assert "nothing on this page was run on one" in prose
