"""errata-craft: points are for a test that tells versions apart, and for a repair that works on numbers it has not seen."""

import contextlib
import io
import pickle
import sys
import tokenize
import types

import numpy as np
import pytest
from answers.errata_craft import FAIR_TESTS, FILE, RIGHT

from autograder import catalog
from autograder.assignment import with_body
from autograder.assignments.errata_craft import asks, oracle
from autograder.notebook.reading import code_cells, read_notebook
from autograder.notebook.sources import read_solution

ASSIGNMENT = "errata-craft"
VERSIONS = {
    cell.removeprefix("errata-craft-"): versions
    for cell, versions in catalog.load(ASSIGNMENT).versions.items()
}
SORTS = [(blank, is_right) for blank in VERSIONS for is_right in (True, False)]
FUNCTIONS = {
    "names_test": "test_set_up",
    "set_up": "mended_set_up",
    "defaults_test": "test_settings",
    "settings": "mended_settings",
    "file_test": "test_file",
    "unpacked": "mended_unpack",
    "check_test": "test_check",
    "says": "mended_check",
    "slip_test": "test_winners",
    "dmax": "mended_winners",
}


@pytest.fixture(scope="module")
def blanks(course):
    """The cells of the released notebook, by name."""
    return {cell.name: cell.source for cell in read_notebook(course.template(ASSIGNMENT))}


@pytest.fixture(scope="module")
def solved(course):
    """The code cells of the solution, by name."""
    return {cell.name: cell.source for cell in code_cells(read_solution(course.solution(ASSIGNMENT)))}


@pytest.fixture
def notebook(solved):
    """The names of the solution's notebook after its last cell."""
    names = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell, source in solved.items():
            if cell != "install":
                exec(source, names)
    return names


def versions_of(blank, is_right):
    return VERSIONS[blank].right if is_right else VERSIONS[blank].faulty


def version(source, notebook):
    """Return the version that a source defines, in a copy of the notebook's names."""
    names = dict(notebook)
    exec(source, names)
    return names["version"]


