"""The tests mirror the figures and the book's extensions: each module has a test file at the same place, and none there waits for the book."""

import ast
from pathlib import Path

HERE = Path(__file__).parent
BOOK = HERE.parents[1] / "book"
FOLDERS = ("_ext", "figures")
# Tests of more than one module, by what they show.
OF_THE_WHOLE = {"figures/test_figures.py": "that no figure is there in vain, and who draws with what"}


def mirrors():
    """Return where the tests of each module belong; an `__init__.py` there only says what its folder holds."""
    modules = [path.relative_to(BOOK) for folder in FOLDERS for path in (BOOK / folder).rglob("*.py")]
    return {
        (place.parent / f"test_{place.stem}.py").as_posix()
        for place in modules
        if not place.name.startswith("__")
    }


def files_of_tests():
    return {
        path.relative_to(HERE).as_posix() for folder in FOLDERS for path in (HERE / folder).rglob("test_*.py")
    }


def asked_for(path):
    """Return what each test and each fixture of a file takes: {name: set of str}."""
    return {
        function.name: {argument.arg for argument in function.args.args}
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef)
        and (
            function.name.startswith("test_")
            or any("fixture" in ast.unparse(one) for one in function.decorator_list)
        )
    }


def test_each_module_has_a_test_file_at_the_same_place():
    assert mirrors() - files_of_tests() == set()


def test_each_test_file_has_a_module_or_a_reason():
    assert files_of_tests() - mirrors() == set(OF_THE_WHOLE)


def test_what_is_left_out_of_the_mirror_holds_no_code():
    for path in (path for folder in FOLDERS for path in (BOOK / folder).rglob("__*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert [type(statement) for statement in tree.body] == [ast.Expr], (
            f"{path.relative_to(BOOK)} holds code."
        )


def test_no_test_there_waits_for_the_book():
    """Building it takes minutes; a test that reads its pages stands in this folder."""
    fixtures = asked_for(HERE / "conftest.py")
    built = {"build"}
    while more := {name for name, asked in fixtures.items() if asked & built} - built:
        built |= more
    assert {"pages", "page", "printed_numbers"} <= built
    for path in (path for folder in FOLDERS for path in (HERE / folder).rglob("*.py")):
        for name, asked in asked_for(path).items():
            assert not asked & built, f"{path.relative_to(HERE)}: {name} builds the book."
