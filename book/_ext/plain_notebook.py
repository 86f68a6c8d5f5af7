r"""Rewrite a chapter's text for programs that know plain Markdown only, such as Colab and JupyterLab.

In the book, roles and directives put in numbers, links and folds. In a notebook they would stand there as they were typed.
MyST's own parser says where they are, so code that shows MyST stays as it is.
"""

import ast
import contextlib
import functools
from pathlib import Path
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import link
from markdown_it.token import Token
from mdit_py_plugins.myst_role.index import myst_role
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

BOOK = Path(__file__).parent.parent
# Those of `parse: myst_enable_extensions` in `_config.yml`.
EXTENSIONS = {
    *("amsmath", "attrs_block", "attrs_inline", "colon_fence"),
    *("deflist", "dollarmath", "substitution", "tasklist"),
}
# For the page alone: the index, the ways to open the notebook that is open already.
BOOK_ONLY = {"index", "chapter-notebook"}
BOXES = {"admonition", "note", "tip", "important", "warning", "grid-item-card"}
Edit = tuple[int, int, str]


def plain_markdown(text: str, values: dict[str, str]) -> str:
    """Return a chapter's text in plain Markdown.

    Parameters
    ----------
    text : str
        MyST Markdown.
    values : dict of str to str
        What was glued, by name.

    Raises
    ------
    ValueError
        If the text has a directive and nobody has said here how a notebook shows it.

    Examples
    --------
    >>> plain_markdown("Take {glue:text}`many` {term}`filters <filter>`, not `{term}`.", {"many": "30"})
    'Take 30 filters, not `{term}`.'
    """
    lines = text.splitlines(keepends=True)
    starts = [sum(map(len, lines[:number])) for number in range(len(lines) + 1)]
    edits: list[Edit] = []
    reached = 0
    for token in parser().parse(text):
        first, last = token.map or (0, 0)
        if token.type in ("fence", "colon_fence") and token.info.startswith("{"):
            indent = lines[first].index(token.markup)
            words = directive(token, values).replace("\n", "\n" + " " * indent)
            # With what is left out goes the empty line below it.
            while not words and last < len(lines) and not lines[last].strip():
                last += 1
            end = starts[last] - (1 if words and lines[last - 1].endswith("\n") else 0)
            edits.append((starts[first] + indent, end, words))
        elif token.type in ("myst_target", "myst_line_comment", "myst_block_break"):
            edits.append((starts[first], starts[last], ""))
        elif token.type == "inline":
            inside = inline_edits(token, values)
            if inside:
                places = source_places(token.content, text, max(reached, starts[first]))
                reached = places[-1]
                edits += [(places[start], places[end], words) for start, end, words in inside]
    for start, end, words in sorted(edits, reverse=True):
        text = text[:start] + words + text[end:]
    return text.strip()


def directive(token: Token, values: dict[str, str]) -> str:
    """Return what a notebook shows in place of a directive."""
    name, _, argument = token.info.removeprefix("{").partition("}")
    argument = argument.strip()
    if name in BOOK_ONLY:
        return ""
    if name == "exercise":
        return f"Exercise: `{argument}`"
    body, options = token.content.splitlines(keepends=True), {}
    while body and body[0].startswith(":") and not body[0].startswith("::"):
        option, _, value = body.pop(0).removeprefix(":").partition(":")
        options[option] = value.strip()
    if name == "literalinclude":
        return f"```python\n{source_of(BOOK / argument, options['pyobject'])}\n```"
    inside = plain_markdown("".join(body), values)
    if name == "grid":
        return inside
    title = plain_markdown(argument, values)
    if name == "dropdown":
        return f"<details><summary>{title}</summary>\n\n{inside}\n\n</details>"
    if name in BOXES:
        return f"**{title or name.capitalize()}**\n\n{inside}"
    raise ValueError(
        f"A notebook does not know how to show the directive {{{name}}}: say it in book/_ext/plain_notebook.py."
    )


def source_of(path: Path, name: str) -> str:
    """Return the lines of one function or class of a Python file."""
    text = path.read_text(encoding="utf-8")
    (node,) = (node for node in ast.parse(text).body if getattr(node, "name", None) == name)
    return "\n".join(text.splitlines()[node.lineno - 1 : node.end_lineno])


def inline_edits(token: Token, values: dict[str, str]) -> list[Edit]:
    """Return what is to be changed in a paragraph, heading or table cell: (start, end, words) in its own text."""
    edits = []
    for part in token.children or []:
        if part.type == "myst_role":
            edits.append((*part.meta["place"], role(part.meta["name"], part.content, values)))
        elif part.type == "link_open" and "place" in part.meta:
            target = urlsplit(part.attrs["href"])
            if not target.scheme:
                start, closing, end = part.meta["place"]
                # The notebook stands alone: what the page links to in the book is named, in italics.
                name = "" if closing > start + 1 else (target.path or target.fragment).removesuffix(".md")
                edits += [(start, start + 1, "*"), (closing, end, f"{name}*")]
    return edits


def role(name: str, content: str, values: dict[str, str]) -> str:
    """Return what a notebook shows in place of a role: a glued value, a source's key, or the words of a link."""
    if name.startswith("glue"):
        return values.get(content, f"`{content}`")
    return f"({content})" if name.startswith("cite") else content.split(" <")[0]


def source_places(content: str, text: str, reached: int) -> list[int]:
    """Return for each place in a paragraph's own text, and for its end, where that stands in the source.

    In the source a line may begin with what makes it a list or a quotation.

    Examples
    --------
    >>> source_places("ab", "> ab", 0)
    [2, 3, 4]
    """
    places: list[int] = []
    for line in content.split("\n"):
        start = text.index(line, reached)
        reached = start + len(line)
        places += range(start, reached + 1)
    return places


@functools.cache
def parser() -> MarkdownIt:
    """Return MyST's parser; it notes where in its paragraph each role and link stands."""
    made = create_md_parser(MdParserConfig(enable_extensions=EXTENSIONS), RendererHTML)

    def placed_role(state, silent):
        start, found = state.pos, myst_role(state, silent)
        if found and not silent:
            state.tokens[-1].meta["place"] = (start, state.pos)
        return found

    def placed_link(state, silent):
        start, before = state.pos, len(state.tokens)
        found = link(state, silent)
        if found and not silent:
            opened = next(one for one in state.tokens[before:] if one.type == "link_open")
            closing = state.md.helpers.parseLinkLabel(state, start)
            opened.meta["place"] = (start, closing, state.pos)
        return found

    made.inline.ruler.at("myst_role", placed_role)
    made.inline.ruler.at("link", placed_link)
    return made


def glued_values(saved: dict) -> dict[str, str]:
    """Return {name: text} from what myst-nb saved of a chapter's glued values."""
    values = {}
    for name, output in saved.items():
        text = output.get("data", {}).get("text/plain", "")
        with contextlib.suppress(ValueError, SyntaxError):
            text = str(ast.literal_eval(text))  # a string is saved with its quotes
        values[name] = text
    return values
