"""The network in the page reads what modlab reads, with weights of four bits."""

import base64
import os

import numpy as np
import pytest

from modlab.networks import SimpleConvNet
from modlab.widgets import DigitReader
from modlab.widgets.digit_reader import EXAMPLES, PEN, SIDE, packed_weights, quantised
from modlab.widgets.figure import joined
from modlab.widgets.pixels import strokes, to_text

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
