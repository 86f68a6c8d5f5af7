"""The sample class: one student for each way that a notebook can go right or wrong."""

import json

from autograder.grading.sample_class import RIGHT, STUDENTS, fill_in, write_sample_class


def test_each_student_has_the_released_notebook_with_their_blanks_filled_in(course, released, tmp_path):
    paths = write_sample_class(course, tmp_path)
    assert [path.parts[-3] for path in paths] == list(STUDENTS)
    for student, path in zip(STUDENTS, paths, strict=True):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        changed = {
            cell["id"]: "".join(cell["source"])
            for cell, before in zip(notebook["cells"], released["cells"], strict=True)
            if cell != before
        }
        blanks = STUDENTS[student]
        assert changed == ({} if blanks is None else {**RIGHT, **blanks}), student


def test_filling_in_leaves_the_original_alone(released):
    before = json.dumps(released)
    assert fill_in(released, RIGHT) != released
    assert json.dumps(released) == before
