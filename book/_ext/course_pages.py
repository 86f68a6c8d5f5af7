"""Three directives that make pages out of the course's own files.

`slides-table` shows which section covers each topic of the deck, from `book/slides.yml`. `solutions` shows each exercise's
answers behind a fold, from `solutions/`: the comment that opens an answer is its explanation. With `show_solutions: false` in
`_config.yml`, or the environment variable `SHOW_SOLUTIONS=no` for one build, the book is made without them, for a graded course.
`korean-terms` lists a glossary's Korean terms.
"""

import itertools
import os
import re
from pathlib import Path

import yaml
from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from autograder.notebook.sources import read_solution

ANSWER = re.compile(
    r"(?P<before>.*?)^[ ]*### BEGIN SOLUTION\n(?P<why>(?:^[ ]*#[^\n]*\n)*)(?P<answer>.*?)^[ ]*### END SOLUTION$\n?(?P<after>.*)",
    re.DOTALL | re.MULTILINE,
)
PLACEHOLDER = re.compile(r"^\s*[\w.]+ = None(  # instead of None.*)?$")
WITHOUT = "This edition of the book comes without the solutions: the exercises are graded."
UNFOLD = (
    "When you have an answer, or when nothing helps any more, unfold: each blank of each exercise is here, with the reason for it, "
    "made from the same file as the exercise itself."
)
UNFOLD_KO = "풀이는 먼저 스스로 시도해 본 뒤에 펼쳐 보세요."
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
        lines = ["| | on the slides | here |", "|---|---|---|"]
        for row in rows:
            anchor = row["section"].split("#")[1]
            # The section's own title, and below it, small, what there is to do and what checks it.
            notes = [exercise_link(name) for name in row.get("exercise", "").split(", ") if name]
            notes.append(f"test: {readable(row['tested_by'])}")
            lines.append(f"| {row['row']} | {row['topic']} | [](#{anchor})<br>{'<br>'.join(notes)} |")
        return "\n".join(lines)


def exercise_link(name):
    """Return the Markdown of a link that downloads an exercise."""
    return f"exercise: {{download}}`{name} </exercises/{name}/{name}.ipynb>`"


def readable(paths):
    """Return the names of test files in words, so that they fit a narrow column.

    >>> readable("tests/book/test_big_picture.py, tests/book/test_train.py")
    'big picture, train'
    """
    return ", ".join(Path(path).stem.removeprefix("test_").replace("_", " ") for path in paths.split(", "))


class KoreanTerms(MarkdownDirective):
    """List the Korean terms of the glossary above in their own order, each leading to its entry."""

    def markdown(self, root):
        text = Path(self.env.doc2path(self.env.docname)).read_text(encoding="utf-8")
        glossary = text.split("{glossary}")[1].split("```")[0]
        # A name stands at the margin, in a line of its own; its explanation is indented.
        names = sorted(re.findall(r"^(?=\S)(.*[가-힣].*)$", glossary, re.MULTILINE))
        return " · ".join(f"{{term}}`{name}`" for name in names)


class Solutions(MarkdownDirective):
    """Show the answers to the exercises that the content names, one a line; each answer behind a fold, with the reason for it."""

    has_content = True

    def run(self):
        root = Path(self.env.srcdir)
        if not self.config.show_solutions:
            return [nodes.paragraph(text=WITHOUT)]
        return [
            nodes.paragraph(text=UNFOLD),
            nodes.paragraph(text=UNFOLD_KO),
            *(
                self.section(root / "solutions" / f"{name.replace('-', '_')}.py", name)
                for name in map(str.strip, self.content)
            ),
        ]

    def section(self, path, name):
        """Return one exercise's section, so that the page's table of contents leads to it."""
        for source in (path, *sorted((path.parent / "shared").glob("*.py"))):
            self.env.note_dependency(str(source))
        cells = read_solution(path).cells
        section = nodes.section(ids=[f"solution-{name}"], names=[f"solution-{name}"])
        section += nodes.title(text=cells[0].source.splitlines()[0].removeprefix("# "))
        self.state.document.note_explicit_target(section)
        lines = [line for answer in answers_of(cells) for line in fold(*answer)]
        self.state.nested_parse(
            StringList(lines, source=self.get_source_info()[0]), self.content_offset, section
        )
        return section


def answers_of(cells):
    """Return (heading, explanation, code) for each blank of an exercise, in order; a written answer has no code."""
    heading, answers = "", []
    for cell in cells:
        if cell.metadata.get("nbgrader", {}).get("solution") and cell.cell_type == "markdown":
            answers.append((heading, cell.source, ""))
        elif cell.cell_type == "markdown":
            headings = HEADING.findall(cell.source)
            heading = headings[-1] if headings else heading
        elif found := ANSWER.fullmatch(cell.source):
            before = [line for line in found["before"].splitlines() if not PLACEHOLDER.match(line)]
            # What is indented still belongs to the function; below it the student's cell calls it.
            after = itertools.takewhile(lambda line: line.startswith(" "), found["after"].splitlines())
            why = " ".join(line.strip().lstrip("# ") for line in found["why"].splitlines())
            answers.append((heading, why, "\n".join([*before, found["answer"].rstrip(), *after])))
    return answers


def fold(heading, explanation, code):
    """Return the lines of a closed dropdown that holds an answer and the reason for it."""
    lines = [f"::::{{dropdown}} {heading}", *explanation.splitlines(), ""]
    if code:
        lines += ["```python", *code.splitlines(), "```"]
    return [*lines, "::::", ""]


def without_solutions(app, config):
    """Let one build leave the solutions out."""
    if os.environ.get("SHOW_SOLUTIONS", "").lower() in ("no", "false", "0"):
        config.show_solutions = False


def setup(app):
    app.add_config_value("show_solutions", True, "env", [bool])
    app.connect("config-inited", without_solutions)
    app.add_directive("slides-table", SlidesTable)
    app.add_directive("solutions", Solutions)
    app.add_directive("korean-terms", KoreanTerms)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
