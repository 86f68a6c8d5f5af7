"""Pairs that share rare code are found whatever the names and spaces; what everybody writes is none."""

import io
import keyword
import tokenize
from itertools import combinations

import numpy as np
import pytest
from alike import OWN, RENAMED
from bounds import in_bounds
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.grading.sample_class import RIGHT
from autograder.reports import similarity
from autograder.reports.similarity import COMMON, SHARED, TOKENS, fingerprints, leads

COMMENTS = "a = 1  # it's\nb = '''x\n# y'''\nc = f(a, *b, **c) // 2.5 ** 3 >> 1 != a[..., 1:] -> (b := 3)\nd //= 2; e **= 3; e <<= 1"


def test_shared_rare_code_is_a_lead_and_the_obvious_answer_is_not():
    obvious = "\n".join(RIGHT.values())
    class_marks = {f"student {i}": fingerprints([obvious]) for i in range(30)}
    class_marks["anna"] = fingerprints([obvious, OWN])
    class_marks["ben"] = fingerprints([RENAMED, obvious])
    found = leads(class_marks)
    assert [lead.students for lead in found] == [("anna", "ben")]
    assert found[0].share == 1.0
    del class_marks["ben"]
    assert leads(class_marks) == []


def test_code_that_is_not_python_has_fingerprints_up_to_where_it_breaks():
    whole, cut_off = fingerprints([OWN]), fingerprints([OWN + "\n'''"])
    assert len(whole) > 3 * TOKENS
    assert len(np.setdiff1d(whole, cut_off)) < TOKENS  # at most what would have reached into the broken end
    assert len(fingerprints(["\x00(", "    x\n  y"])) == 0


def tokens_of_python(source):
    """Python's own tokens, an oracle for what is plain Python."""
    ignored = {
        getattr(tokenize, name) for name in ("COMMENT", "NL", "NEWLINE", "INDENT", "DEDENT", "ENDMARKER")
    }
    return [
        "n" if token.type == tokenize.NAME and not keyword.iskeyword(token.string) else token.string
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type not in ignored
    ]


@pytest.mark.parametrize("source", [OWN, RENAMED, *RIGHT.values(), COMMENTS])
def test_the_tokens_are_those_of_python(source):
    assert similarity._tokens(source) == tokens_of_python(source)


@pytest.mark.parametrize(
    "noise", ["# \\\n", "'it\\'s'\n", '"""\na \\""" b\n"""\n', "x = 'a' \\\n    'b'\n", "'\ud800'\n"]
)
def test_no_text_or_comment_hides_the_code_below(noise):
    assert len(np.setdiff1d(fingerprints([OWN]), fingerprints([noise + OWN]))) == 0


@settings(deadline=None)
@given(st.text(st.characters() | st.sampled_from([*list("'#\\ \n=*.>1ab"), '"']), max_size=200))
def test_any_text_has_fingerprints(source):
    found = fingerprints([source, source])
    assert found.dtype == np.uint32
    assert np.all(np.diff(found.astype(np.int64)) > 0)
    assert len(found) <= max(0, len(source) - TOKENS + 1)


def marks(numbers):
    return np.array(numbers, np.uint32)


def test_how_rare_and_how_much_it_must_be():
    rare, others = marks(range(SHARED)), marks(range(1000, 1000 + SHARED))
    class_marks = {"anna": rare, "ben": rare, "chul": others, "dan": marks([])}
    assert [(lead.students, lead.shared, lead.share) for lead in leads(class_marks)] == [
        (("anna", "ben"), SHARED, 1.0)
    ]
    assert leads({**class_marks, "ben": rare[1:]}) == []
    many = {f"student {i}": rare for i in range(int(20 * COMMON) + 1)}
    nobody = {f"other {i}": marks([]) for i in range(20 - len(many))}
    assert leads({**many, **nobody}) == []
    assert leads(nobody) == leads({}) == []


@settings(deadline=None)
@given(st.lists(st.sets(st.integers(0, 60)), max_size=30))
def test_the_leads_are_those_that_counting_pair_by_pair_gives(sets):
    class_marks = {f"student {i:02}": marks(sorted(numbers)) for i, numbers in enumerate(sets)}
    limit = max(2, int(COMMON * len(sets)))
    rare = [{n for n in numbers if sum(n in other for other in sets) <= limit} for numbers in sets]
    expected = {
        (f"student {i:02}", f"student {j:02}"): (
            len(rare[i] & rare[j]),
            len(rare[i] & rare[j]) / min(len(rare[i]), len(rare[j])),
        )
        for i, j in combinations(range(len(sets)), 2)
        if len(rare[i] & rare[j]) >= SHARED
    }
    assert {lead.students: (lead.shared, lead.share) for lead in leads(class_marks)} == expected


def test_a_copy_cannot_be_hidden_behind_other_code():
    own = "\n".join(f"total = total * {i} + rows[{i * i}]" for i in range(100))
    rubbish = [" ".join(f"{salt}{i}" for i in range(40_000)) for salt in (1, 2)]
    found = leads({"anna": fingerprints([rubbish[0], own]), "ben": fingerprints([own, rubbish[1]])})
    assert [lead.students for lead in found] == [("anna", "ben")]


WORST = r"""
texts = [" ".join(map(str, range(40_000))), "(" * 250_000, "'" * 250_000, '"' * 250_000, "x" + " " * 249_990 + "?"]
texts += ['\\"' * 125_000, "'" + "\\\\" * 120_000, "#\\\n" * 80_000, "1." * 125_000, ('"' * 3 + ' ') * 62_000, "a." * 125_000, "*" * 250_000]
texts += ["x" * 250_000, "\ud800" * 250_000, "\U0001f600 " * 125_000, "\\" * 249_999, "\n" * 250_000, "'a" * 125_000]
"""


def test_no_text_takes_long():
    in_bounds(
        "from autograder.reports.similarity import fingerprints",
        WORST + "[fingerprints([text]) for text in texts]",
        100,
    )


def test_a_class_of_the_largest_notebooks_takes_little_memory():
    program = """
        draw = np.random.default_rng(1)
        everybody = {}
        for group in range(10):
            shared = np.unique(draw.integers(0, 2**32, 10_000, np.uint32))
            everybody |= {f"{group} {i}": shared for i in range(30)}
        assert len(leads(everybody)) == 10 * 30 * 29 // 2
    """
    in_bounds("import numpy as np\nfrom autograder.reports.similarity import leads", program, 300)
