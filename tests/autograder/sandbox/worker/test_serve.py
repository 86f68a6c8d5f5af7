"""The warm process finds NumPy, the standard library and the assignment's modules, and nothing else that is installed."""

import os
import subprocess
import sys

import pytest

from autograder.sandbox.launcher import WORKER, copy_modules

TRY = """
import importlib, sys
sys.path.insert(0, sys.argv[1])
from serve import import_what_is_allowed
import_what_is_allowed(sys.argv[2], ["modlab.im2col"])
for name in sys.argv[3:]:
    try:
        importlib.import_module(name)
        print(name)
    except ImportError:
        pass
"""


@pytest.fixture
def found(tmp_path):
    copy_modules(["modlab.inside.backend", "modlab.im2col"], tmp_path)

    def try_them(*names):
        command = [sys.executable, "-c", TRY, str(WORKER), str(tmp_path), *names]
        clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd="/", env=clean)
        return done.stdout.split()

    return try_them


def test_what_is_allowed_is_there_and_nothing_else(found):
    """pytest and the course are installed here, and would be found by a process that was not told otherwise."""
    there = ["numpy", "numpy.linalg", "json", "decimal", "modlab.im2col"]
    missing = ["pytest", "autograder", "modlab.layers", "solutions"]
    assert found(*there, *missing) == there