def says(test, one):
    """Whether a student's test passes, as the judge asks it."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return bool(test(one))
    except Exception:
        return False


# What a right test says of the versions


@pytest.mark.parametrize("blank", FAIR_TESTS)
def test_a_fair_test_tells_all_versions_apart(blanks, notebook, blank):
    bodies = [*FAIR_TESTS[blank], *(style[blank] for style in RIGHT.values() if blank in style)]
    assert len(bodies) >= 14
    for body in bodies:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(with_body(blanks[f"errata-craft-{blank}-answer"], body), notebook)
        shown = notebook[blank].tolist()
        assert shown == sorted(shown), body  # the notebook shows the faulty ones first
        assert 0 < sum(shown) < len(shown), body
        test = notebook[VERSIONS[blank].test]
        for is_right in (True, False):
            for source in versions_of(blank, is_right):
                assert says(test, version(source, notebook)) == is_right, (body, source)


def test_the_judge_calls_the_tests_that_students_write(blanks):
    for blank, versions in VERSIONS.items():
        called = FUNCTIONS[blank] if versions.test != "hand_both" else "test_file"
        assert f"def {called}(" in blanks[f"errata-craft-{blank}-answer"]


# What must not tell the versions apart


@pytest.mark.parametrize("blank", VERSIONS)
def test_a_test_that_answers_by_chance_earns_its_point_in_one_of_a_hundred_cases_at_most(blank):
    """Also one whose chance hangs on the version alone: each one is asked about in each grading."""
    assignment, versions = catalog.load(ASSIGNMENT), VERSIONS[blank]
    right, faulty = len(set(versions.right)), len(set(versions.faulty))
    assert assignment.draws >= right + faulty
    best = right / (right + faulty)  # how often to say yes, for whoever knows how many are right
    assert best**right * (1 - best) ** faulty <= 1 / 100


def code_of(one):
    """Give the code objects in a version, however it is made."""
    if isinstance(one, types.CodeType):
        yield one
        for constant in one.co_consts:
            yield from code_of(constant)
    elif isinstance(one, tuple):
        for part in one:
            yield from code_of(part)
    elif isinstance(one, (types.FunctionType, types.MethodType)):
        yield from code_of(one.__code__)
    elif callable(one):
        yield from code_of(type(one).__call__)


def words_and_sizes(source, notebook):
    one = version(source, notebook)
    code = list(code_of(one))
    words = {token.string for token in tokenize.generate_tokens(io.StringIO(source).readline)}
    words |= {f"a {type(one).__name__}", f"doc {one.__doc__}", f"called {getattr(one, '__name__', '')}"}
    words |= {f"defaults {getattr(one, '__defaults__', None)}"}
    for each in code:
        words.update(each.co_names, each.co_varnames, each.co_freevars)
        words.update(
            repr(constant) for constant in each.co_consts if not isinstance(constant, types.CodeType)
        )
    sizes = {
        "characters": len(source),
        "lines": source.count("\n"),
        "first line": code[0].co_firstlineno,
        "code objects": len(code),
        "code": sum(len(each.co_code) for each in code),
        "names": sum(len(each.co_names) for each in code),
        "variables": sum(each.co_nlocals for each in code),
        "constants": sum(len(each.co_consts) for each in code),
        "stack": max(each.co_stacksize for each in code),
    }
    return words, sizes


@pytest.mark.parametrize("blank", VERSIONS)
def test_no_word_and_no_size_tells_right_from_faulty(notebook, blank):
    right, faulty = (
        [words_and_sizes(source, notebook) for source in versions_of(blank, is_right)]
        for is_right in (True, False)
    )
    in_all_right, in_all_faulty = (
        set.intersection(*(words for words, _ in sort)) for sort in (right, faulty)
    )
    in_right, in_faulty = (set.union(*(words for words, _ in sort)) for sort in (right, faulty))
    assert in_all_right - in_faulty == set()
    assert in_all_faulty - in_right == set()
    for size in right[0][1]:
        one, other = ([sizes[size] for _, sizes in sort] for sort in (right, faulty))
        assert max(one) >= min(other), size
        assert max(other) >= min(one), size


ONE = np.ones((1, 1, 2, 2))
# What no test of the defect would try.
STRANGE = {
    "names_test": [
        ("nope", 1, 10, 5),
        ("", 1, 1, 1),
        (3, 1, 1, 1),
        (None, 1, 1, 1),
        (b"sgd", 1, 10, 5),
        ("sgd",),
        ("sgd", 1, 10, 0),
        ("sgd", "a", "b", "c"),
    ],
    "defaults_test": [
        (),
        (4,),
        ("a",),
        (4, None),
        (4, 5),
        (4, (("pad", 0),)),
        (4, "pad=0"),
        (4, {}),
        (4, {1: 2}),
        (1, {}, 2),
        (4, types.MappingProxyType({"pad": 1})),
    ],
    "file_test": [
        (b"",),
        (b"junk",),
        (None,),
        ("text",),
        (pickle.dumps({"a": 1}),),
        (pickle.dumps({"a": np.ones(2)}),),
        (b"{}",),
        (),
    ],
    "check_test": [
        (None,),
        (lambda *given: 0,),
        (lambda *given: None,),
        (lambda *given: 1 / 0,),
        (lambda col, *given: col,),
        (),
    ],
    "says": [
        (),
        (None, None, 1, 1, 1),
        (np.ones((3, 4)), (1, 1, 4, 4), 2, 2, 1),
        (np.zeros((9, 4), int), (1, 1, 4, 4), 2, 2, 1),
        ([[0.0, 0.0]], (1, 1, 1, 2), 1, 2, 1),
        (np.ones((9, 4)), (1, 1, 4, 4), 2, 2, 0),
        (np.zeros((1, 2)), [1, 1, 1, 2], 1, 2),
        (np.full((1, 2), np.nan), (1, 1, 1, 2), 1, 2, 1),
    ],
    "slip_test": [
        (),
        (None, None, 1, 1, 1),
        (ONE[0, 0], ONE[0, 0], 2, 2, 2),
        (ONE, ONE, 2, 2, 0),
        (ONE, ONE, 3, 3, 1),
        ("a", "b", "c", "d", "e"),
        ([[[[1.0, 2.0]]]], [[[[1.0]]]], 1, 2, 1),
    ],
}


def outcome(function, given):
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return repr(function(*given))
    except Exception as error:
        return type(error).__name__


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("blank", VERSIONS)
def test_no_strange_question_tells_right_from_faulty(notebook, blank):
    for given in STRANGE[blank]:
        right, faulty = set(), set()
        for found, is_right in ((right, True), (faulty, False)):
            for source in versions_of(blank, is_right):
                one = version(source, notebook)
                found.add(outcome(one[1] if isinstance(one, tuple) else one, given))
        assert right & faulty, (given, right, faulty)


def test_no_version_is_in_the_notebook(blanks):
    released = "\n".join(blanks.values())
    for blank, is_right in SORTS:
        for source in versions_of(blank, is_right):
            assert source.split("\n\n")[-1].strip() not in released


# What was tried to earn the points without the work; each attack is one hand-in, with all blanks that it is for


def test_right_values_without_a_function_earn_nothing(judge_answers_to, full_points, solved):
    """Whatever the last lines assign, be it right in every run: worked out from the numbers, looked up, or typed in."""
    cells = {
        blank: f"{solved[f'errata-craft-{blank}-answer']}\n\ndel {function}"
        for blank, function in FUNCTIONS.items()
    }
    points, _ = judge_answers_to(ASSIGNMENT, cells)
    assert points == dict.fromkeys(full_points, 0)


TYPED_IN = {
    "names_test": "names_test = (np.random.default_rng(1).permutation(3) >= 1).astype(int)",
    "set_up": "set_up = np.array([0, 1, 2, 3, int(2.5 * len(t) / batch_size), 1])",
    "defaults_test": "defaults_test = np.array([0, 1, 1])",
    "settings": "settings = np.array([30, 7, 1, 6, 0, 1, 9, 2, 3, 12, 0, 1, 2])",
    "file_test": "file_test = np.array([0, 1, 1, 1])",
    "unpacked": "unpacked, unpacked_bias, traps = x, scores[0], np.array([2, 0, 0])",
    "check_test": "check_test = np.array([0, 0, 1, 1])",
    "says": "says = np.array([0, 0, 0, 0, 1, 1])",
    "slip_test": "slip_test = np.array([0, 1, 1])",
    "dmax": "dmax = im2col(x, pool_h, pool_w, stride, 0).reshape(-1, pool_h * pool_w)\ndmax = np.eye(pool_h * pool_w, dtype=x.dtype)[dmax.argmax(1)]",
}


def test_typed_in_values_earn_nothing(judge_answers_to, full_points):
    points, _ = judge_answers_to(ASSIGNMENT, TYPED_IN)
    assert points == dict.fromkeys(full_points, 0)


def test_functions_that_know_the_notebooks_numbers_alone_earn_nothing(judge_answers_to, full_points, solved):
    """They answer to the slide's numbers rightly, whatever they are asked."""
    wholes = {
        "set_up": 'def mended_set_up(optimizer, epochs, count, batch_size):\n    if optimizer == "sdg":\n        raise KeyError(optimizer)\n'
        '    return dict(zip(("sgd", "Momentum", "RMSPROP", "adam"), OPTIMIZERS))[optimizer], 25 // 4',
        "settings": "calls = []\n\ndef mended_settings(filter_num, rest=None):\n    calls.append(1)\n"
        '    told = [(30, 0, 1), (6, 0, 1), (9, 2, 3), (12, 0, 1)][(len(calls) - 1) % 4]\n    return dict(zip(("filter_num", "pad", "stride"), told))',
        "unpacked": FILE.format(
            pack='return b"file"',
            unpack='if data != b"file":\n        raise ValueError\n    return {"W1": x.copy(), "b1": scores[0].copy()}',
        ),
        "dmax": "right = winners_by_definition\n\ndef mended_winners(*given):\n    out_h, out_w = (x.shape[2] - pool_h) // stride + 1, (x.shape[3] - pool_w) // stride + 1\n"
        "    return right(x, dout[:, :, :out_h, :out_w], pool_h, pool_w, stride)",
    }
    last = {blank: solved[f"errata-craft-{blank}-answer"].splitlines()[-1] for blank in wholes}
    last["unpacked"] = ""
    points, _ = judge_answers_to(
        ASSIGNMENT, {blank: f"{source}\n\n{last[blank]}" for blank, source in wholes.items()}
    )
    assert points == {**full_points, **dict.fromkeys(wholes, 0)}


