"""output-size: what is to be counted by hand is not told."""

ASSIGNMENT = "output-size"


def test_what_is_counted_by_hand_is_not_given_away(judge_answers):
    _, cells = judge_answers({"by_hand": "by_hand = [0, 0, 0, 0]"})
    assert "must be" not in cells["by_hand"].message


def test_fresh_sizes_leave_a_rest_so_that_floor_shows(many_numbers):
    for numbers in many_numbers:
        rests = [(n + 2 * p - f) % s for n, f, s, p in numbers["cases"].tolist() if f <= n + 2 * p]
        assert {0, 1, 2, 3} == set(rests)
        assert any(f > n + 2 * p for n, f, _, p in numbers["cases"].tolist())
        assert len({*numbers["x"].shape, *numbers["W"].shape[:1]}) == 5
        assert len(set(numbers["W"].shape[2:])) == 2
