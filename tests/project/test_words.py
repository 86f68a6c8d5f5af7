"""One word for one thing, and nobody's page leans on what is inside the library."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "modlab").rglob("*.py"))


def named(path):
    return path.relative_to(ROOT).as_posix()


PAGES = sorted(
    path
    for folder in ("book", "exercises", "solutions")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in (".md", ".py", ".ipynb") and "_build" not in path.parts
)


def test_pages_import_what_users_import():
    """What is inside the library may change from one day to the next."""
    inside = re.compile(r"(?:import|from) modlab\.inside|from modlab import[^\n]*\binside\b")
    assert len(PAGES) > 50
    assert [named(path) for path in PAGES if inside.search(path.read_text(encoding="utf-8"))] == []


RAISED = [
    (f"{named(path)}:{node.lineno}", part.value)
    for path in MODULES
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    if isinstance(node, ast.Raise)
    for part in ast.walk(node)
    if isinstance(part, ast.Constant) and isinstance(part.value, str)
]


def test_the_librarys_sentences_say_image_and_label():
    """One word for one thing, the one that the docstrings have for `x` and `t`."""
    assert len(RAISED) > 100
    other = re.compile(r"\b(?:pictures?|answers?)\b", re.IGNORECASE)
    assert [(place, words) for place, words in RAISED if other.search(words)] == []
