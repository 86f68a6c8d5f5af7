"""errata: right tests and repairs of any style earn all points; a test that cannot tell earns none."""

import statistics
import sys
from pathlib import Path

import numpy as np
import pytest

from autograder import catalog
from autograder.assignments.errata import oracle
from autograder.assignments.errata.blanks import BLANKS, filled
from autograder.judging.cases import cases

sys.path.insert(0, str(Path(__file__).parent))
from errata_repairs import REPAIRS
from errata_tests import TESTS

ASSIGNMENT = "errata"
NAMES = [cell.removeprefix("errata-") for cell in catalog.load("errata").values]
FULL = {name: 2 if name == "visits" else 1 for name in NAMES}

RIGHT_ANSWERS = {style: TESTS[style] | REPAIRS[style] for style in REPAIRS}


def answers(blanks):
    """Return blanks with their first and last lines, if it is but their bodies that stand here."""
    return {
        name: source if source.lstrip().startswith(("class Mended", "def mended")) else filled(name, source)
        for name, source in blanks.items()
    }


@pytest.mark.parametrize("style", RIGHT_ANSWERS)
def test_a_right_answer_of_any_style_earns_everything(judge_answers, style):
    points, cells = judge_answers(answers(RIGHT_ANSWERS[style]))
    assert {name: cell.message for name, cell in cells.items() if cell.message} == {}
    assert points == FULL


def test_every_blank_has_four_answers_besides_the_solution():
    for name in NAMES:
        different = {blanks[name] for blanks in RIGHT_ANSWERS.values() if name in blanks}
        assert len(different) >= 4, name


FINDS_NOTHING = "Your test passes on a faulty version"
TOO_STRICT = "Your test fails on a version that is right"


@pytest.mark.parametrize(
    ("blank", "body", "sentence"),
    [
        ("relu_test", "return True", FINDS_NOTHING),
        ("accuracy_test", "return False", TOO_STRICT),
        ("pooling_test", "return pooling()", TOO_STRICT),
        ("order_test", 'return order[-1] != "Dropout"', FINDS_NOTHING),
        ("check_test", "return check(col2im) is not None", FINDS_NOTHING),
        ("part", "predict(x[:batch_size])\nreturn 0.9", "most_and_all has the right shape"),
        ("dy", "pass", "dy is still None"),
        ("set_up", 'return "SGD", 6', "numbers are wrong"),
        (
            "dropped",
            "dropped = try_dropout(SlidesDropout)",
            "dropped has the right shape",
        ),
        ("says", "return True", "4 of its 6 numbers are wrong"),
    ],
)
def test_a_wrong_answer_loses_its_own_points_and_is_told_why(judge_answers, blank, body, sentence):
    points, cells = judge_answers({blank: filled(blank, body) if blank in BLANKS else body})
    assert points == {**FULL, blank: 0}
    assert sentence in cells[blank].message


@pytest.mark.parametrize("blank", ["relu_test", "order_test", "check_test"])
def test_answers_in_turn_earn_nothing(judge_answers, blank):
    """A test that does not look, but says False first and True then, as the versions stand in the notebook."""
    faulty = 1 if blank == "relu_test" else 2
    body = f"global asked\nasked += 1\nreturn asked > {faulty}"
    points, _ = judge_answers({blank: "asked = 0\n" + filled(blank, body)})
    assert points == {**FULL, blank: 0}


def test_what_stops_in_a_repair_is_blamed_on_its_own_blank(judge_answers):
    points, cells = judge_answers({"col": filled("col", "return x[9, 9, 9]")})
    assert points == {**FULL, "col": 0}
    assert "your cell stopped with IndexError in line 2" in cells["col"].message


def test_the_oracle_gives_published_numbers():
    """What PyTorch's max_pool2d gives for 1 to 16 under 2×2 windows, stride 2, padding 1, and their negatives; and (y - t) / N."""
    picture = np.arange(1.0, 17.0).reshape(1, 1, 4, 4)
    assert oracle.largest_inside(picture, 2, 2, 2, 1)[0, 0].tolist() == [[1, 3, 4], [9, 11, 12], [13, 15, 16]]
    assert oracle.largest_inside(-picture, 2, 2, 2, 1)[0, 0].tolist() == [
        [-1, -2, -4],
        [-5, -6, -8],
        [-13, -14, -16],
    ]
    slopes = oracle.slope_of_loss(np.zeros((2, 4)), np.array([3, 0]))
    np.testing.assert_allclose(
        slopes, [[0.125, 0.125, 0.125, -0.375], [-0.375, 0.125, 0.125, 0.125]], atol=1e-15
    )


def test_the_oracle_normalizes_as_pythons_statistics_do():
    x = np.random.default_rng(0).normal(size=(2, 3, 2, 4))
    out = oracle.normal(x, 0.0)
    for c in range(3):
        numbers = x[:, c].ravel().tolist()
        expected = [(number - statistics.fmean(numbers)) / statistics.pstdev(numbers) for number in numbers]
        np.testing.assert_allclose(out[:, c].ravel(), expected)


def test_fresh_numbers_show_every_defect():
    for seed in range(20):
        for case in cases(catalog.load("errata"), f"secret {seed}", "lee")[1:]:
            n = case.numbers
            assert len(n["t"]) % n["batch_size"] > 0
            assert n["pad"] > 0
            assert n["pool_h"] != n["pool_w"]
            assert (n["x"][:, :, 0, :2] < 0).all(axis=-1).any()
            assert (n["x"] > 0).any()
            assert len({n[name] for name in ("FN", "C", "FH", "FW")}) == 4
            assert n["dropout_ratio"] != 0.5
