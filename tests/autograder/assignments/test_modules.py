"""An answer may import the library's im2col wherever it is not what the exercise asks for."""

import ast
import inspect

import pytest

from autograder import catalog
from modlab import im2col

FUNCTIONS = {name for name, value in vars(im2col).items() if inspect.getmodule(value) is im2col}


@pytest.mark.parametrize("name", catalog.names())
def test_im2col_may_be_imported_unless_it_gives_the_answer(course, name):
    solution = ast.parse(course.solution(name).read_text(encoding="utf-8"))
    written = {node.name for node in ast.walk(solution) if isinstance(node, ast.FunctionDef)}
    assert ("modlab.im2col" in catalog.load(name).modules) == (not written & FUNCTIONS)
