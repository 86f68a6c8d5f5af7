"""Nothing in `book/figures` is there in vain: from a page's code every function and every constant can be reached."""

import ast
from pathlib import Path

import jupytext
import pytest

BOOK = Path(__file__).parents[3] / "book"
MODULES = {
    ".".join(path.relative_to(BOOK).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((BOOK / "figures").rglob("*.py"))
}
PAGES = [path for path in sorted(BOOK.glob("*.md")) if "kernelspec:" in path.read_text(encoding="utf-8")]


def definitions(tree):
    """Return {name: statement} of what a module defines."""
    found = {}
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            found[statement.name] = statement
        elif isinstance(statement, ast.Assign):
            targets = [name for target in statement.targets for name in ast.walk(target)]
            found |= {name.id: statement for name in targets if isinstance(name, ast.Name)}
    return found


def imported(tree):
    """Return what names stand for that are imported from figures: {name: (module, its name there or None)}."""
    found = {}
    for statement in ast.walk(tree):
        if (
            isinstance(statement, ast.ImportFrom)
            and statement.module
            and statement.module.split(".")[0] == "figures"
        ):
            for one in statement.names:
                whole = f"{statement.module}.{one.name}"
                found[one.asname or one.name] = (
                    (whole, None) if whole in MODULES else (statement.module, one.name)
                )
    return found


def used(code, names):
    """Return the (module, name) of figures that some code uses."""
    for node in ast.walk(code):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module, name = names.get(node.value.id, (None, ""))
            if module and name is None:
                yield module, node.attr
        elif isinstance(node, ast.Name) and names.get(node.id, (None, None))[1]:
            yield names[node.id]


def unreached(modules, pages):
    """Return the (module, name) of all definitions that no page reaches.

    Parameters
    ----------
    modules : dict of str to ast.Module
    pages : iterable of ast.Module
        The code of each page.
    """
    defined = {module: definitions(tree) for module, tree in modules.items()}
    waiting = [one for page in pages for one in used(page, imported(page))]
    reached = set()
    while waiting:
        module, name = waiting.pop()
        if (module, name) in reached or name not in defined[module]:
            continue
        reached.add((module, name))
        names = imported(modules[module]) | {own: (module, own) for own in defined[module]}
        waiting += used(defined[module][name], names)
    return {(module, name) for module, names in defined.items() for name in names} - reached


def code_of(path):
    """Return the code of a page's cells."""
    cells = jupytext.read(path, fmt="md:myst").cells
    return ast.parse("\n".join(cell.source for cell in cells if cell.cell_type == "code"))


def test_every_function_is_used_by_a_page():
    modules = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}
    assert len(PAGES) > 10
    dead = sorted(unreached(modules, map(code_of, PAGES)))
    assert not dead, f"No page uses {dead}: call it in a chapter, or take it out of book/figures."


def test_each_module_but_the_tools_is_a_pages():
    names = {
        name.removeprefix("figures.").replace("_", "-")
        for name in MODULES
        if not name.startswith("figures.tools")
    }
    assert names - {"figures"} <= {path.stem for path in BOOK.glob("*.md")}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_draws_with_its_own_module_and_the_tools(path):
    own = f"figures.{path.stem.replace('-', '_')}"
    modules = {module for module, _ in imported(code_of(path)).values()}
    assert [module for module in modules if module != own and not module.startswith("figures.tools")] == []


def test_what_no_page_reaches_is_found(monkeypatch):
    modules = {
        "figures.a": "SIZE = 1\nLOST = 2\ndef shown():\n    helper(SIZE)\ndef helper(x):\n    pass\ndef lost():\n    helper(LOST)"
    }
    monkeypatch.setitem(MODULES, "figures.a", None)
    trees = {name: ast.parse(text) for name, text in modules.items()}
    page = ast.parse("from figures import a as drawings\ndrawings.shown()")
    assert unreached(trees, [page]) == {("figures.a", "lost"), ("figures.a", "LOST")}
