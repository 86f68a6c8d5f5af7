"""What the figures' JavaScript computes equals what modlab computes, over random states."""

import base64
import os
import re
from pathlib import Path

import numpy as np
import pytest

from modlab import widgets
from modlab.im2col import col2im, conv_output_size, im2col
from modlab.layers import AveragePooling, Convolution, Pooling
from modlab.networks import SimpleConvNet
from modlab.widgets import (
    ConvolutionStepper,
    DigitReader,
    FiltersLive,
    FourViews,
    OutputSizeCalculator,
    PoolingFigure,
    ReceptiveField,
    TrainingCurves,
    Volumes,
)
from modlab.widgets.digit_reader import EXAMPLES, PEN, SIDE, packed_weights, quantised
from modlab.widgets.figure import joined
from modlab.widgets.pixels import strokes, to_text

ARITHMETIC = "shared/arithmetic.js"
CLOSE = {"rtol": 1e-12, "atol": 1e-10}


def test_every_figure_is_compared():
    text = Path(__file__).read_text(encoding="utf-8")
    lacking = [name for name in widgets.__all__ if f"{name}(" not in text]
    assert not lacking, "compare here what the figure shows with modlab"


@pytest.fixture
def rng():
    return np.random.default_rng(20)


def states_of(figures):
    """What the page would hold of each figure, one list of arguments each."""
    return [[{name: figure.get_state()[name] for name in figure.state_names()}] for figure in figures]


def some_convolutions(rng, count=40):
    """Images, filters, strides and pads that fit, with odd shapes, fractions and negative numbers among them."""
    for _ in range(count):
        H, W = rng.integers(1, 9, 2)
        pad = int(rng.integers(0, 3))
        FH, FW = (int(rng.integers(1, min(5, size + 2 * pad) + 1)) for size in (H, W))
        image, filter_ = rng.normal(size=(H, W)), rng.integers(-3, 4, (FH, FW)).astype(float)
        yield image, filter_, float(rng.integers(-2, 3)), int(rng.integers(1, 4)), pad


def test_output_sizes(javascript, rng):
    sizes = rng.integers([1, 1, 1, 0], [20, 8, 5, 4], (200, 4)).tolist()
    for (size, filter_, stride, pad), answer in zip(
        sizes, javascript(ARITHMETIC, "outputSize", sizes), strict=True
    ):
        try:
            count = conv_output_size(size, filter_, stride, pad)
        except ValueError:
            assert not answer["fits"]
            continue
        assert answer["count"] == count
        whole = answer["rest"] == 0
        try:
            conv_output_size(size, filter_, stride, pad, strict=True)
            assert whole
        except ValueError:
            assert not whole


def test_im2col_and_convolution(javascript, rng):
    cases = list(some_convolutions(rng))
    rows = [[x.tolist(), *W.shape, stride, pad] for x, W, _, stride, pad in cases]
    calls = [[x.tolist(), W.tolist(), b, stride, pad] for x, W, b, stride, pad in cases]
    answers = zip(
        cases,
        javascript(ARITHMETIC, "im2col", rows),
        javascript(ARITHMETIC, "convolve", calls),
        strict=True,
    )
    for (x, W, b, stride, pad), col, out in answers:
        np.testing.assert_array_equal(col, im2col(x[None, None], *W.shape, stride, pad))
        layer = Convolution(W[None, None], np.array([b]), stride, pad)
        np.testing.assert_allclose(out, layer.forward(x[None, None])[0, 0], **CLOSE)


def test_gradients_of_a_convolution(javascript, rng):
    cases = []
    for x, W, b, stride, pad in some_convolutions(rng):
        layer = Convolution(W[None, None], np.array([b]), stride, pad)
        dout = rng.normal(size=layer.forward(x[None, None]).shape)
        cases.append((layer, x, W, dout, stride, pad))
    calls = [
        [x.tolist(), W.tolist(), dout[0, 0].tolist(), stride, pad] for _, x, W, dout, stride, pad in cases
    ]
    for (layer, *_, dout, _, _), answer in zip(
        cases, javascript(ARITHMETIC, "convolveBackward", calls), strict=True
    ):
        np.testing.assert_allclose(answer["dx"], layer.backward(dout)[0, 0], **CLOSE)
        np.testing.assert_allclose(answer["dW"], layer.dW[0, 0], **CLOSE)
        np.testing.assert_allclose(answer["db"], layer.db[0], **CLOSE)


