"""The files behind a module, held against what Python really loads."""

import json
import subprocess
import sys

import pytest

from autograder import closure

LOADED = """
import importlib, json, sys
importlib.import_module(sys.argv[1])
print(json.dumps([module.__file__ for module in list(sys.modules.values()) if getattr(module, "__file__", None)]))
"""


@pytest.mark.parametrize(
    "module", ["autograder.check", "autograder.grading.grade", "autograder.cli", "modlab.networks"]
)
def test_all_that_is_loaded_is_found(module):
    done = subprocess.run([sys.executable, "-c", LOADED, module], capture_output=True, text=True, check=True)
    ours = {path for path in json.loads(done.stdout) if path.startswith(str(closure.ROOT / closure.OURS[0]))}
    assert ours <= {str(path) for path in closure.files_behind([module])}


def test_imports_inside_functions_and_of_names_are_followed(tmp_path):
    program = tmp_path / "program.py"
    program.write_text("def later():\n    from autograder.judging import sealed\n    import modlab.im2col\n")
    found = {
        path.relative_to(closure.ROOT).as_posix()
        for path in closure.files_behind([], [program])
        if path != program
    }
    assert {"autograder/judging/sealed.py", "autograder/judging/__init__.py", "modlab/im2col.py"} <= found
    assert "autograder/judging/answers.py" not in found


def test_data_is_what_a_program_reads():
    suffixes = {path.suffix for path in closure.data_in(closure.ROOT / "modlab")}
    assert ".npz" in suffixes
    assert not suffixes & {".py", ".pyc", ".js", ".css"}
