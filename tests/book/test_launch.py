"""The ways to open a notebook: links that are true where an address is known, words where none is. Nothing here asks the network."""

import inspect
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import nbformat
import pytest
import yaml
from bs4 import BeautifulSoup

from autograder.install_cell import course_address
from modlab import by_hand

ROOT = Path(__file__).parents[2]
ADDRESS = "https://github.com/someone/a-course"
CHAPTER = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# A chapter

```{code-cell} ipython3
print(1 + 1)
```

```{exercise} toy-conv
```

```{chapter-notebook}
```
"""


@pytest.fixture
def book(tmp_path):
    """A book of one chapter, with one exercise; build it for an address and give the page's HTML and its notebook."""
    for name, text in {
        "_config.yml": "repository: {url: '', branch: notebooks}\n",
        "exercises/toy-conv/toy-conv.ipynb": "{}",
        "book/students.md": "# For students\n",
        "book/chapter.md": CHAPTER,
        "index.md": "# Book\n\n```{toctree}\nbook/students\nbook/chapter\n```\n",
        "conf.py": f"import sys\nsys.path.insert(0, {str(ROOT / 'book' / '_ext')!r})\n"
        "extensions = ['myst_nb', 'sphinx_book_theme', 'launch']\nhtml_theme = 'sphinx_book_theme'\n"
        "exclude_patterns = ['_build', 'exercises']\nnb_execution_mode = 'off'\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    def build(address):
        (tmp_path / "_config.yml").write_text(f"repository: {{url: '{address}'}}\n", encoding="utf-8")
        command = [
            *(sys.executable, "-m", "sphinx", "-W", "-q"),
            str(tmp_path),
            str(tmp_path / "_build" / "html"),
        ]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        page = (tmp_path / "_build" / "html" / "book" / "chapter.html").read_text(encoding="utf-8")
        notebook = nbformat.read(
            tmp_path / "_build" / "jupyter_execute" / "book" / "chapter.ipynb", as_version=4
        )
        return BeautifulSoup(page, "html.parser"), notebook

    return build


def where_it_leads(link):
    """Return (repository, branch, path) of a link to Colab or Binder, by the rules of these two."""
    parts = urlsplit(link)
    if parts.netloc == "colab.research.google.com":
        _, github, owner, name, blob, branch, path = parts.path.split("/", 6)
        assert (github, blob) == ("github", "blob")
    else:
        assert parts.netloc == "mybinder.org"
        _, v2, github, owner, name, branch = parts.path.split("/")
        assert (v2, github) == ("v2", "gh")
        (path,) = parse_qs(parts.query)["urlpath"]
        assert path.startswith("lab/tree/")
        path = path.removeprefix("lab/tree/")
    return f"{owner}/{name}", branch, path


def test_a_chapter_and_its_exercise_open_in_colab_and_binder(book, monkeypatch):
    monkeypatch.delenv("COURSE_REPOSITORY", raising=False)
    page, notebook = book(ADDRESS)
    elsewhere = "a[href*='colab.research'], a[href*='mybinder']"
    below = [where_it_leads(link["href"]) for link in page.select("article")[0].select(elsewhere)]
    exercise, chapter = "exercises/toy-conv/toy-conv.ipynb", "book/chapter.ipynb"
    assert below == [
        ("someone/a-course", "notebooks", path) for path in (exercise, exercise, chapter, chapter)
    ]
    above = [
        where_it_leads(link["href"]) for link in page.select(f".dropdown-launch-buttons :is({elsewhere})")
    ]
    assert above == below[2:]
    assert "jupyter lab" not in page.find("article").get_text()
    assert f'course_address = "{ADDRESS}"' in notebook.cells[1].source


def test_without_an_address_the_page_says_how(book, monkeypatch):
    monkeypatch.delenv("COURSE_REPOSITORY", raising=False)
    page, notebook = book("")
    text = page.find("article").get_text()
    assert "jupyter lab exercises/toy-conv/toy-conv.ipynb" in text
    assert "jupyter lab book/chapter.ipynb" in text
    assert not re.search("colab|mybinder", str(page), re.IGNORECASE)
    # The title, the cell that would install, and the chapter's own; the page shows only the last.
    assert [cell.cell_type for cell in notebook.cells] == ["markdown", "code", "code", "markdown"]
    assert "course_address" in notebook.cells[1].source
    assert [cell.get_text().strip() for cell in page.select("div.cell")] == ["print(1 + 1)"]


def test_a_chapters_notebook_reads_well_without_the_book(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "book" / "_ext"))
    from plain_notebook import glued_values, plain_markdown

    values = glued_values(
        {"size": {"data": {"text/plain": "'28×28'"}}, "places": {"data": {"text/plain": "784"}}}
    )
    chapter = """\
(a-label)=
## Places

```{index} filter (필터)
```

A **{term}`filter`** has {glue:text}`places` places, {glue:text}`size`. {cite:t}`lin2013`: see [](im2col.md).

:::{dropdown} Answer
{glue:text}`places`.
:::

:::{admonition} Before you start
:class: tip

Take a pencil.
:::

```{exercise} toy-conv
```

```{chapter-notebook}
```
"""
    assert (
        plain_markdown(chapter, values)
        == """\
## Places

A **filter** has 784 places, 28×28. (lin2013): see *im2col*.

<details><summary>Answer</summary>

784.

</details>

**Before you start**

Take a pencil.

Exercise: `toy-conv`"""
    )


