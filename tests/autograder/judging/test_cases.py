"""The numbers that a submission is run on: the same for a student each time, others for another one."""

from dataclasses import replace

import numpy as np

from autograder.assignment import Versions
from autograder.judging.cases import Case, cases


def test_numbers_depend_on_secret_student_and_content_and_on_nothing_else(toy_conv):
    def fresh(*words):
        return cases(toy_conv, *words)[-1].numbers["dout"].tolist()

    assert fresh("a", "kim", "x") == fresh("a", "kim", "x")
    assert fresh("a", "kim", "x") != fresh("a", "kim", "y")
    assert fresh("a", "kim", "x") != fresh("a", "lee", "x")
    assert fresh("a", "kim", "x") != fresh("b", "kim", "x")


def test_each_version_is_met_in_an_order_that_only_the_secret_knows(toy_conv):
    versions = {"toy-conv-db": Versions("test_it", ("right 1", "right 2"), ("faulty 1",))}
    assignment = replace(toy_conv, versions=versions, draws=5)
    orders = set()
    for secret in map(str, range(40)):
        hidden = [case.versions["toy-conv-db"] for case in cases(assignment, secret) if case.hidden]
        assert {version.source for version in hidden} == {"right 1", "right 2", "faulty 1"}
        assert all(version.is_right == version.source.startswith("right") for version in hidden)
        orders.add(tuple(version.is_right for version in hidden))
    assert len(orders) > 10
    assert len({sum(order) for order in orders}) > 1  # how many are right is drawn, too
    assert not any(case.versions for case in cases(assignment, None))


def test_a_student_alone_gets_no_hidden_numbers(toy_conv):
    assert [case.name for case in cases(toy_conv, None)] == ["slide", "practice"]
    assert not any(case.hidden for case in cases(toy_conv, None))


def test_each_draw_is_another_one_and_hidden(toy_conv):
    drawn = [case for case in cases(toy_conv, "a", "kim") if case.hidden]
    assert [case.name for case in drawn] == [f"fresh-{i + 1}" for i in range(toy_conv.draws)]
    assert len({case.numbers["dout"].tobytes() for case in drawn}) == toy_conv.draws


def test_a_name_that_is_not_utf8_gets_numbers_too(toy_conv):
    assert len(cases(toy_conv, "a", "kim\udcff")) == 2 + toy_conv.draws


def test_in_words():
    numbers = {"x": np.zeros((2, 3)), "pad": 1}
    assert Case("slide", numbers).in_words() == "On the slide's numbers"
    assert Case("fresh-2", numbers, True).in_words() == "On numbers that nobody has seen"
    assert Case("practice", numbers).in_words() == "On other numbers (x 2×3, pad 1)"
    assert Case("practice", numbers, asked={"pad"}).in_words() == "On other numbers (x 2×3)"
    assert Case("small-1", numbers).in_words() == "Here"