@pytest.mark.parametrize("kind", ["max", "average"])
def test_pooling_and_its_gradient(javascript, rng, kind):
    cases = []
    for _ in range(40):
        size, stride = (int(number) for number in rng.integers(1, 4, 2))
        # Few different numbers, so that windows have several equal maxima.
        x = rng.integers(-2, 3, rng.integers(size, 8, 2)).astype(float)
        layer = (Pooling if kind == "max" else AveragePooling)(size, size, stride)
        out = layer.forward(x[None, None])
        cases.append((layer, x, out, rng.normal(size=out.shape), size, stride))
    forward = javascript(
        ARITHMETIC, "pool", [[x.tolist(), size, stride, kind] for _, x, *_, size, stride in cases]
    )
    calls = [[x.tolist(), dout[0, 0].tolist(), size, stride, kind] for _, x, _, dout, size, stride in cases]
    backward = javascript(ARITHMETIC, "poolBackward", calls)
    for (layer, _, out, dout, _, _), answer, dx in zip(cases, forward, backward, strict=True):
        np.testing.assert_allclose(answer["out"], out[0, 0], **CLOSE)
        np.testing.assert_allclose(dx, layer.backward(dout)[0, 0], **CLOSE)


def test_the_stepper_shows_its_output_and_the_products_of_one_window(javascript, rng):
    figures = [
        ConvolutionStepper(
            image=x.round(1),
            filter=W,
            bias=b,
            stride=stride,
            pad=pad,
            row=rng.integers(9),
            column=rng.integers(9),
        )
        for x, W, b, stride, pad in some_convolutions(rng)
    ]
    shown = javascript("convolution_stepper.js", "step", states_of(figures))
    for figure, answer in zip(figures, shown, strict=True):
        np.testing.assert_allclose(answer["output"], figure.output, **CLOSE)
        row, column = answer["at"]
        assert row == min(figure.row, figure.output.shape[0] - 1)
        left, right = answer["products"].replace("−", "-").replace("bias", "").split(" = ")
        # The products as they are written out, worked out by Python.
        total = eval(left.replace("·", "*"), {"__builtins__": {}})
        assert total == pytest.approx(figure.output[row, column], abs=1e-9)
        assert float(right) == pytest.approx(total, abs=0.0051)


def test_four_views_hold_the_layers_numbers(javascript, rng):
    figures = []
    for x, W, b, stride, _ in some_convolutions(rng):
        if max(x.shape) > 6 or max(W.shape) > 3 or W.shape[0] > x.shape[0] or W.shape[1] > x.shape[1]:
            continue
        dout = rng.integers(-3, 4, rng.integers(1, 6, 2))
        figures.append(FourViews(image=x, filter=W, bias=b, stride=stride, dout=dout))
    assert len(figures) >= 10
    for figure, views in zip(figures, javascript("four_views.js", "views", states_of(figures)), strict=True):
        expected = figure.values
        assert set(views) == set(expected)
        for name, values in expected.items():
            np.testing.assert_allclose(views[name], values, **CLOSE, err_msg=name)


@pytest.mark.parametrize("stride", [1, 2])
def test_a_touched_pixel_lights_up_wherever_it_goes(javascript, stride):
    """Columns that count windows, and col2im of ones, say how often a pixel is used."""
    figure = FourViews(image=np.arange(25).reshape(5, 5), filter=np.ones((3, 2)), stride=stride)
    shape = figure.values["out"].shape
    [state] = states_of([figure])[0]
    counts = col2im(np.ones((shape[0] * shape[1], 6)), (1, 1, 5, 5), 3, 2, stride)[0, 0]
    places = [(row, column) for row in range(5) for column in range(5)]
    calls = [[state, shape, "x", row, column] for row, column in places]
    for (row, column), met in zip(places, javascript("four_views.js", "meetings", calls), strict=True):
        assert len(met) == counts[row, column]
        for one in met:
            window, entry = one["col"]
            assert figure.values["col"][window, entry] == figure.image[row][column]
            assert window == np.ravel_multi_index(one["out"], shape)


def test_the_sum_at_a_pixel_of_dx_is_its_gradient(javascript):
    figure = FourViews(direction="backward", view="x", row=1, column=1)
    [state] = states_of([figure])[0]
    [views] = javascript("four_views.js", "views", [[state]])
    [met] = javascript("four_views.js", "meetings", [[state, (3, 3), "x", 1, 1]])
    [sentence] = javascript("four_views.js", "explain", [[state, views, met, (3, 3)]])
    right, left = re.match(r"dx \(1, 1\) = (\S+) = ([^:]+): 4 windows", sentence).groups()
    assert float(right) == figure.values["dx"][1, 1]
    assert eval(left.replace("·", "*"), {"__builtins__": {}}) == figure.values["dx"][1, 1]
    assert "With = in place of += only the last would be left, 2." in sentence


def test_the_calculator_counts_and_refuses_as_modlab(javascript, rng):
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


