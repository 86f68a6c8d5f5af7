"""Three directives that make pages out of the course's own files.

`slides-table` shows which section covers each topic of the deck, from `book/slides.yml`. `exercises-table` lists the exercises with their notebooks. `solutions` shows each
exercise's answers behind a fold, from `solutions/`; with `show_solutions: false` in `_config.yml`, or the environment
variable `SHOW_SOLUTIONS=no` for one build, the book is made without them, for a graded course.
"""

import json
import os
import re
from pathlib import Path

import yaml
from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from autograder.sources import assignment_name, read_solution

ANSWER = re.compile(r"### BEGIN SOLUTION\n(.*?)\n### END SOLUTION", re.DOTALL)
HEADING = re.compile(r"^#{2,3} (.*)$", re.MULTILINE)


class MarkdownDirective(SphinxDirective):
    """A directive whose content is Markdown that it writes itself."""

    def run(self):
        lines = StringList(
            self.markdown(Path(self.env.srcdir)).splitlines(), source=self.get_source_info()[0]
        )
        parsed = nodes.Element()
        self.state.nested_parse(lines, self.content_offset, parsed)
        return parsed.children


class SlidesTable(MarkdownDirective):
    """Show each row of the deck with the section that covers it and the test that checks it."""

    def markdown(self, root):
        source = root / "book" / "slides.yml"
        self.env.note_dependency(str(source))
        rows = yaml.safe_load(source.read_text(encoding="utf-8"))
        lines = ["| | on the slides | here | exercise | checked by |", "|---|---|---|---|---|"]
        for row in rows:
            chapter, anchor = row["section"].split("#")
            link, exercise = f"[{chapter}](#{anchor})", row.get("exercise", "")
            lines.append(f"| {row['row']} | {row['topic']} | {link} | {exercise} | {row['tested_by']} |")
        return "\n".join(lines)


class ExercisesTable(MarkdownDirective):
    """Show the exercises that the content names, one a line: title, points, and the notebook to download."""

    has_content = True

    def markdown(self, root):
        lines = ["| exercise | points | notebook |", "|---|---|---|"]
        for name in map(str.strip, self.content):
            path = root / "exercises" / name / f"{name}.ipynb"
            self.env.note_dependency(str(path))
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            title = "".join(cells[0]["source"]).splitlines()[0].removeprefix("# ")
            points = sum(cell["metadata"].get("nbgrader", {}).get("points", 0) for cell in cells)
            lines.append(
                f"| {title} | {points:g} | {{download}}`{name}.ipynb </exercises/{name}/{name}.ipynb>` |"
            )
        return "\n".join(lines)


class Solutions(MarkdownDirective):
    """Show the answers of all exercises, each behind a fold."""

    def markdown(self, root):
        if not self.config.show_solutions:
            return "This edition of the book comes without the solutions: the exercises are graded."
        lines = []
        for path in sorted((root / "solutions").glob("*.py")):
            self.env.note_dependency(str(path))
            lines += [f"**{assignment_name(path)}**", ""]
            lines += [line for blank in answers_of(path) for line in fold(*blank)]
        return "\n".join(lines)


def answers_of(path):
    """Return (heading, answer) for each blank of a solution file, in order."""
    heading, answers = "", []
    for cell in read_solution(path).cells:
        if cell.cell_type == "markdown":
            headings = HEADING.findall(cell.source)
            heading = headings[-1] if headings else heading
        answers += [(heading, answer) for answer in ANSWER.findall(cell.source)]
    return answers


def fold(heading, answer):
    """Return the lines of a closed dropdown that holds an answer."""
    return [f"::::{{dropdown}} {heading}", "```python", *answer.splitlines(), "```", "::::", ""]


def without_solutions(app, config):
    """Let one build leave the solutions out."""
    if os.environ.get("SHOW_SOLUTIONS", "").lower() in ("no", "false", "0"):
        config.show_solutions = False


def setup(app):
    app.add_config_value("show_solutions", True, "env", [bool])
    app.connect("config-inited", without_solutions)
    app.add_directive("slides-table", SlidesTable)
    app.add_directive("exercises-table", ExercisesTable)
    app.add_directive("solutions", Solutions)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
