"""The summary: its answers, worked out by hand."""


def test_the_summarys_answers_are_right(prose):
    # 2⁵ = 32; LeNet's full layers have 48,120 + 10,164 + 850 of 61,706.
    assert "5; then one pixel is left" in prose
    assert "they hold 96 % of its weights" in prose