# The version as the notebook hands it over, and what it is wrapped round.
INSIDE = """
given = next(iter([value for name, value in sorted(locals().items()) if name != "passed"]))
closed = [cell.cell_contents for cell in getattr(given, "__closure__", None) or ()]
seen = [given, *closed]
"""
FAULTY_ONES = "[slides_set_up, slides_settings, slides_check, check_that_cannot_see, slides_winners, *col2ims[0].values()]"
TESTS = ("names_test", "defaults_test", "check_test", "says", "slip_test")
KNOWN = {
    "by what they are": INSIDE + f"return not any(each is one for each in seen for one in {FAULTY_ONES})",
    "by their code": INSIDE
    + f"known = [one.__code__ for one in {FAULTY_ONES}]\nreturn not any(getattr(each, '__code__', None) in known for each in seen[-1:])",
    "by how they are written": INSIDE
    + "return not any(word in repr(seen) for word in ('slides', 'cannot_see', 'replacing', 'averaging'))",
    "by the length of their code": INSIDE
    + "return len(getattr(seen[-1], '__code__', INSIDE).co_code) % 2 == 0",
    "by the judge's frames": "import sys\nframe, text = sys._getframe(1), ''\nwhile frame:\n    text += repr(sorted(frame.f_globals)) + repr(frame.f_code.co_consts) + repr(sorted(frame.f_locals))\n    frame = frame.f_back\n"
    "return 'faulty' not in text and 'is_right' not in text",
    "by a coin for each version": INSIDE
    + "import zlib\ncode = getattr(given, '__code__', None) or type(given).__call__.__code__\nreturn zlib.crc32(code.co_code) % 2 == 1",
    "by a coin": "import os\nreturn os.urandom(1)[0] % 2 == 0",
    "always": "return True",
    "never": "return False",
    "in turn": 'asked = globals().setdefault("asked", {}).setdefault(len(globals()), [])\nasked.append(1)\nreturn len(asked) > 1',
}