def test_the_pooling_figure_shows_the_layers_numbers(javascript, rng):
    figures = [
        PoolingFigure(
            image=rng.integers(-5, 6, rng.integers(3, 9, 2)),
            kind=str(rng.choice(["max", "average"])),
            size=rng.integers(1, 4),
            stride=rng.integers(1, 4),
            shift=rng.integers(0, 3),
        )
        for _ in range(40)
    ]
    for figure, answer in zip(figures, javascript("pooling.js", "pooled", states_of(figures)), strict=True):
        np.testing.assert_array_equal(answer["x"], figure.input)
        np.testing.assert_allclose(answer["out"], figure.output, **CLOSE)
        np.testing.assert_allclose(answer["dx"], figure.dx, **CLOSE)


def test_volumes_count_what_a_layer_holds(javascript, rng):
    figures = [
        Volumes(N=N, C=C, H=H, W=W, FN=FN, FH=FH, FW=FW, stride=stride, pad=pad, bias=bool(bias))
        for N, C, H, W, FN, FH, FW, stride, pad, bias in rng.integers(
            [1, 1, 5, 5, 1, 1, 1, 1, 0, 0], [4, 5, 12, 12, 6, 5, 5, 4, 3, 2], (40, 10)
        ).tolist()
    ]
    for figure, answer in zip(figures, javascript("volumes.js", "count", states_of(figures)), strict=True):
        W = np.zeros((figure.FN, figure.C, figure.FH, figure.FW))
        b = np.zeros(figure.FN) if figure.bias else None
        layer = Convolution(W, b, figure.stride, figure.pad)
        out = layer.forward(np.zeros((figure.N, figure.C, figure.H, figure.W)))
        assert tuple(answer["out"]) == out.shape == figure.output_shape
        assert answer["parameters"] == W.size + (0 if b is None else b.size) == figure.parameters
        assert answer["multiplyAdds"] == out.size * W[0].size


def test_volumes_refuse_channels_that_differ(javascript):
    figure = Volumes(C=3, filter_C=4)
    [answer] = javascript("volumes.js", "count", states_of([figure]))
    assert answer["says"].startswith("Channels do not match: x has 3, each filter has 4.")
    with pytest.raises(ValueError, match="x has 3, each filter has 4"):
        _ = figure.output_shape


@pytest.mark.parametrize(
    "layers", [[(3, 1), (3, 1)], [(5, 1)], [(3, 1), (2, 2), (3, 1)], [(2, 2), (3, 2)], [(1, 3)]]
)
def test_what_a_number_sees_is_where_its_gradient_goes(javascript, layers):
    figure = ReceptiveField(size=12, layers=layers, row=1, column=0)
    settings = [12, figure.layers, figure.level]
    down, across = javascript("receptive_field.js", "paths", [[*settings, 1], [*settings, 0]])
    np.testing.assert_array_equal(np.outer(down[0], across[0]), figure.paths)
    assert figure.field == np.count_nonzero(figure.paths[:, 0])
    [reach] = javascript("receptive_field.js", "reach", [[figure.layers]])
    assert reach[-1]["field"] == figure.field
    assert javascript("receptive_field.js", "sides", [[12, figure.layers]]) == [figure.sides]


def test_small_filters_see_as_much_with_fewer_weights():
    stacks = {(3, 3): (5, 18), (5,): (5, 25), (3, 3, 3): (7, 27), (7,): (7, 49)}
    for sides, expected in stacks.items():
        figure = ReceptiveField(layers=[(F, 1) for F in sides])
        assert (figure.field, figure.weights) == expected


@pytest.mark.parametrize("source", ["photograph", "my drawing"])
def test_a_filtered_picture(javascript, rng, source):
    figure = FiltersLive(source=source, filter=rng.normal(size=(3, 5)))
    state = states_of([figure])[0][0]
    [picture] = javascript(
        "filters_live.js", "source", [[state, [state["photograph_side"], state["drawing_side"]]]]
    )
    np.testing.assert_allclose(picture, figure.input, rtol=1e-6)
    [answer] = javascript("filters_live.js", "filtered", [[picture, state["filter"]]])
    np.testing.assert_allclose(answer["out"], figure.output, rtol=1e-5, atol=1e-6)
    assert answer["low"] == pytest.approx(figure.output.min(), rel=1e-5)
    assert answer["high"] == pytest.approx(figure.output.max(), rel=1e-5)


def test_trained_filters_are_the_networks():
    W1 = SimpleConvNet.pretrained().params["W1"][:, 0]
    np.testing.assert_allclose(FiltersLive().trained, W1, atol=0.0005001)


