"""What a student sees: each visible check accepts the solution, and says in a sentence what is wrong with anything else."""

import contextlib
import functools
import io
import json
import re
import warnings
from pathlib import Path

import pytest

from autograder import catalog
from autograder.assignment import with_body
from autograder.notebook.reading import code_cells
from autograder.notebook.sources import assignment_name, read_solution

ROOT = Path(__file__).resolve().parents[2]
SOLUTIONS = {assignment_name(path): path for path in sorted((ROOT / "solutions").glob("*.py"))}


@functools.cache
def solution_cells(name):
    return code_cells(read_solution(SOLUTIONS[name]))


@functools.cache
def released(name):
    return json.loads((ROOT / "exercises" / name / f"{name}.ipynb").read_text(encoding="utf-8"))


def blanks(name):
    return [cell for cell in code_cells(released(name)) if cell.kind == "answer"]


def released_source(name, blank):
    """Return what stands in a blank before anybody has answered."""
    return next(cell.source for cell in blanks(name) if cell.name == f"{blank}-answer")


def complaint(name, blank, source):
    """Fill one blank of the solution with a source and run the cells until its check; give the cell that stopped and why."""
    namespace = {"__name__": "__main__"}
    for cell in solution_cells(name):
        try:
            with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
                warnings.simplefilter("ignore")  # a wrong answer may well divide by zero
                exec(source if cell.name == f"{blank}-answer" else cell.source, namespace)
        except Exception as error:
            return cell, error
        if cell.name == blank:
            break
    return None, None


def filled(name, blank, body):
    """Return a blank as it was released, with another body in its function."""
    return with_body(released_source(name, f"{name}-{blank}"), body)


EVERY_BLANK = [
    (name, cell.name.removesuffix("-answer"), cell.source) for name in SOLUTIONS for cell in blanks(name)
]


@pytest.mark.parametrize(("name", "blank", "source"), EVERY_BLANK, ids=[blank for _, blank, _ in EVERY_BLANK])
def test_an_empty_blank_stops_at_its_check_with_a_clear_word(name, blank, source):
    cell, error = complaint(name, blank, source)
    assert cell.name == blank
    assert isinstance(error, AssertionError)
    assert re.search(r"still .*None\. Your code goes into the cell above\.$", str(error))


EVERY_FAULT = [(name, fault) for name in SOLUTIONS for fault in catalog.load(name).faults]


@pytest.mark.parametrize(
    ("name", "fault"), EVERY_FAULT, ids=[f"{name}-{fault.name}" for name, fault in EVERY_FAULT]
)
def test_a_wrong_answer_never_breaks_its_visible_check(name, fault):
    """On the slide's numbers it may pass. If not, the check stops with a sentence, not with an error of its own."""
    cell, error = complaint(name, fault.cell, fault.in_blank(released_source(name, fault.cell)))
    if cell is not None and cell.kind != "answer":
        assert cell.name == fault.cell
        assert isinstance(error, AssertionError)
        assert re.search(r"[a-z].*[.?)]$", str(error)), "An assert without a sentence."
        assert not re.search(r"np\.\w+\(", str(error)), (
            "A number as NumPy writes it, where a student wants to read it."
        )


@pytest.mark.parametrize("name", SOLUTIONS)
def test_every_blank_has_three_hints_and_a_korean_line(name):
    cells = released(name)["cells"]
    answers = [i for i, cell in enumerate(cells) if cell["id"].endswith("-answer")]
    assert answers
    for i in answers:
        text = "".join(cells[i - 1]["source"])
        assert text.count("<details>") == text.count("</details>") == 3, cells[i]["id"]
        assert re.search("[가-힣]", text.split("<details>")[0]), cells[i]["id"]


@pytest.mark.parametrize("name", SOLUTIONS)
def test_every_blank_has_a_check_and_every_check_a_blank(name):
    cells = code_cells(released(name))
    assert [cell.name for cell in cells if cell.kind == "answer"] == [
        f"{cell.name}-answer" for cell in cells if cell.kind == "check"
    ]
    assert {cell.name for cell in cells if cell.kind == "check"} == set(catalog.load(name).values)


