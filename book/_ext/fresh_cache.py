"""Keep one execution cache for each state of the code that the chapters import.

The cache of executed chapters is keyed by a chapter's own text alone. A change in `modlab/`, in
`book/figures/` or in `book/data/` would leave yesterday's numbers on the page. Here the cache gets a folder
named by a hash of all three, so changed code or data means an empty cache; since the path is part of Sphinx's
environment, every chapter is then read again.
"""

import hashlib
import shutil
import time
from pathlib import Path

IMPORTED_BY_CHAPTERS = ("modlab", "book/figures", "book/data")
DAYS_TO_KEEP = 7


def hash_of_imported_code(root):
    """Return a short hash of the names and contents of all files that a chapter may import or read."""
    digest = hashlib.sha256()
    for folder in IMPORTED_BY_CHAPTERS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                contents = path.read_bytes()
                digest.update(f"{path.relative_to(root).as_posix()} {len(contents)}\n".encode())
                digest.update(contents)
    return digest.hexdigest()[:16]


def choose_cache_folder(app, config):
    """Point the execution cache at the folder for the code as it is now, and drop folders long unused."""
    root = Path(app.srcdir)
    every_cache = root / config.nb_execution_cache_path
    cache = every_cache / hash_of_imported_code(root)
    cache.mkdir(parents=True, exist_ok=True)
    (cache / "last_used").touch()
    config.nb_execution_cache_path = str(cache)

    oldest = time.time() - DAYS_TO_KEEP * 24 * 3600
    for marker in every_cache.glob("*/last_used"):
        if marker.stat().st_mtime < oldest:
            shutil.rmtree(marker.parent, ignore_errors=True)


def setup(app):
    app.connect("config-inited", choose_cache_folder)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
