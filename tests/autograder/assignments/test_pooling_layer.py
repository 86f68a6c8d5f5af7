"""pooling-layer: the slides' border of zeros is named, and fresh numbers show it."""

from answers.pooling_layer import blanks

from autograder.assignments import pooling_oracle

ASSIGNMENT = "pooling-layer"


def test_the_slides_zero_padding_is_named(judge_answers):
    body = """
    col = im2col(x, self.pool_h, self.pool_w, self.stride, self.pad).reshape(-1, self.pool_h * self.pool_w)
    self.x, self.arg_max = x, col.argmax(axis=1)
    return col.max(axis=1).reshape(N, out_h, out_w, C).transpose(0, 3, 1, 2)"""
    points, cells = judge_answers(blanks(out=body))
    assert points["out"] == 0
    assert cells["out"].fault == "out-border-of-zeros"
    assert "The border must be smaller than every number" in cells["out"].hint
    assert "패딩의 0" in cells["out"].hint_ko


def test_fresh_numbers_overlap_and_have_ties_and_negative_windows_at_the_edge(many_numbers):
    for draw, numbers in enumerate(many_numbers):
        x, dout = numbers["x"], numbers["dout"]
        window = tuple(numbers[name] for name in ("pool_h", "pool_w", "stride", "pad"))
        assert len(set(dout.shape)) == len(set(x.shape)) == 4
        assert window[0] != window[1]
        assert (window[2], window[3]) not in [(2, 1)]  # the slide's
        assert draw % 3 == 2 or window[2] < max(window[:2])
        maxima = pooling_oracle.maxima(x, *window)
        assert maxima.shape == dout.shape
        assert (maxima[0, :, 0] < 0).all()  # zeros in a border would win here
        assert draw % 3 != 2 or x.min() < -1e12
        ties = [
            sum(x[p[0], p[1], y, z] == maxima[p] for _, y, z in pixels)
            for p, pixels in pooling_oracle.windows(x, *window)
        ]
        assert max(ties) > 1
