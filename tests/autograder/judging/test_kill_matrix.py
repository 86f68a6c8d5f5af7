"""The kill matrix tells a fault that is noticed and named from one that is not."""

from dataclasses import replace

from autograder.judging.kill_matrix import Row, judge_of, kill_matrix


def test_a_fault_counts_as_killed_only_if_its_own_check_notices_and_names_it():
    assert Row("f", "cell", ("cell",), "f").killed
    assert Row("f", "cell", ("other", "cell"), "f").killed
    assert not Row("f", "cell", (), "").killed
    assert not Row("f", "cell", ("other",), "f").killed
    assert not Row("f", "cell", ("cell",), "g").killed


def test_a_right_answer_among_the_faults_survives(course, toy_conv):
    known = toy_conv.faults[0]
    no_fault = replace(known, name="no-fault", cell="toy-conv-db", source="db = dout_rows.sum(axis=0)")
    rows = kill_matrix(course, replace(toy_conv, faults=(known, no_fault)))
    assert [(row.fault, row.killed) for row in rows] == [(known.name, True), ("no-fault", False)]
    assert rows[1].noticed_by == ()


def test_cells_of_the_solution_are_replaced(course, toy_conv):
    with judge_of(course, toy_conv) as judge_with:
        assert judge_with({}).points == 10
        assert judge_with({"toy-conv-db-answer": "db = None"}).points == 8