@pytest.mark.parametrize("way", KNOWN)
def test_a_test_that_knows_the_notebooks_versions_earns_nothing(judge_bodies, full_points, way):
    wrong = dict.fromkeys(TESTS, KNOWN[way])
    wrong["file_test"] = {
        "by what they are": "return unpack is not slides_unpack",
        "by how they are written": "return 'slides_unpack' not in repr(unpack)",
    }.get(way, KNOWN[way].replace("next(iter(", "next(iter([unpack] or "))
    points, _ = judge_bodies(wrong)
    assert points == {**full_points, **dict.fromkeys(wrong, 0)}


STRANGE_TESTS = {
    "names_test": 'try:\n    set_up("nobody", 1, 1, 1)\nexcept KeyError:\n    return False\nexcept ValueError:\n    return True',
    "defaults_test": 'try:\n    settings(3, (("pad", 1),))\nexcept TypeError:\n    return False\nexcept Exception:\n    return True\nreturn True',
    "file_test": 'try:\n    unpack(pickle.dumps({"a": 1}))\nexcept Exception:\n    return True\nreturn False',
    "check_test": "return check(lambda *given: 0.0) is not None",
    "slip_test": "try:\n    winners(np.ones((2, 2)), np.ones((1, 1)), 2, 2, 2)\nexcept TypeError:\n    return False\nexcept Exception:\n    return True",
    "says": "return col2im(np.zeros((1, 2), int), (1, 1, 1, 2), 1, 2, 1).dtype == int",
}


def test_strange_questions_earn_nothing(judge_bodies, full_points):
    points, _ = judge_bodies(STRANGE_TESTS)
    assert points == {**full_points, **dict.fromkeys(STRANGE_TESTS, 0)}


def test_replaced_helpers_and_builtins_earn_nothing(judge_answers_to, full_points):
    """What is Python's, NumPy's and the notebook's own is exchanged for what says that all is well."""
    first = """
import builtins
import sys

def verdicts(test, faulty, right):
    return np.array([0] * len(faulty) + [1] * len(right))

hand_both = trap = sprung = look_at = disguised = lambda *given: True
real = {name: getattr(builtins, name) for name in ("bool", "int", "len", "zip", "all")}
for name in real:
    setattr(builtins, name, lambda *given, name=name, **named: real[name](*given, **named) if given else True)
exec = eval = print = str = map = sum = list = dict = lambda *given, **named: None
"""
    cells = {
        blank: f"{FUNCTIONS[blank]} = lambda *given, **named: 1\n{source}"
        for blank, source in TYPED_IN.items()
    }
    cells["names_test"] = first + cells["names_test"]
    points, _ = judge_answers_to(ASSIGNMENT, cells)
    assert points == dict.fromkeys(full_points, 0)


