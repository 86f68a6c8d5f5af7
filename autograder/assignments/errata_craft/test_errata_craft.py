"""The checks of errata-craft. A student's test must fail on each faulty version and pass on each right one."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.assignments.errata_craft import oracle


@pytest.mark.cell("errata-craft-names_test", points=1)
def test_names_test(answers):
    """The student's test of the names."""
    answers.expect_test("names_test", 1, 2)


@pytest.mark.cell("errata-craft-set_up", points=1)
def test_names(answers):
    """Four optimizers, the number of steps, and an error for a strange name."""
    count, batch_size = len(answers.numbers["t"]), answers.numbers["batch_size"]
    steps = len(range(2 * batch_size, 5 * count + 1, 2 * batch_size))
    answers.expect_whole("set_up", [0, 1, 2, 3, steps, 1], "four optimizers, steps, whether refused")


@pytest.mark.cell("errata-craft-defaults_test", points=1)
def test_defaults_test(answers):
    """The student's test of the default."""
    answers.expect_test("defaults_test", 1, 2)


@pytest.mark.cell("errata-craft-settings", points=1)
def test_defaults(answers):
    """Four settings, none of which knows of the others."""
    four = [30, 7, 1, 6, 0, 1, 9, 2, 3, 12, 0, 1]
    answers.expect_whole("settings", [*four, 2], "filter_num, pad, stride of each call; entries handed in")


@pytest.mark.cell("errata-craft-file_test", points=1)
def test_file_test(answers):
    """The student's test of the file."""
    answers.expect_test("file_test", 1, 2)


@pytest.mark.cell("errata-craft-unpacked", points=1)
def test_file(answers):
    """What went in comes out, and no trap springs."""
    for name, before in (("unpacked", answers.numbers["x"]), ("unpacked_bias", answers.numbers["scores"][0])):
        answers.expect(name, before.astype(np.float64), "the shape of what went in")
        answers.expect_dtype(name, before.dtype)
    answers.expect_whole("traps", [2, 0, 0], "arrays that came out, trap in a pickle, trap in an .npz file")


@pytest.mark.cell("errata-craft-check_test", points=1)
def test_check_test(answers):
    """The student's test of the check."""
    answers.expect_test("check_test", 2, 2)


@pytest.mark.cell("errata-craft-says", points=1)
def test_check(answers):
    """What the student's check says of two right versions and four wrong ones."""
    order = np.random.default_rng(answers.numbers["seed"]).permutation(6)
    answers.expect_whole(
        "says", order < 2, "one for each version of col2im, 1 if your check says it is right"
    )


@pytest.mark.cell("errata-craft-slip_test", points=1)
def test_slip_test(answers):
    """The student's test of the slide's lines."""
    answers.expect_test("slip_test", 1, 2)


@pytest.mark.cell("errata-craft-dmax", points=1)
def test_winners(answers):
    """What arrives at each window's largest pixel."""
    x, dout, pool_h, pool_w, stride = (
        answers.numbers[name] for name in ("x", "dout", "pool_h", "pool_w", "stride")
    )
    expected = oracle.rows_of_winners(x, dout, pool_h, pool_w, stride)
    answers.expect("dmax", expected, "windows of all channels, pixels in a window")
