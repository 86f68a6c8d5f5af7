"""What the course gives is looked at and put back."""

import numpy as np
import pytest
from given import Given


@pytest.fixture
def names():
    return {"own": np.zeros(2)}


@pytest.fixture
def given(names):
    given = Given(names)
    given.begin()
    names.update(x=np.arange(4.0), few=np.array([1.0, np.nan]), n=3)
    given.take()
    return given


def test_what_a_cell_of_the_notebook_assigns_is_given(given):
    assert given.names == {"x", "few", "n"}


def test_an_array_that_was_written_into_is_told_and_put_back_in_its_place(given, names):
    view = names["x"][1:]
    names["x"] *= 2
    assert given.written() == ["x"]
    assert names["x"].tolist() == [0, 1, 2, 3]
    assert view.tolist() == [1, 2, 3]
    assert given.written() == []


@pytest.mark.parametrize(
    "change",
    ["x[0] = 9.0", "x.fill(nan)", "x.sort(); x[:] = x[::-1].copy()", "x.shape = (2, 2)", "x.put(1, 7)"],
)
def test_every_way_to_change_an_array_is_seen(given, names, change):
    exec(change, {"nan": np.nan}, names)
    assert given.written() == ["x"]
    assert names["x"].tolist() == [0, 1, 2, 3]


def test_what_holds_the_same_has_not_changed(given, names):
    names["few"] *= 1
    names["own"] += 1
    assert given.written() == []


def test_a_blank_may_write_into_what_it_is_told_to(given, names):
    names["x"] *= 2
    assert given.written(may_write=["x"]) == []
    assert names["x"].tolist() == [0, 2, 4, 6]
    assert given.written() == []


def test_a_name_that_stands_for_something_else_is_told_and_given_back(given, names):
    names["n"], names["own"] = None, None
    assert given.assigned_anew() == ["n"]
    given.put_back(["n"])
    assert names["n"] == 3
    assert names["own"] is None


def test_an_array_that_can_no_longer_be_written_into_is_put_back_under_its_name(given, names):
    before = names["x"]
    before *= 2
    before.flags.writeable = False
    assert given.written() == ["x"]
    assert names["x"].tolist() == [0, 1, 2, 3]