READ = """
const draw = (lines) => {
  const values = new Uint8Array(SIDE * SIDE);
  for (const line of lines) stroke(values, SIDE, line, PEN);
  return Array.from(values);
};
const read = (weights, drawing) => {
  const result = forward(unpack(weights), toBytes(drawing));
  return Object.fromEntries(Object.entries(result).map(([name, values]) => [name, Array.from(values)]));
};
"""


@pytest.fixture
def digits(page):
    """Call `draw` or `read` beside the digit reader's own functions."""

    def digits(name, calls):
        return page.evaluate(
            """async ([source, name, calls]) => {
                const module = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
                return calls.map((call) => module[name](...call));
            }""",
            [f"{joined('digit_reader.js')}\n{READ}\nexport {{ {name} }};", name, calls],
        )

    return digits


def test_the_page_draws_the_strokes_that_python_draws(digits):
    drawn = digits("draw", [[lines] for lines in EXAMPLES.values()])
    for name, values in zip(EXAMPLES, drawn, strict=True):
        python = np.rint(255 * strokes(SIDE, EXAMPLES[name], PEN)).ravel()
        np.testing.assert_array_equal(values, python, err_msg=name)


def test_the_network_in_the_page_agrees_with_modlab(digits, rng):
    """Layer by layer, for clean digits, for noise and for nothing at all."""
    pictures = [DigitReader.example(digit) for digit in range(10)]
    pictures += [rng.random((SIDE, SIDE)), rng.random((SIDE, SIDE)) < 0.1, np.zeros((SIDE, SIDE))]
    readers = [DigitReader(picture=picture) for picture in pictures]
    read = digits("read", [[reader.weights, reader.drawing] for reader in readers])
    network = DigitReader.network()
    for reader, answer in zip(readers, read, strict=True):
        x = np.asarray(reader.centred, np.float32)[None, None]
        np.testing.assert_allclose(answer["x"], x.ravel(), rtol=1e-6)
        names = {"maps": "Relu1", "pooled": "Pool1", "hidden": "Relu2", "scores": "Affine2"}
        stations = {station: name for name, station in names.items()}
        for station, layer in network.layers.items():
            x = layer.forward(x)
            if station in stations:
                name = stations[station]
                # modlab adds up to 4,320 float32 products; the page works in float64.
                np.testing.assert_allclose(answer[name], x.ravel(), rtol=1e-4, atol=1e-4, err_msg=name)
        powers = np.exp(reader.scores - reader.scores.max())
        np.testing.assert_allclose(answer["probabilities"], powers / powers.sum(), atol=1e-4)


def test_the_shipped_network_reads_every_example():
    assert [DigitReader(picture=DigitReader.example(digit)).digit for digit in range(10)] == list(range(10))


def test_four_bits_are_off_by_half_a_step_at_most():
    W2 = SimpleConvNet.pretrained().params["W2"].astype(np.float32)
    whole, scale = quantised(W2)
    assert np.abs(whole).max() <= 7
    assert (np.abs(whole * scale - W2) <= scale * 0.50001).all()
    assert len(base64.b64decode(packed_weights())) == 4 * (750 + 30 + 100 + 1000 + 10 + 100) + W2.size // 2


@pytest.mark.skipif("MODLAB_DATA" not in os.environ, reason="MNIST is not on this machine: set MODLAB_DATA")
def test_four_bits_cost_next_to_no_accuracy():
    from modlab.datasets import load_mnist

    _, (x, t) = load_mnist(flatten=False, one_hot_label=False)
    x, t = x[:2000], t[:2000]
    full, small = SimpleConvNet.pretrained().accuracy(x, t), DigitReader.network().accuracy(x, t)
    assert small >= full - 0.002
    assert small >= 0.98


def test_a_drawing_off_the_middle_is_read_as_in_the_middle(digits):
    picture = np.zeros((SIDE, SIDE))
    picture[:, :-5] = DigitReader.example(4)[:, 5:]
    assert picture.sum() == pytest.approx(DigitReader.example(4).sum())
    here, there = (
        digits("read", [[packed_weights(), to_text(one)]])[0] for one in (DigitReader.example(4), picture)
    )
    assert here["scores"] == there["scores"]


def test_curves_tell_the_cards_numbers(javascript):
    card = SimpleConvNet.card()
    figure = TrainingCurves(epoch=7)
    [reading] = javascript("training_curves.js", "reading", [[figure.runs["simple-convnet"], 7]])
    assert reading["train"] == card["train_accuracy_by_epoch"][6]
    assert reading["judged"] == card["judged_accuracy_by_epoch"][6]
    assert reading["gap"] == figure.gap("simple-convnet")
    assert reading["best"] == int(np.argmax(card["judged_accuracy_by_epoch"])) + 1
