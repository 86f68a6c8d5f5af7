"""The two small Sphinx extensions, each on a project of a few lines."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

EXTENSIONS = Path(__file__).parents[2] / "book" / "_ext"

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
    """An empty Sphinx project that loads both extensions."""
    (tmp_path / "modlab").mkdir()
    (tmp_path / "book" / "figures").mkdir(parents=True)
    (tmp_path / "conf.py").write_text(
        f"""
import sys
sys.path.append({str(EXTENSIONS)!r})
extensions = ["myst_nb", "fresh_cache", "honest_rebuild"]
nb_execution_mode = "cache"
nb_execution_cache_path = "_build/cache"
exclude_patterns = ["_build"]
""",
        encoding="utf-8",
    )
    return tmp_path


def sphinx(project, *options):
    """Build the project as a reader's command would, and return what it said."""
    return subprocess.run(
        [sys.executable, "-m", "sphinx", *options, str(project), str(project / "_build" / "html")],
        cwd=project,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )


def test_changed_code_runs_again_and_unchanged_code_does_not(project):
    (project / "index.md").write_text(NOTEBOOK, encoding="utf-8")
    number = project / "modlab" / "number.py"

    def shown(value):
        number.write_text(f"NUMBER = {value}\n", encoding="utf-8")
        done = sphinx(project, "-W", "--keep-going")
        assert done.returncode == 0, done.stdout + done.stderr
        page = (project / "_build" / "html" / "index.html").read_text(encoding="utf-8")
        return int(
            re.search(r"the number is (\d+)", page)[1]
        ), "Executing notebook" in done.stdout + done.stderr

    assert shown(41) == (41, True)
    assert shown(42) == (42, True)
    assert shown(42) == (42, False)
    # Code that is what it was before has its outputs still, and they are read again.
    assert shown(41) == (41, False)


def test_a_failed_build_fails_again(project):
    (project / "index.md").write_text("# A page\n\n[](no-such-page.md)\n", encoding="utf-8")
    assert [sphinx(project, "-W", "--keep-going").returncode for _ in range(2)] == [1, 1]
    (project / "index.md").write_text("# A page\n", encoding="utf-8")
    assert sphinx(project, "-W", "--keep-going").returncode == 0


def test_the_hash_sees_names_and_contents(project, monkeypatch):
    monkeypatch.syspath_prepend(str(EXTENSIONS))
    from fresh_cache import hash_of_imported_code

    seen = {hash_of_imported_code(project)}
    for name, contents in (("modlab/a.py", "1"), ("modlab/a.py", "2"), ("book/figures/b.py", "2")):
        (project / name).write_text(contents, encoding="utf-8")
        seen.add(hash_of_imported_code(project))
    assert len(seen) == 4
    (project / "modlab" / "a.py").rename(project / "modlab" / "c.py")
    assert hash_of_imported_code(project) not in seen
    before = hash_of_imported_code(project)
    (project / "modlab" / "__pycache__").mkdir()
    (project / "modlab" / "__pycache__" / "c.pyc").write_text("x", encoding="utf-8")
    (project / "book" / "chapter.md").write_text("# New\n", encoding="utf-8")
    assert hash_of_imported_code(project) == before


def test_caches_long_unused_are_removed(project):
    (project / "index.md").write_text("# A page\n", encoding="utf-8")
    old, recent = (project / "_build" / "cache" / name for name in ("old", "recent"))
    for folder, days in ((old, 8), (recent, 6)):
        folder.mkdir(parents=True)
        (folder / "last_used").touch()
        then = time.time() - days * 24 * 3600
        os.utime(folder / "last_used", (then, then))
    assert sphinx(project).returncode == 0
    assert not old.exists()
    assert recent.exists()
