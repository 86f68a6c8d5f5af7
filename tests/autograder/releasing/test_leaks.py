"""What must not be in the students' package, and what must: the package is spoiled in every way, and each is found."""

import io
import json
import os
import re

import numpy as np
import pytest

from autograder.releasing.leaks import find_lacks, find_leaks

NOTEBOOK = "exercises/toy-conv/toy-conv.ipynb"


def in_notebook(content, line):
    """Return a notebook with a line more in its last code cell."""
    notebook = json.loads(content)
    cell = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"][-1]
    cell["source"] = ["".join(cell["source"]), "\n", line]
    return json.dumps(notebook).encode()


@pytest.mark.parametrize(
    ("path", "line", "sentence"),
    [
        (
            NOTEBOOK,
            "db  =  np.sum( dout_rows,axis = 0 )",
            "toy-conv.ipynb holds a line of the solution of toy-conv: db = ",
        ),
        (
            NOTEBOOK,
            "# db = np.sum(dout_rows, axis=0)",
            "toy-conv.ipynb holds a line of the solution of toy-conv: db = ",
        ),
        (
            "exercises/im2col/im2col.ipynb",
            "col_W = W.reshape(FN, -1).T",
            "im2col.ipynb holds an answer to toy-conv.",
        ),
        (NOTEBOOK, "### BEGIN HIDDEN TESTS", "toy-conv.ipynb holds 'BEGIN HIDDEN TESTS'"),
        ("README.md", "by_hand = [4, 3, 10, 11]", "README.md holds a line of the solution of output-size"),
        (
            "autograder/check.py",
            "db = np.sum(dout_rows, axis=1)",
            "autograder/check.py holds the wrong answer",
        ),
    ],
)
def test_what_gives_an_answer_away_is_found(files, course, path, line, sentence):
    old = files[path]
    new = in_notebook(old, line) if path.endswith(".ipynb") else old + f"\n{line}\n".encode()
    found = find_leaks({**files, path: new}, course)
    assert found
    assert all(sentence in said for said in found)


def test_checks_and_oracles_are_found_under_any_name(files, course):
    package = course.root / "autograder"
    for path in (
        "assignments/convolution_oracle.py",
        "assignments/toy_conv/test_toy_conv.py",
        "assignments/simple_convnet/oracle.py",
    ):
        leak = (package / path).read_bytes().replace(b"pytest.mark.cell", b"mark")
        found = find_leaks({**files, "autograder/check.py": files["autograder/check.py"] + leak}, course)
        assert any(
            re.search(rf"check.py holds the check or oracle \w+ of {os.path.basename(path)}", said)
            for said in found
        )


@pytest.mark.parametrize(
    "path",
    [
        "solutions/toy_conv.py",
        "autograder/judging/kill_matrix.py",
        "grading/gradebook.db",
        "tests/test_x.py",
        "notes.txt",
    ],
)
def test_an_instructors_file_is_refused(files, course, path):
    assert find_leaks({**files, path: b"nothing"}, course) == [
        f"{path} is none of the files that students get."
    ]


def test_the_courses_secret_is_found(files, course, tmp_path):
    (tmp_path / "secret").write_text("a secret of 2026\n")
    spoiled = {**files, "README.md": b"it is a secret of 2026"}
    course_with_secret = type("Course", (type(course),), {"grading": tmp_path})(course.root)
    assert find_leaks(spoiled, course_with_secret) == ["README.md holds the course's secret."]


def test_arrays_that_could_hold_code_are_refused(files, course):
    buffer = io.BytesIO()
    np.savez(buffer, answer=np.array([{"col_W": "W.reshape(FN, -1).T"}], dtype=object))
    found = find_leaks({**files, "autograder/assignments/toy-conv.npz": buffer.getvalue()}, course)
    assert found == [
        "autograder/assignments/toy-conv.npz holds pickled numbers, where only plain ones belong."
    ]


@pytest.mark.parametrize(
    ("line", "module"),
    [("import jinja2", "jinja2"), ("from modlab.no_such import x", "modlab.no_such"), ("import cv2", "cv2")],
)
def test_an_import_that_the_package_cannot_serve_is_refused(files, line, module):
    assert find_lacks(files) == []
    spoiled = {**files, NOTEBOOK: in_notebook(files[NOTEBOOK], line)}
    assert find_lacks(spoiled) == [
        f"{NOTEBOOK} imports {module}, which the package neither holds nor asks for."
    ]
