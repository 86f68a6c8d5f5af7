"""A figure's state in Python: what can be read and set, and what a mistake is answered with."""

import re
from pathlib import Path

import numpy as np
import pytest
from traitlets import TraitError

import modlab.widgets
from modlab.widgets import (
    ConvolutionStepper,
    DigitReader,
    FiltersLive,
    FourViews,
    OutputSizeCalculator,
    PoolingFigure,
    ReceptiveField,
    TrainingCurves,
)
from modlab.widgets.convolution_stepper import PRESETS

FIGURES = [getattr(modlab.widgets, name) for name in modlab.widgets.__all__]
SLIDES = {
    "vertical edges (slides)": [[0, 300, 300, 0]] * 3,
    "padding keeps the size (slides)": [[7, 12, 10, 2], [4, 15, 16, 10], [10, 6, 15, 6], [8, 10, 4, 3]],
    "nine pixels (slides)": [[9, 13], [21, 25]],
}


def test_every_figure_is_compared_with_modlab():
    """A figure's module has a test of its own name, which calls it."""
    for figure in FIGURES:
        module = figure.__module__.rpartition(".")[2]
        test = Path(__file__).with_name(f"test_{module}.py")
        assert test.exists(), f"compare in tests/widgets/{test.name} what {figure.__name__} shows with modlab"
        assert f"{figure.__name__}(" in test.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SLIDES)
def test_the_examples_from_the_slides_give_the_slides_numbers(name):
    np.testing.assert_array_equal(ConvolutionStepper(**PRESETS[name]).output, SLIDES[name])


def test_the_shifted_example_of_the_slides_pools_to_the_same():
    before, after = PoolingFigure(), PoolingFigure(shift=1)
    assert not np.array_equal(before.input, after.input)
    np.testing.assert_array_equal(before.output, after.output)


def test_the_slides_sizes():
    sizes = [((4, 4), 3, 1, 1), ((7, 7), 3, 2, 0), ((28, 31), 5, 3, 2)]
    answers = [OutputSizeCalculator(H=H, W=W, F=F, S=S, P=P).output_size for (H, W), F, S, P in sizes]
    assert answers == [(4, 4), (3, 3), (10, 11)]


def test_state_is_set_at_the_start_and_later():
    stepper = ConvolutionStepper(stride=2, title="Mine")
    assert (stepper.stride, stepper.title) == (2, "Mine")
    stepper.image = np.arange(4).reshape(2, 2)
    stepper.filter = [[1]]
    stepper.stride = 1
    assert stepper.image == [[0, 1], [2, 3]]
    np.testing.assert_array_equal(stepper.output, [[0, 1], [2, 3]])


@pytest.mark.parametrize(
    ("figure", "state", "message"),
    [
        (ConvolutionStepper, {"image": [1, 2]}, "image must be a matrix of 1 to 12 rows and columns"),
        (ConvolutionStepper, {"image": "picture"}, "image must be a matrix of numbers"),
        (ConvolutionStepper, {"filter": np.ones((6, 6))}, "filter must be a matrix of 1 to 5 rows"),
        (ConvolutionStepper, {"filter": [[np.nan]]}, "filter must hold finite numbers only"),
        (ConvolutionStepper, {"stride": 0}, "should not be less than 1"),
        (FourViews, {"direction": "sideways"}, "direction"),
        (PoolingFigure, {"kind": "min"}, "kind"),
        (ReceptiveField, {"layers": [(9, 1)]}, "layers must be 1 to 5 pairs"),
        (ReceptiveField, {"layers": []}, "layers must be 1 to 5 pairs"),
        (TrainingCurves, {"runs": {}}, "runs is empty"),
        (TrainingCurves, {"runs": {"a": {"train": [1], "judged": []}}}, "The run 'a' needs"),
        (TrainingCurves, {"shown": ["alexnet"]}, "There is no run 'alexnet'; there are"),
    ],
)
def test_a_wrong_state_is_refused_in_a_sentence(figure, state, message):
    with pytest.raises(TraitError, match=re.escape(message)):
        figure(**state)


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(TypeError, match="ConvolutionStepper knows no 'strid'; it knows bias, column, filter"):
        ConvolutionStepper(strid=2)


@pytest.mark.parametrize(("figure", "side"), [(DigitReader, 28), (FiltersLive, 64)])
def test_a_drawing_can_be_read_and_set(figure, side):
    picture = np.zeros((side, side))
    picture[3, 4] = 1
    drawn = figure(picture=picture)
    np.testing.assert_array_equal(drawn.picture, picture)
    with pytest.raises(
        ValueError, match=re.escape(f"picture must be a ({side}, {side}) array of numbers from 0 to 1")
    ):
        drawn.picture = np.zeros((5, 5))
    with pytest.raises(ValueError, match="with numbers from 0 to 2"):
        drawn.picture = 2 * picture
    np.testing.assert_array_equal(drawn.picture, picture)


def test_what_does_not_fit_is_said_by_modlab():
    with pytest.raises(ValueError, match="does not fit"):
        _ = ConvolutionStepper(image=[[1]], filter=np.ones((3, 3))).output


@pytest.mark.parametrize("figure", FIGURES)
def test_every_figure_is_one_module_that_asks_nobody(figure):
    """What the figure sends is one text without imports, and names no address that a browser would fetch."""
    assert not re.search(r"^\s*import\b|\bimport\(|\bfetch\(|XMLHttpRequest", figure._esm, re.MULTILINE)
    addresses = re.findall(r"https?://[^\s\"'`]+", figure._esm + figure._css)
    assert set(addresses) <= {"http://www.w3.org/2000/svg"}
    assert figure._esm.count("export default { render }") == 1


@pytest.mark.parametrize("figure", FIGURES)
def test_the_still_picture_says_what_it_shows(figure):
    svg, alt = figure().still()
    assert len(alt.split()) >= 6
    bundle, _ = figure()._repr_mimebundle_()
    assert f'<svg role="img" aria-label="{alt}" ' in bundle["text/html"]
    assert svg.endswith("</svg>")
    assert len(svg) < 15_000
