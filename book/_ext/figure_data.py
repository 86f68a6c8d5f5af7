"""Keep a page small: long texts in the state of figures to touch become files that load when they are needed.

myst-nb saves the state of every figure in the page. A network's weights would weigh more than all the rest, so
texts longer than `LONGEST` go to `_static/figure-data/`, and the page says where they are. A file is a script
that calls `figureData(name, text)`, since a page opened from a disk may load scripts but not fetch files.
`_static/live-figures.js` loads it when the figure comes into view.
"""

import hashlib
import json
import posixpath
from pathlib import Path

LONGEST = 20_000
STATE = "application/vnd.jupyter.widget-state+json"


def move_long_texts(saved, folder, address):
    """Write long texts of a saved state to files, and return the state that points to them.

    Parameters
    ----------
    saved : dict
        What ipywidgets saves: {"state": {model id: {"state": ...}}}. It is changed.
    folder : Path
        Where the files go.
    address : str
        Where the page finds that folder.
    """
    for entry in saved["state"].values():
        for name, value in entry["state"].items():
            if name.startswith("_") or not isinstance(value, str) or len(value) <= LONGEST:
                continue
            file = hashlib.sha256(value.encode()).hexdigest()[:16] + ".js"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(
                f"figureData({json.dumps(file)}, {json.dumps(value)});\n", encoding="utf-8"
            )
            entry["state"][name] = ""
            entry.setdefault("files", {})[name] = posixpath.join(address, file)
    return saved


def lighten_page(app, pagename, _templatename, context, _doctree):
    """Move the long texts out of one page."""
    for script in context.get("script_files", []):
        attributes = getattr(script, "attributes", {})
        if attributes.get("type") != STATE or not attributes.get("body"):
            continue
        address = posixpath.relpath("_static/figure-data", posixpath.dirname(pagename) or ".")
        saved = json.loads(attributes["body"])
        saved = move_long_texts(saved, Path(app.outdir) / "_static" / "figure-data", address)
        # A closing tag inside the text would end the script.
        attributes["body"] = json.dumps(saved).replace("</", "<\\/")


def setup(app):
    app.connect("html-page-context", lighten_page, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
