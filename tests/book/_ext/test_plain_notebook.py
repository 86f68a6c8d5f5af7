"""Published notebooks hold plain Markdown: nothing of MyST is left, and code that shows MyST is as it was."""

import inspect
from pathlib import Path

import pytest
import yaml
from plain_notebook import EXTENSIONS, glued_values, plain_markdown

from modlab.layers import Relu

ROOT = Path(__file__).parents[3]


def test_a_chapters_notebook_reads_well_without_the_book():
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


def test_code_that_shows_myst_stays_as_it_is():
    text = "Write `{term}`, or ``{term}`filter` ``:\n\n```md\n(a-label)=\n{glue:text}`x` {{ y }}\n```\n\n    {term}`z`"
    assert plain_markdown(text, {"x": "1"}) == text


def test_roles_are_found_wherever_text_is():
    text = (
        "> 1. {glue:text}`x`\n>    and {glue:text}`x` in\n>    {term}`two\n>    words <w>`\n\n"
        "| a | {term}`b` |\n|---|---|\n| `{term}` | **{term}`c`** {term}`b` |\n"
    )
    assert plain_markdown(text, {"x": "1"}) == (
        "> 1. 1\n>    and 1 in\n>    two words\n\n| a | b |\n|---|---|\n| `{term}` | **c** b |"
    )


def test_boxes_in_boxes_and_in_lists():
    text = "- One\n\n  :::{note}\n  Two {term}`three`.\n  :::\n\n::::{grid} 1 2\n:gutter: 3\n\n:::{grid-item-card} A\n:link: b\n\nC\n:::\n::::\n"
    assert plain_markdown(text, {}) == "- One\n\n  **Note**\n  \n  Two three.\n\n**A**\n\nC"


def test_code_that_the_page_includes_stands_in_the_notebook():
    included = "```{literalinclude} ../modlab/layers/activations.py\n:pyobject: Relu\n```"
    text = plain_markdown(f"Before.\n\n:::{{dropdown}} Relu\n{included}\n:::", {})
    assert f"```python\n{inspect.getsource(Relu)}```\n\n</details>" in text


def test_links_out_of_the_book_stay_and_those_inside_are_named():
    text = "[one](https://x.org/a) [two](pooling.md) [](pooling.md) [](#a-label) [three](pooling-slide)"
    assert plain_markdown(text, {}) == "[one](https://x.org/a) *two* *pooling* *a-label* *three*"


def test_a_directive_that_no_notebook_can_show_is_refused_by_name():
    with pytest.raises(ValueError, match=r"\{video\}: say it in book/_ext/plain_notebook.py"):
        plain_markdown("```{video} a.mp4\n```", {})


def test_the_parser_reads_what_the_book_reads():
    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    assert set(settings["parse"]["myst_enable_extensions"]) == EXTENSIONS
