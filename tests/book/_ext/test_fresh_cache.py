"""The execution cache: changed code runs again, known code does not."""

import os
import re
import time
from types import SimpleNamespace

import fresh_cache
import pytest

NOTEBOOK = """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# A page

```{code-cell} ipython3
from modlab.number import NUMBER
print("the number is", NUMBER)
```
"""


@pytest.fixture
def project(tmp_path):
    """The folders of a book without pages."""
    (tmp_path / "modlab").mkdir()
    (tmp_path / "book" / "figures").mkdir(parents=True)
    return tmp_path


def test_changed_code_runs_again_and_known_code_does_not(project, sphinx):
    (project / "index.md").write_text(NOTEBOOK, encoding="utf-8")

    def build(value):
        """Return the number on the page, and whether the notebook ran."""
        (project / "modlab" / "number.py").write_text(f"NUMBER = {value}\n", encoding="utf-8")
        settings = [
            'exclude_patterns = ["_build"]',
            'nb_execution_mode = "cache"',
            'nb_execution_cache_path = "_build/cache"',
        ]
        done = sphinx(project, ["myst_nb", "fresh_cache"], *settings)
        assert done.returncode == 0, done.stdout + done.stderr
        page = (project / "_build" / "html" / "index.html").read_text(encoding="utf-8")
        return int(
            re.search(r"the number is (\d+)", page)[1]
        ), "Executing notebook" in done.stdout + done.stderr

    assert build(41) == (41, True)
    assert build(42) == (42, True)
    # Code that is as it was before has its outputs still, and the page shows them again.
    assert build(41) == (41, False)


def test_the_hash_sees_names_and_contents(project):
    seen = {fresh_cache.hash_of_imported_code(project)}
    for name, contents in (("modlab/a.py", "1"), ("modlab/a.py", "2"), ("book/figures/b.py", "2")):
        (project / name).write_text(contents, encoding="utf-8")
        seen.add(fresh_cache.hash_of_imported_code(project))
    (project / "modlab" / "a.py").rename(project / "modlab" / "c.py")
    seen.add(fresh_cache.hash_of_imported_code(project))
    assert len(seen) == 5


def test_the_hash_leaves_out_what_no_chapter_imports(project):
    before = fresh_cache.hash_of_imported_code(project)
    (project / "modlab" / "__pycache__").mkdir()
    (project / "modlab" / "__pycache__" / "c.pyc").write_text("x", encoding="utf-8")
    (project / "book" / "chapter.md").write_text("# New\n", encoding="utf-8")
    assert fresh_cache.hash_of_imported_code(project) == before


def test_caches_long_unused_are_removed(project):
    app, config = SimpleNamespace(srcdir=project), SimpleNamespace(nb_execution_cache_path="_build/cache")
    for days in (6, 8):
        folder = project / "_build" / "cache" / f"{days} days"
        folder.mkdir(parents=True)
        (folder / "last_used").touch()
        then = time.time() - days * 24 * 3600
        os.utime(folder / "last_used", (then, then))
    fresh_cache.choose_cache_folder(app, config)
    here = fresh_cache.hash_of_imported_code(project)
    assert config.nb_execution_cache_path == str(project / "_build" / "cache" / here)
    assert {folder.name for folder in (project / "_build" / "cache").iterdir()} == {"6 days", here}
