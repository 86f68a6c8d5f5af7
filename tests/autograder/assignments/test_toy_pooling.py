"""toy-pooling: places are whole numbers, and fresh numbers have ties."""

from autograder.assignments import pooling_oracle

ASSIGNMENT = "toy-pooling"


def test_places_must_be_whole_numbers(judge_answers):
    points, cells = judge_answers({"arg_max": "arg_max = np.argmax(col, axis=1).astype(float)"})
    assert points["arg_max"] == 0
    assert "must be whole numbers" in cells["arg_max"].message


def test_fresh_numbers_have_ties_negative_windows_and_no_two_sizes_alike(many_numbers):
    for numbers in many_numbers:
        x, dout = numbers["x"], numbers["dout"]
        window = numbers["pool_h"], numbers["pool_w"], numbers["stride"]
        assert len(set(dout.shape)) == 4
        assert len({*x.shape}) == 4
        assert window[0] != window[1]
        assert (pooling_oracle.maxima(x, *window) < 0).any()
        first = pooling_oracle.winners(x, *window)
        every = [
            sum(x[p[0], p[1], y, z] == x[p[0], p[1], first[p][1], first[p][2]] for _, y, z in pixels)
            for p, pixels in pooling_oracle.windows(x, *window, 0)
        ]
        assert max(every) > 1
