"""toy-conv: right answers of any style earn all points, wrong ones lose their own and no others."""

import nbformat
import numpy as np
import pytest
from autograder.judging.kill_matrix import kill_matrix
from autograder.judging.cases import cases
from autograder.notebook.reading import read_notebook
from autograder.grading.sample_class import THE_SLIDES_NUMBERS, fill_in

def test_an_untouched_notebook_earns_nothing(judge_notebook, released):
    verdict = judge_notebook(released)
    assert (verdict.points, verdict.max_points) == (0, 10)
    for cell in verdict.cells:
        name = cell.cell.removeprefix("toy-conv-")
        assert cell.message == f"{name} is still None: the blank is empty."


def test_the_slides_numbers_typed_in_earn_nothing(judge_notebook, released):
    verdict = judge_notebook(fill_in(released, THE_SLIDES_NUMBERS))
    assert verdict.points == 0
    assert all("On other numbers" in cell.message for cell in verdict.cells)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("out", "out = np.zeros((len(col), FN), dtype=np.result_type(col, W))"),
        ("db", "db = np.zeros(FN, dtype=dout.dtype)"),
        ("dcol_W", "dcol_W = np.zeros((C * FH * FW, FN), dtype=dout.dtype)"),
    ],
)
def test_the_right_shape_alone_earns_nothing(judge_blanks, name, source):
    points, verdict = judge_blanks({name: source})
    assert points == {**FULL, name: 0}
    assert "has the right shape" in next(c.message for c in verdict.cells if c.cell == f"toy-conv-{name}")


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("while True: pass", "was still running after 1 seconds"),
        (
            "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
            "was still running",
        ),
        ("import time\ntime.sleep(60)", "was still running"),
        ("import os\nos._exit(0)", "ended the Python process"),
        ("import os\nos.abort()", "crashed the Python process"),
        ("import ctypes\nctypes.string_at(0)", "crashed the Python process (SIGSEGV)"),
        (
            "import os\nfor fd in range(3, 64):\n    try: os.close(fd)\n    except OSError: pass",
            "ended the Python process",
        ),
        (
            "import os\nfor fd in range(3, 64):\n    try: os.write(fd, b'forged' * 99)\n    except OSError: pass",
            "sent an answer that cannot be read",
        ),
    ],
)
def test_a_cell_that_stops_the_process_loses_its_own_points(judge_blanks, source, sentence):
    points, verdict = judge_blanks({"db": source}, seconds=1.0)
    assert points == {**FULL, "db": 0}
    assert sentence in next(cell.message for cell in verdict.cells if cell.cell == "toy-conv-db")


def test_a_helper_that_stops_the_process_loses_nothing(judge_notebook, released):
    from autograder.grading.sample_class import RIGHT

    notebook = fill_in(released, RIGHT)
    notebook["cells"].insert(0, {"cell_type": "code", "source": "import os\nos._exit(1)", "metadata": {}})
    notebook["cells"].append({"cell_type": "code", "source": "while True: pass", "metadata": {}})
    assert judge_notebook(notebook, seconds=1.0).points == 10


def test_memory_is_bounded(judge_blanks):
    points, verdict = judge_blanks({"db": "db = np.ones(1 << 32)"})
    assert points == {**FULL, "db": 0}
    assert "MemoryError" in next(cell.message for cell in verdict.cells if cell.cell == "toy-conv-db")


def test_what_is_printed_is_capped_and_costs_nothing(judge_blanks):
    noise = "import sys, warnings\nprint('x' * 20_000_000)\nprint('oops', file=sys.stderr)\nwarnings.warn('careful')\n"
    points, verdict = judge_blanks({"db": noise + "db = dout_rows.sum(axis=0)"})
    assert points == FULL
    assert len(verdict.log) < 100_000


def test_printing_past_python_costs_nothing(judge_blanks):
    noise = "import os\nos.write(1, b'x' * 100_000)\nos.write(2, b'x' * 100_000)\nprint('<script>')\n"
    points, _ = judge_blanks({"db": noise + "db = dout_rows.sum(axis=0)"})
    assert points == FULL