def test_a_chapters_notebook_holds_the_code_that_the_page_includes(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "book" / "_ext"))
    from plain_notebook import plain_markdown

    included = "```{literalinclude} ../modlab/by_hand.py\n:pyobject: Relu\n```"
    text = plain_markdown(f"Before.\n\n:::{{dropdown}} Relu\n{included}\n:::", {})
    assert f"```python\n{inspect.getsource(by_hand.Relu)}```\n\n</details>" in text


def test_the_environment_comes_first(tmp_path, monkeypatch):
    (tmp_path / "_config.yml").write_text(
        "repository: {url: 'https://github.com/one/course'}\n", encoding="utf-8"
    )
    monkeypatch.setenv("COURSE_REPOSITORY", "https://github.com/two/course.git")
    assert course_address(tmp_path) == "https://github.com/two/course"
    monkeypatch.setenv("COURSE_REPOSITORY", "")
    assert course_address(tmp_path) == "https://github.com/one/course"


@pytest.mark.parametrize(
    "address",
    ["https://example.org/a/b", "git@github.com:a/b", "https://github.com/a", 'https://github.com/a/b"'],
)
def test_another_address_gets_a_sentence(tmp_path, monkeypatch, address):
    monkeypatch.setenv("COURSE_REPOSITORY", address)
    with pytest.raises(ValueError, match=r"Write it like https://github\.com/OWNER/NAME"):
        course_address(tmp_path)


def test_publishing_makes_the_branch_that_the_links_lead_to(tmp_path):
    """The workflow's own commands, run on a small repository with a remote beside it."""
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "publish.yml").read_text(encoding="utf-8"))[
        "jobs"
    ]
    steps = jobs["publish"]["steps"]
    push = next(step["run"] for step in steps if "git push" in step.get("run", ""))
    remote, work = tmp_path / "remote.git", tmp_path / "work"

    def git(*arguments, cwd=work):
        done = subprocess.run(["git", *arguments], cwd=cwd, capture_output=True, text=True, check=True)
        return done.stdout.split()

    git("init", "--quiet", "--bare", remote, cwd=tmp_path)
    git("clone", "--quiet", remote, work, cwd=tmp_path)
    for name in (
        "exercises/toy-conv/toy-conv.ipynb",
        "_build/jupyter_execute/book/chapter.ipynb",
        "book/chapter.md",
    ):
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        (work / name).write_text("as committed", encoding="utf-8")
    (work / ".gitignore").write_text("_build/\n", encoding="utf-8")
    git("add", ".")
    git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--quiet", "--message", "course")
    git("push", "--quiet", "origin", "HEAD:main")
    (work / "exercises/toy-conv/toy-conv.ipynb").write_text("as published", encoding="utf-8")
    # A second run, after another push to main, replaces the branch.
    for _ in range(2):
        subprocess.run(["bash", "-eo", "pipefail", "-c", push], cwd=work, check=True, capture_output=True)
        git("checkout", "--quiet", "--detach", "origin/main")
        (work / "exercises/toy-conv/toy-conv.ipynb").write_text("as published", encoding="utf-8")
    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    branch = settings["repository"]["branch"]
    files = git("ls-tree", "-r", "--name-only", branch, cwd=remote)
    assert files == [
        ".gitignore",
        "book/chapter.ipynb",
        "book/chapter.md",
        "exercises/toy-conv/toy-conv.ipynb",
    ]
    assert git("show", f"{branch}:exercises/toy-conv/toy-conv.ipynb", cwd=remote) == ["as", "published"]
    assert git("show", "main:exercises/toy-conv/toy-conv.ipynb", cwd=remote) == ["as", "committed"]
    # The address that the pages are built with is this repository's own.
    assert jobs["publish"]["env"]["COURSE_REPOSITORY"] == "${{ github.server_url }}/${{ github.repository }}"
