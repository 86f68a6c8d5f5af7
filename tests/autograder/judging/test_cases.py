"""The numbers that a submission is run on: the same for a student each time, others for another one."""

import numpy as np

from autograder.judging.cases import Case, cases


def test_numbers_depend_on_secret_and_student_and_on_nothing_else(toy_conv):
    def fresh(secret, student):
        return cases(toy_conv, secret, student)[-1].numbers["dout"].tolist()

    assert fresh("a", "kim") == fresh("a", "kim")
    assert fresh("a", "kim") != fresh("a", "lee")
    assert fresh("a", "kim") != fresh("b", "kim")


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
    assert Case("fresh-2", numbers, True).in_words() == "On other numbers (x 2×3, pad 1)"
    assert Case("practice", numbers).in_words() == "On other numbers (x 2×3, pad 1)"
    assert Case("small-1", numbers).in_words() == "Here"
