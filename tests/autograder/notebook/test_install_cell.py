"""The cell that installs the course: where it stands is said in one place, and where the course is, the cell does nothing."""

import ast

import pytest

from autograder.notebook.install_cell import course_address, install_cell


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.delenv("COURSE_REPOSITORY", raising=False)
    return tmp_path


def test_the_address_comes_from_the_settings_and_the_environment_wins(root, monkeypatch):
    assert course_address(root) == ""
    (root / "_config.yml").write_text("title: x\n")
    assert course_address(root) == ""
    (root / "_config.yml").write_text("repository:\n  url: https://github.com/owner/name.git\n")
    assert course_address(root) == "https://github.com/owner/name"
    monkeypatch.setenv("COURSE_REPOSITORY", "https://github.com/somebody/copy/")
    assert course_address(root) == "https://github.com/somebody/copy"


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/owner/name",
        "github.com/owner/name",
        'https://github.com/owner/na"me',
        "x\nimport os",
    ],
)
def test_an_address_that_is_not_on_github_gets_a_sentence(root, monkeypatch, address):
    monkeypatch.setenv("COURSE_REPOSITORY", address)
    with pytest.raises(ValueError, match=r"Write it like https://github.com/OWNER/NAME"):
        course_address(root)


def test_without_an_address_it_says_how_to_open_the_notebook_and_with_the_course_nothing(capsys, monkeypatch):
    source = install_cell("")
    exec(source, {})
    assert capsys.readouterr().out == ""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    exec(source, {})
    assert "pip install -r requirements.txt" in capsys.readouterr().out


@pytest.mark.parametrize("chapter", [False, True])
def test_with_the_course_nothing_is_fetched(chapter):
    """All but the imports and the address stands under a condition."""
    lines = [
        line.replace("!", "pass  # ").replace("%pip", "pass  # ")
        for line in install_cell("https://github.com/owner/name", chapter=chapter).splitlines()
    ]
    top = ast.parse("\n".join(lines)).body
    assert {type(node) for node in top} <= {ast.Import, ast.ImportFrom, ast.Assign, ast.If}
    tests = [ast.unparse(node.test) for node in top if isinstance(node, ast.If)]
    needs = "figures" if chapter else "modlab"
    assert tests[0] == f"find_spec({needs!r}) is None"
    assert tests[1:] == (["'google.colab' in sys.modules"] if chapter else [])
