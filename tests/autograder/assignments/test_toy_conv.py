"""toy-conv: numbers typed in earn nothing, and no two sizes of fresh numbers are alike."""

from autograder.grading.sample_class import THE_SLIDES_NUMBERS, fill_in

ASSIGNMENT = "toy-conv"


def test_the_slides_numbers_typed_in_earn_nothing(judge_notebook, released):
    verdict = judge_notebook(fill_in(released, THE_SLIDES_NUMBERS))
    assert verdict.points == 0
    assert all("does not change when its numbers do" in cell.message for cell in verdict.cells)


def test_the_hint_for_the_wrong_axis(judge_blanks):
    _, verdict = judge_blanks(
        {"db": "total = 0\nfor f in range(FN):\n    total = total + dout_rows[:, f]\ndb = total"}
    )
    db = next(cell for cell in verdict.cells if cell.cell == "toy-conv-db")
    assert db.fault == "db-over-filters"
    assert "you summed over axis 1" in db.hint
    assert "축(1)" in db.hint_ko


def test_fresh_numbers_have_no_two_sizes_alike(many_numbers):
    for numbers in many_numbers:
        N, C, H, W = numbers["x"].shape
        FN, _, FH, FW = numbers["W"].shape
        out_h, out_w = numbers["dout"].shape[2:]
        assert len({N, C, FN, H, W}) == 5
        assert N > 1
        assert FH != FW
        assert out_h != out_w
        assert len({N * out_h * out_w, C * FH * FW, FN}) == 3
