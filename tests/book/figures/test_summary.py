"""The summary's figures: sizes that are halved."""

from figures import summary


def test_a_side_is_halved_from_left_to_right_and_ends_in_bold(drawn, texts):
    axes = summary.halvings([[28, 14, 7], [9]])
    assert texts(axes) == ["28", "14", "7", "9"]
    assert [text.get_text() for text in axes.texts if text.get_weight() == "bold"] == ["7", "9"]
