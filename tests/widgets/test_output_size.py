"""The calculator in the page counts and refuses as modlab."""

from modlab.widgets import OutputSizeCalculator


def test_the_calculator_counts_and_refuses_as_modlab(javascript, rng, states_of):
    figures = []
    for H, W, F, S, P, strict in rng.integers([1, 1, 1, 1, 0, 0], [20, 20, 8, 5, 4, 2], (150, 6)).tolist():
        figures.append(OutputSizeCalculator(H=H, W=W, F=F, S=S, P=P, strict=bool(strict)))
    outcomes = set()
    for figure, answer in zip(
        figures, javascript("output_size.js", "answer", states_of(figures)), strict=True
    ):
        try:
            OH, OW = figure.output_size
        except ValueError:
            outcomes.add("refused")
            assert "does not fit" in answer["says"] or "raises an error" in answer["says"]
            continue
        assert f"The output is {OH} × {OW}." in answer["says"]
        outcomes.add("floored" if "Rounded down" in answer["says"] else "whole")
    assert outcomes == {"refused", "floored", "whole"}
