r"""Rewrite a chapter's text for programs that know plain Markdown only, such as Colab and JupyterLab.

In the book, roles and directives put in numbers, links and folds. In a notebook they would stand there as they were typed.
"""

import ast
import contextlib
import re
from pathlib import Path

BOOK = Path(__file__).parent.parent
ROLE = re.compile(r"\{([\w:-]+)\}`([^`]+)`")
# Directives of the page alone: the index, the ways to open the notebook that is open already.
BOOK_ONLY = re.compile(r"^```\{(?:index|chapter-notebook)\}.*?^```\n*", re.MULTILINE | re.DOTALL)
EXERCISE = re.compile(r"^```\{exercise\} (.+?)\n```$", re.MULTILINE)
LABEL = re.compile(r"^\([\w-]+\)=\n", re.MULTILINE)
FOLD = re.compile(r"^:::\{dropdown\} ([^\n]*)\n(.*?)^:::$", re.MULTILINE | re.DOTALL)
BOX = re.compile(
    r"^:::\{(admonition|note)\} ?([^\n]*)\n(?::class:[^\n]*\n)?(.*?)^:::$", re.MULTILINE | re.DOTALL
)
INCLUDE = re.compile(r"^```\{literalinclude\} (\S+)\n:pyobject: (\w+)\n```$", re.MULTILINE)
CHAPTER_LINK = re.compile(r"\[([^\]]*)\]\(([\w-]+)\.md\)")


def plain_markdown(text, values):
    """Return a chapter's text in plain Markdown.

    Parameters
    ----------
    text : str
        MyST Markdown.
    values : dict of str to str
        What was glued, by name.

    Examples
    --------
    >>> plain_markdown("Take {glue:text}`many` {term}`filters <filter>`.", {"many": "30"})
    'Take 30 filters.'
    """

    def role(match):
        name, content = match.groups()
        if name == "glue:text":
            return values.get(content, match[0])
        if name.startswith("cite"):
            return f"({content})"
        return content.split(" <")[0]

    text = ROLE.sub(role, text)
    text = LABEL.sub("", BOOK_ONLY.sub("", text))
    text = EXERCISE.sub(lambda match: f"Exercise: `{match[1]}`", text)
    text = FOLD.sub(r"<details><summary>\1</summary>\n\n\2\n</details>", text)
    text = BOX.sub(lambda match: f"**{match[2] or 'Note'}**\n\n{match[3].strip()}", text)
    text = CHAPTER_LINK.sub(lambda match: f"*{match[1] or match[2]}*", text).strip()
    # Last, since code is no Markdown.
    return INCLUDE.sub(lambda match: f"```python\n{source_of(match[1], match[2])}\n```", text)


def source_of(path, name):
    """Return the lines of one function or class of a Python file, whose path is as a chapter writes it."""
    text = (BOOK / path).read_text(encoding="utf-8")
    (node,) = (node for node in ast.parse(text).body if getattr(node, "name", None) == name)
    return "\n".join(text.splitlines()[node.lineno - 1 : node.end_lineno])


def glued_values(saved):
    """Return {name: text} from what myst-nb saved of a chapter's glued values."""
    values = {}
    for name, output in saved.items():
        text = output.get("data", {}).get("text/plain", "")
        with contextlib.suppress(ValueError, SyntaxError):
            text = str(ast.literal_eval(text))  # a string is saved with its quotes
        values[name] = text
    return values
