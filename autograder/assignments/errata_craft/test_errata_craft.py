"""The checks of errata-craft. A student's test must fail on each faulty version and pass on each right one."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.assignments.errata_craft import oracle
from autograder.assignments.errata_craft.asks import POOLING

SET_UP = "for each call the number of steps and the letters of the name as numbers; -1 and zeros where the name is refused"
SETTINGS = (
    "filter_num, pad, stride of each call and of the dictionary that was handed in; -1 where there is none"
)
TRAPS = (
    "how many arrays came out of two files; how often code ran in two pickles, an .npz file and an .npy file"
)


@pytest.mark.cell("errata-craft-names_test", points=1)
def test_names_test(answers):
    """The student's test of the names."""
    answers.expect_test("names_test", 1, 2)


@pytest.mark.cell("errata-craft-set_up", points=1)
def test_names(answers):
    """Four optimizers, their numbers of steps, and an error for a strange name."""
    numbers = answers.numbers
    asked = (numbers[name] for name in ("asked_names", "asked_halves", "asked_counts", "asked_sizes"))
    told = [oracle.name_and_steps(*each) for each in zip(*asked, strict=True)]
    refused = [[-1] + [0] * 8] * len(numbers["strange_names"])
    names = [
        "".join(map(chr, filter(None, letters)))
        for letters in np.concatenate([numbers["asked_names"], numbers["strange_names"]]).tolist()
    ]
    answers.expect_whole(
        "set_up",
        np.array(told + refused),
        SET_UP,
        [f"the name {name!r}" for name in names],
        {"-1": "an error"},
    )


@pytest.mark.cell("errata-craft-defaults_test", points=1)
def test_defaults_test(answers):
    """The student's test of the default."""
    answers.expect_test("defaults_test", 1, 2)


@pytest.mark.cell("errata-craft-settings", points=1)
def test_defaults(answers):
    """Five settings, none of which knows of the others, nor the dictionary that was handed in."""
    asked = (answers.numbers[name] for name in ("asked_filters", "asked_own", "asked_changed"))
    whose = [f"call {number}" for number in range(1, 6)]
    answers.expect_whole(
        "settings", oracle.settings(*asked), SETTINGS, [*whose, "the dictionary that was handed in"]
    )


@pytest.mark.cell("errata-craft-file_test", points=1)
def test_file_test(answers):
    """The student's test of the file."""
    answers.expect_test("file_test", 1, 3)


@pytest.mark.cell("errata-craft-unpacked", points=1)
def test_file(answers):
    """What went in comes out, and no trap springs."""
    numbers = answers.numbers
    for name, before in (("unpacked", numbers["asked_W"]), ("unpacked_bias", numbers["asked_b"][::-1])):
        answers.expect(name, before.astype(np.float64), "the shape of what went in")
        answers.expect_dtype(name, before.dtype)
    came_out = [2 + numbers["asked_more"], 2, 0, 0, 0, 0]
    answers.expect_whole("traps", numbers["asked_notes"] + came_out, TRAPS)


@pytest.mark.cell("errata-craft-check_test", points=1)
def test_check_test(answers):
    """The student's test of the check."""
    answers.expect_test("check_test", 2, 2)


@pytest.mark.cell("errata-craft-says", points=1)
def test_check(answers):
    """What the student's check says of versions of col2im: it is a test, too."""
    answers.expect_test("says", 4, 2)


@pytest.mark.cell("errata-craft-slip_test", points=1)
def test_slip_test(answers):
    """The student's test of the slide's lines."""
    answers.expect_test("slip_test", 1, 2)


@pytest.mark.cell("errata-craft-dmax", points=1)
def test_winners(answers):
    """What arrives at each window's largest pixel."""
    x, dout, pool_h, pool_w, stride = (answers.numbers[name] for name in POOLING)
    expected = oracle.rows_of_winners(x, dout, pool_h, pool_w, stride)
    answers.expect("dmax", expected, "windows of all channels, pixels in a window")