def test_patched_numpy_and_builtins_cannot_make_a_wrong_answer_right(judge_blanks):
    patches = (
        "import builtins, numpy\n"
        "numpy.allclose = numpy.array_equal = builtins.all = lambda *a, **k: True\n"
        "numpy.ndarray = numpy.float64\n"
        "db = np.zeros(FN)"
    )
    points, _ = judge_blanks({"db": patches})
    assert points["db"] == 0


def test_a_text_from_hidden_numbers_is_not_shown(judge_blanks):
    """On the slide's numbers this is right; on float32 numbers it raises, and its message would tell them."""
    source = "db = dout_rows.sum(axis=0)\nif dout.dtype == np.float32:\n    db = None\n    raise ValueError(str(dout))"
    points, verdict = judge_blanks({"db": source})
    message = next(cell.message for cell in verdict.cells if cell.cell == "toy-conv-db")
    assert points == {**FULL, "db": 0}
    assert message.endswith("your cell stopped with ValueError in line 4.")


def test_every_fault_is_noticed_by_its_check_and_named(course, toy_conv):
    rows = kill_matrix(course, toy_conv)
    assert len(rows) >= 8
    assert [row.fault for row in rows if not row.killed] == []


def test_a_right_answer_gets_no_hint(judge_blanks):
    _, verdict = judge_blanks({})
    assert all(not cell.hint and not cell.fault for cell in verdict.cells)


def test_the_hint_for_the_wrong_axis(judge_blanks):
    _, verdict = judge_blanks(
        {"db": "total = 0\nfor f in range(FN):\n    total = total + dout_rows[:, f]\ndb = total"}
    )
    db = next(cell for cell in verdict.cells if cell.cell == "toy-conv-db")
    assert db.fault == "db-over-filters"
    assert "you summed over axis 1" in db.hint
    assert "축(1)" in db.hint_ko


def test_points_on_the_checks_agree_with_the_notebook(course, judge_blanks):
    cells = read_notebook(course.template("toy-conv"))
    in_notebook = {cell.name: cell.points for cell in cells if cell.kind == "check"}
    _, verdict = judge_blanks({})
    assert {cell.cell: cell.max_points for cell in verdict.cells} == in_notebook


def test_the_slides_numbers_are_those_of_the_parameters_cell(released, toy_conv):
    source = next(cell["source"] for cell in released["cells"] if cell["id"] == "toy-conv-parameters")
    namespace = {"np": np}
    exec("".join(source), namespace)
    numbers = toy_conv.slide_numbers()
    assert set(numbers) == set(namespace) - {"np", "__builtins__"}
    for name, value in numbers.items():
        assert np.array_equal(value, namespace[name])
        assert np.asarray(value).dtype == np.asarray(namespace[name]).dtype


def test_fresh_numbers_have_no_two_sizes_alike(toy_conv):
    for seed in range(20):
        for case in cases(toy_conv, f"secret {seed}", "lee")[1:]:
            N, C, H, W = case.numbers["x"].shape
            FN, _, FH, FW = case.numbers["W"].shape
            out_h, out_w = case.numbers["dout"].shape[2:]
            assert len({N, C, FN, H, W}) == 5
            assert N > 1
            assert FH != FW
            assert out_h != out_w
            assert len({N * out_h * out_w, C * FH * FW, FN}) == 3


def test_numbers_depend_on_secret_and_student_and_on_nothing_else(toy_conv):
    def fresh(secret, student):
        return cases(toy_conv, secret, student)[-1].numbers["dout"].tolist()

    assert fresh("a", "kim") == fresh("a", "kim")
    assert fresh("a", "kim") != fresh("a", "lee")
    assert fresh("a", "kim") != fresh("b", "kim")


def test_a_student_alone_gets_no_hidden_numbers(toy_conv):
    assert [case.name for case in cases(toy_conv, None)] == ["slide", "practice"]
    assert not any(case.hidden for case in cases(toy_conv, None))


def test_the_solution_file_is_a_valid_notebook(course):
    from autograder.notebook.sources import read_solution

    nbformat.validate(read_solution(course.solution("toy-conv")))
