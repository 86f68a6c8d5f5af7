"""What an assignment is: plain data that cannot be changed, and that knows nothing of the judge."""

import dataclasses
import subprocess
import sys
from dataclasses import replace

import pytest

from autograder.assignment import Ask, Assignment, Check, Fault, Versions


def test_it_imports_nothing_of_the_rest():
    script = "import sys, autograder.assignment\nprint(*(name for name in sys.modules if name.startswith(('autograder', 'modlab'))))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert sorted(run.stdout.split()) == ["autograder", "autograder.assignment"]


@pytest.mark.parametrize("kind", [Assignment, Check, Fault])
def test_it_cannot_be_changed(kind, toy_conv):
    one = {Assignment: toy_conv, Check: toy_conv.checks[0], Fault: toy_conv.faults[0]}[kind]
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.name = "another"


def test_what_need_not_be_said():
    """No faults, no small numbers, nothing to be graded by hand."""
    plain = Assignment("x", (), {"a": ("a",)}, dict, lambda generator, draw: {}, 1)
    assert (list(plain.small_numbers()), plain.faults, plain.checks, plain.written) == ([], (), (), ())
    assert (plain.follows, plain.made_from) == ({}, {})
    assert plain.seconds > 0


def test_each_version_must_be_asked_about(toy_conv):
    versions = {"toy-conv-db": Versions("test_it", ("a right one", "another"), ("a faulty one",))}
    assert replace(toy_conv, versions=versions, draws=3).versions == versions
    with pytest.raises(
        ValueError, match="toy-conv-db has 3 versions; draw at least as many fresh numbers, not 2"
    ):
        replace(toy_conv, versions=versions, draws=2)


def test_numbers_that_are_asked_about_have_names(toy_conv):
    asks = {"toy-conv-db": Ask("db = f(n)", ("n", "m")), "toy-conv-out": Ask("out = f(n)", ("n",))}
    assert replace(toy_conv, asks=asks).asked_names == {"n", "m"}