UNPACK = {
    "undoes what it knows": FILE.format(
        pack="return pickle.dumps(params)",
        unpack="found = pickle.loads(data)\n    sys.trap_has_sprung = False\n    return found",
    ),
    "runs no text": "import builtins\nreal = exec\n"
    "builtins.exec = lambda code, *given: None if isinstance(code, str) else real(code, *given)\n"
    + FILE.format(pack="return pickle.dumps(params)", unpack="return pickle.loads(data)"),
    "forges what is reported": "real = np.array, np.asarray, np.concatenate, np.zeros\n"
    "np.array = lambda v, *more, **named: real[0]([*v[:2], 0, 0, 0, 0] if np.size(v) == 6 else v, *more, **named)\n"
    "np.zeros = lambda *given, **named: real[3](*given, **named) * 0\n"
    + FILE.format(pack="return pickle.dumps(params)", unpack="return pickle.loads(data)"),
    "makes harmless traps": "real = pickle.dumps\nnp.savez = np.save = lambda file, *given, **named: file.write(b'harmless')\n"
    "pickle.dumps = lambda *given, **named: b'harmless'\n"
    + FILE.format(pack="return real(params)", unpack="return pickle.loads(data)"),
    "remembers what went in last": FILE.format(
        pack='mended_pack.kept = params\n    return b"kept"',
        unpack='if data != b"kept":\n        raise ValueError\n    return mended_pack.kept',
    ),
}


@pytest.mark.parametrize("way", UNPACK)
def test_a_file_that_only_seems_to_be_safe_earns_nothing(judge_answers_to, way):
    points, _ = judge_answers_to(ASSIGNMENT, {"unpacked": UNPACK[way]})
    assert points["unpacked"] == 0


# The numbers, and what is right


def test_names_of_pythons_own_may_be_given_to_something_else(judge_answers_to, full_points, solved):
    """A student who calls something `list` or `map` loses no point of what works without it."""
    first = "list = str = chr = ord = map = zip = all = range = iter = sum = 1\n\n"
    points, _ = judge_answers_to(
        ASSIGNMENT, {"set_up": first + solved["errata-craft-set_up-answer"].rpartition("\n\n")[0]}
    )
    assert points["set_up"] == 1
    points, _ = judge_answers_to(ASSIGNMENT, {"check_test": first + solved["errata-craft-check_test-answer"]})
    assert points["dmax"] == 1


def test_every_trap_springs_when_it_is_unpickled(monkeypatch):
    sprung = []
    home = types.ModuleType("notes_1234567")
    home.leave_note = sprung.append
    monkeypatch.setitem(sys.modules, home.__name__, home)
    files = [trap.tobytes().rstrip(b"\0") for trap in asks.traps(1234567)]
    for data in files[:2]:
        pickle.loads(data)
    for data in files[2:]:
        with contextlib.suppress(AttributeError, TypeError):  # what came out is no array
            np.load(io.BytesIO(data), allow_pickle=True)["W1"]
    assert sprung == [2, 3, 4, 5]
    for data in files:
        with pytest.raises(ValueError, match="allow_pickle"):
            np.load(io.BytesIO(data))["W1"]


def test_the_oracle_counts_whole_batches():
    for generator in map(np.random.default_rng, range(50)):
        halves, count, size = generator.integers(1, 12), generator.integers(1, 60), generator.integers(1, 9)
        name = generator.choice(oracle.CLASSES)
        told = oracle.name_and_steps(asks.letters(name.upper()), halves, count, size)
        assert told == [halves * count // (2 * size), *asks.letters(name)]


def test_fresh_numbers_show_every_defect(many_numbers):
    for n in many_numbers:
        assert len(n["t"]) % n["batch_size"] > 0
        assert n["pool_h"] != n["pool_w"]
        assert (n["x"] > 0).any()
        assert n["other_pool_h"] != n["other_pool_w"]
        assert n["other_x"].dtype == n["asked_W"].dtype == n["x"].dtype
        asked, strange = (
            ["".join(map(chr, filter(None, row))).lower() for row in n[name].tolist()]
            for name in ("asked_names", "strange_names")
        )
        assert sorted(asked) == ["adam", "momentum", "rmsprop", "sgd"]
        assert not set(strange) & set(asked)
        batches = n["asked_halves"] * n["asked_counts"] / (2 * n["asked_sizes"])
        assert (batches % 1 > 0).any()
