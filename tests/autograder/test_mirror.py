"""The tests mirror the judge: each module has a test file at the same place, and each test file a module, or a reason for being there."""

from pathlib import Path

HERE = Path(__file__).parent
JUDGE = HERE.parents[1] / "autograder"
# Tests of more than one module, by what they show.
OF_THE_WHOLE = {
    "test_mirror.py": "this one",
    "assignments/test_every_assignment.py": "what holds for every assignment",
    "grading/test_disturbed.py": "a grading that is stopped, starved or damaged, or runs twice",
    "assignments/test_fresh_class.py": "answers to every assignment by somebody who has seen no check",
    "assignments/test_no_blank_is_replayed.py": "what no blank of any assignment may be filled with",
    "assignments/test_no_mutant_survives.py": "what no check of any assignment may overlook",
    "grading/test_dask.py": "a class graded on several computers",
    "grading/test_hostile.py": "a class that attacks the judge",
    "reports/test_in_browser.py": "the pages in a browser",
    "reports/test_postgresql.py": "the gradebook in another database",
}


def mirrors():
    """Return for each module, and for each assignment's folder, where its tests belong."""
    found = set()
    for path in JUDGE.rglob("*.py"):
        place = path.relative_to(JUDGE)
        if place.parts[0] == "assignments" and len(place.parts) > 2:
            place = place.parent  # an assignment's checks, faults and oracle are one thing
            while len(place.parts) > 2:
                place = place.parent
        elif place.name.startswith("__"):
            continue
        found.add((place.parent / f"test_{place.stem}.py").as_posix())
    return found


def files_of_tests():
    return {path.relative_to(HERE).as_posix() for path in HERE.rglob("test_*.py")}


def test_each_module_has_a_test_file_at_the_same_place():
    assert mirrors() - files_of_tests() == set()


def test_each_test_file_has_a_module_or_a_reason():
    assert files_of_tests() - mirrors() == set(OF_THE_WHOLE)