CONV_BACKWARD = "\n\nConvolution.backward = backward\ndx = layer.backward(dout)\ndW, db = layer.dW, layer.db"
VISIBLE = {
    "toy-conv": [
        ("col_W", "col_W = [1, 2]", "col_W must be a NumPy array; it is a list"),
        (
            "col_W",
            "col_W = W.reshape(FN, -1)",
            r"col_W has shape \(2, 4\)\. It needs one row for each number of a filter",
        ),
        ("col_W", "col_W = W.reshape(-1, FN)", r"Column 0 of col_W is \[1\. 1\. 2\. 2\.\]"),
        ("out", "out = None", "out is still None"),
        ("out", "out = col @ col_W", "The first window under filter 0 gives 9.0"),
        (
            "out",
            "out = (col @ col_W + b)[:1].repeat(4, axis=0)",
            "The first window is right, the last one is not",
        ),
        (
            "db",
            "db = dout_rows.sum()",
            "db must be a NumPy array with one number for each filter; it is a float64",
        ),
        ("db", "db = dout_rows.sum(axis=1)", r"db has shape \(4,\)"),
        ("db", "db = dout_rows.mean(axis=0)", "Over all windows of filter 0, dout adds up to 4.0; your db"),
        ("dcol_W", "dcol_W = np.ones((4, 2))", "its gradient is 8.0"),
        ("dcol", "dcol = np.ones((4, 4))", "its gradient is 3.0"),
        ("dcol", "dcol = col_W.T", r"dcol has shape \(2, 4\)"),
    ],
    "pooling-layer": [
        ("out_size", "out_size = (2, 2)", "With the border, the window stands in 3 places down; yours is 2"),
        ("out_size", "out_size = (3.0, 3.0)", "Sizes are whole numbers"),
        ("out", "out = np.zeros((1, 1, 2, 2))", r"out has shape \(1, 1, 2, 2\)"),
        ("out", "out = np.zeros((1, 1, 3, 3))", r"covers the pixels \[.*-1.0.*\]; 0.0 is not one of them"),
        ("out", "out = np.full((1, 1, 3, 3), -16.0)", "-16.0 is not one of them"),
        ("dx", "dx = np.zeros(x.shape)", "Nothing may get lost, not in the border either"),
        (
            "dx",
            "dx = np.full(x.shape, 9 / 16)",
            r"Pixel \(0, 0\) wins 1 window\(s\), which bring back 1.0; you give it 0.5625",
        ),
        ("average", "average = np.ones((1, 1, 3, 3))", "and the rest of it zeros. Their mean is not 1.0"),
        (
            "dx_average",
            "dx_average = np.ones(x.shape)",
            r"Pixel \(0, 0\) lies in 1 window\(s\), at which 1.0 arrives",
        ),
    ],
    "toy-pooling": [
        ("col", "col = col_old", r"col has shape \(4, 8\). It needs one row for each window of each channel"),
        ("col", "col = col_old.reshape(4, -1).T", "Row 1 must be the first window of channel 1"),
        (
            "arg_max",
            "arg_max = np.zeros(len(col), int)",
            "At place 0 stands 0.0, and that is not the largest",
        ),
        ("arg_max", "arg_max = np.full(len(col), 9)", "a window has places 0 to 3; yours is 9"),
        ("arg_max", "arg_max = np.full(len(col), 3.0)", "Places are whole numbers; arg_max holds float64"),
        ("out", "out = col.min(axis=1)", "its largest number is not 0.0"),
        ("dmax", "dmax = np.ones(col.shape)", "only the winner gets something"),
        ("dmax", "dmax = np.zeros(col.shape)", "Its winner gets 1.0; yours gets 0.0"),
        ("dcol", "dcol = dmax", r"dcol has shape \(8, 4\); it must have that of col_old: \(4, 8\)"),
        (
            "ties",
            "ties = [[1, 2, 1], [2, 4, 2], [1, 2, 1]]",
            "Four gradients of 1 arrive, and yours add up to 16",
        ),
        ("ties", "ties = [[0, 0, 0], [0, 1, 1], [0, 1, 1]]", r"Pixel \(0, 0\) is the first one of a window"),
        ("peak", "peak = np.eye(3)", "Only one pixel wins here"),
        ("peak", "peak = [[0, 0, 0], [0, 1, 0], [0, 0, 0]]", "each brings back a 1; 1 is too little"),
    ],
    "conv-layer": [
        (
            "shapes",
            "shapes = [(3, 4, 5, 2)] * 3",
            r"puts axis 3 of A in place 2. How long is that axis\? You wrote 5",
        ),
        ("out", "out = [1]", "must return a NumPy array; it returns a list"),
        ("out", "out = np.ones((1, 2, 3, 3))", r"out has shape \(1, 2, 3, 3\)"),
        ("out", "out = np.ones((1, 2, 2, 2))", r"Filter 0 at place \(0, 0\) gives 9.0: .* Yours is 1.0"),
        (
            "numeric",
            "numeric = np.ones(bowl.shape)",
            "The slope of the bowl at its first number, 1.0, is 5.0; you measured 1.0",
        ),
        (
            "verdicts",
            "def agree(one, other):\n    return one == other",
            "Pair 0 .*does not return True or False",
        ),
        (
            "verdicts",
            "def agree(one, other):\n    return True",
            r"Pair 2 \(one number off by a tenth\): these do not agree",
        ),
        (
            "dx",
            "def backward(self, dout):\n    self.db = dout.sum(axis=(0, 2, 3))\n    self.dW = W"
            + CONV_BACKWARD,
            "dx is still None|backward still returns None",
        ),
        (
            "dx",
            "def backward(self, dout):\n    self.db, self.dW = dout.sum(axis=(0, 2, 3)), W\n    return x * 1.0"
            + CONV_BACKWARD,
            r"Weight \(0, 0\) of filter 0 met one pixel at every place; with dout that adds up to 8.0. Yours is 1.0",
        ),
    ],
    "im2col": [
        ("predicted", "predicted = [9, 25, 90, 25]", "A window reaches through all of them"),
        (
            "predicted",
            "predicted = [9, 75, 9, 75]",
            "Call 2: 9 rows are too few. Count the windows, of all images",
        ),
        ("col_shape", "col_shape = (9, 25)", "a window holds 75 numbers"),
        (
            "col_shape",
            "col_shape = (75, 9)",
            "there are 9 windows, and each is a row; your number of rows is 75",
        ),
        ("col", "col = x.reshape(1, -1)", r"col has shape \(1, 147\)"),
        ("col", "col = np.zeros((9, 75), np.float32)", "x holds float64 numbers, col float32 numbers"),
        (
            "col",
            "col = np.zeros((9, 75))",
            r"col\[0, 1\] is number 1 of window \(0, 0\) of image 0: it lies in channel 0",
        ),
        (
            "dx",
            "def col2im(*_):\n    return np.ones(x.shape)\n\ndx = col2im()",
            "in 9 window.s.. What they bring back adds up to 9",
        ),
        (
            "dx",
            "def col2im(*_):\n    return np.ones((1, 3, 9, 9))\n\ndx = col2im()",
            "A gradient has the shape of what it belongs to",
        ),
        ("overlap", "overlap = np.ones(x.shape)", "lies in 9 window"),
        ("both_sides", "both_sides = [1.0, 1.0]", "The left side: every number of col"),
        (
            "both_sides",
            "both_sides = [np.sum(col * dcol), 0]",
            "The two sides must be equal: 49275.0 on the left, 0.0",
        ),
    ],
    "output-size": [
        (
            "by_hand",
            "by_hand = [4, 3, 10, 12]",
            "Row 4: 12 are too many. The last window would end at pixel 36",
        ),
        ("by_hand", "by_hand = [3, 3, 10, 11]", "Row 1: 3 are too few"),
        ("by_hand", "by_hand = 4", "a list of four numbers"),
        ("same_pad", "same_pad = (1, 1)", "With padding 1 and a filter of 5, the height of 28 becomes 26"),
        ("same_pad", "same_pad = 2", "must be two numbers"),
        ("same_pad", "same_pad = (2.0, 2.0)", r"a whole number \(int\)"),
        ("parameter_count", "parameter_count = FN * C * FH * FW", "Each filter has a bias, too"),
        ("parameter_count", "parameter_count = C * FH * FW + FN", "another count than 85; you are 675 off"),
    ],
    "simple-convnet": [
        ("shapes", "shapes = {}", "are 11 in all; yours are 1"),
        ("order", "layers = [Relu()]\nbuild = lambda *_: layers", "There must be six layers; you have 1"),
        ("scores", "scores = np.zeros((3, 3))", r"scores has shape \(3, 3\)"),
        ("loss_value", "loss_value = 1.0", "it adds -log of that"),
        ("losses", "losses = [1.0, 2.0]", "Four steps give four losses"),
    ],
    "see-filters": [
        ("pictures", "normalized = lambda tiles: tiles\npictures = tiles", "nothing may be below 0"),
        ("grid", "grid = np.zeros((19, 61))", "The line along the top must be 1"),
        ("edges", "edges = -np.ones((FN, 2))", "How far two sums lie apart never is"),
        ("maps", "maps = np.zeros((2, 84, 84))", "window times filter, added up, then ReLU"),
    ],
    "deeper": [
        ("fields", "fields = [5, 8, 10, 13, 16, 18]", "Layer 2: .* one meets 7 different pixels. Yours is 8"),
        ("weight_counts", "weight_counts = [1, 1, 1, 1, 1]", "gives another count than 1; you are 6415 off"),
        ("misread", "misread = np.arange(360)", ": that is right"),
        (
            "confusion",
            "confusion = np.zeros((10, 10), int)",
            "with the answer 0 were read as 0",
        ),
    ],
    "faster": [
        ("seconds", "seconds = [1.0, 1.0, 1.0, 1.0]", "Layer 0 ran 0 times; it must run 3 times"),
        ("shares", "shares = np.ones(4)", "Shares add up to 1; yours add up to 4"),
        ("multiply_adds", "multiply_adds = [1, 2, 3]", "takes 363 multiplications; 1 is no multiple of that"),
        ("sizes", "sizes = [1, 2, 3, 4, 5]", "so many float64 numbers takes 5200 bytes; yours is 1"),
    ],
    "errata-numbers": [
        (
            "parameter_count",
            filled("errata-numbers", "parameter_count", "return 750"),
            "10 filters of 3×5×5 weights, each with a bias, have another count than 750",
        ),
        (
            "relu_test",
            filled("errata-numbers", "relu_test", "return True"),
            "Your test finds nothing wrong with the slides' version",
        ),
        (
            "pooling_test",
            filled("errata-numbers", "pooling_test", "return False"),
            "Your test complains about modlab's version, which is right",
        ),
        (
            "accuracy_test",
            filled("errata-numbers", "accuracy_test", "return 1 / 0"),
            "Your test complains about a version that",
        ),
        ("part", filled("errata-numbers", "part", "return 0.9"), "Picture 0 went through predict 0 times"),
    ],
    "errata-training": [
        (
            "col",
            filled("errata-training", "col", "return slides_im2col(x, filter_h, filter_w)"),
            "A float32 number takes 4 bytes. If x is float32, a number that comes out takes 8",
        ),
        (
            "dropped",
            "dropped = try_dropout(SlidesDropout)",
            "In use nothing may happen; yours multiplies by 0.8 to 0.8",
        ),
        (
            "normalized",
            filled("errata-training", "normalized", "return slides_normalize(x, eps)"),
            "The standard deviation of channel 0 of x must be 1; yours is 0.0000",
        ),
        (
            "visits",
            filled("errata-training", "visits", "return slides_epoch(network, x, t, batch_size, rng)"),
            "the network has learned from picture . [02] times",
        ),
    ],
    "errata-craft": [
        (
            "set_up",
            filled("errata-craft", "set_up", 'return "SGD", 6'),
            "'Momentum' is Momentum; you return another one",
        ),
        (
            "settings",
            filled("errata-craft", "settings", "return slides_settings(filter_num, rest)"),
            "It belongs to somebody else",
        ),
        (
            "unpacked",
            "unpacked, unpacked_bias, traps = try_file(slides_pack, slides_unpack)",
            r"trap\(\) has sprung",
        ),
        (
            "check_test",
            filled("errata-craft", "check_test", "return bool(check(col2im))"),
            "nothing wrong with a version that compares, but on windows that do not overlap",
        ),
        ("says", filled("errata-craft", "says", "return True"), "yes to a col2im that puts = for \\+="),
        (
            "dmax",
            filled("errata-craft", "dmax", "return np.zeros((4, 4))"),
            "Window 1 holds .* and 1.0 arrives",
        ),
    ],
}


@pytest.mark.parametrize(
    ("name", "blank", "source", "sentence"),
    [(name, *row) for name, rows in VISIBLE.items() for row in rows],
)
def test_the_visible_check_says_what_is_wrong(name, blank, source, sentence):
    cell, error = complaint(name, f"{name}-{blank}", source)
    assert cell.name == f"{name}-{blank}"
    assert re.search(sentence, str(error))
