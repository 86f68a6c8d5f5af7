"""Templates of pages: what is put in is escaped, and a name that is missing is an error, not a gap."""

from pathlib import Path

import jinja2
import pytest

from autograder.reports import pages
from autograder.reports.pages import duration, template

FILES = {path.name: path.read_text() for path in (Path(pages.__file__).parent / "templates").glob("*.html")}
TEMPLATES = sorted(
    name for name in FILES if not any(f'"{name}"' in text for text in FILES.values())
)  # no parts


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_page_without_its_words_is_an_error(name):
    with pytest.raises(jinja2.UndefinedError):
        template(name).render()


def test_what_is_put_in_is_escaped():
    page = template("feedback.html").environment.from_string("{{ word }} {{ word | plain }}")
    assert page.render(word="<b>\x1b&") == "&lt;b&gt;\x1b&amp; &lt;b&gt;\N{REPLACEMENT CHARACTER}&amp;"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.0, "0 ms"),
        (0.00042, "0.42 ms"),
        (0.0996, "100 ms"),
        (0.999, "1000 ms"),
        (1.0, "1 s"),
        (61.4, "61 s"),
    ],
)
def test_a_time_for_people_has_two_digits(seconds, words):
    assert duration(seconds) == words
