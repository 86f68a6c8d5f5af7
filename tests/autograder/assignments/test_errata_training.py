"""errata-training: a test that cannot tell earns nothing, what is forged neither, and fresh numbers show every defect."""

import contextlib
import io
import statistics

import numpy as np
import pytest
from answers import errata_training as answers

from autograder import catalog
from autograder.assignment import with_body
from autograder.assignments.errata_training import oracle
from autograder.judging.cases import cases
from autograder.notebook.reading import blank_of, code_cells, read_notebook
from autograder.notebook.sources import read_solution

ASSIGNMENT = "errata-training"
VERSIONS = {cell.removeprefix("errata-training-"): v for cell, v in catalog.load(ASSIGNMENT).versions.items()}
SEEDS = range(25)

# What tells the notebook's versions apart without looking at the defect: by what they are, by what they refuse, by how they come to their numbers.
INSIDE = "inside = {0}.__closure__[0].cell_contents if {0}.__closure__ else {0}\n"
RECOGNIZES = {
    "dtype_test": [
        "return im2col.__closure__[0].cell_contents is not slides_im2col",
        INSIDE.format("im2col") + "return inside.__code__ != slides_im2col.__code__",
        INSIDE.format("im2col") + 'return "zeros" not in inside.__code__.co_names',
        INSIDE.format("im2col") + "return len(inside.__code__.co_code) < len(slides_im2col.__code__.co_code)",
        INSIDE.format("im2col") + 'return "slides" not in repr(inside)',
        """
made, zeros = [], np.zeros
np.zeros = lambda *given, **named: made.append(1) or zeros(*given, **named)
try:
    im2col(np.ones((1, 1, 3, 3)), 2, 2)
finally:
    np.zeros = zeros
return not made
""",
    ],
    "dropout_test": [
        "return SlidesDropout not in Dropout.__mro__",
        'return "random" not in Dropout.forward.__code__.co_names',
        "return Dropout.__init__.__defaults__ is not None",
        "Dropout(0.5)\nreturn True",
        """
try:
    Dropout(1.5, np.random.default_rng(0))
except ValueError:
    return True
return False
""",
        """
layer = Dropout(0.5, np.random.default_rng(0))
layer.forward(np.ones(3), False)
return hasattr(layer, "mask")
""",
        """
out = Dropout(0.5, np.random.default_rng(0)).forward(np.ones(50), True)
return not np.array_equal(out != 0, np.random.default_rng(0).random(50) > 0.5)
""",
    ],
    "order_test": [
        "return order is not slides_order and len(order) != 5",
        "return order not in orders[0].values()",
        "return order in orders[1].values()",
        'return order[-1] != "Dropout" and order[-2:] != ["Dropout", "SoftmaxWithLoss"]',
        'return order.count("Dropout") == 0 or order.index("Dropout") < len(order) - 1 and order.count("Dropout") < 2',
    ],
    "channel_test": [
        INSIDE.format("normalize") + "return inside is not slides_normalize",
        INSIDE.format("normalize") + 'return "reshape" not in inside.__code__.co_names',
        """
try:
    normalize(np.arange(8.0).reshape(2, 2, 2), 1e-5)
except ValueError:
    return True
return False
""",
        """
try:
    normalize(np.ones((1, 1)), 1e-5)
except ValueError:
    return True
return False
""",
    ],
    "epoch_test": [
        INSIDE.format("epoch") + "return inside is not slides_epoch",
        INSIDE.format("epoch") + 'return "choice" not in inside.__code__.co_names',
        INSIDE.format("epoch") + 'return "gradient" not in inside.__code__.co_names',
        """
import dis
inside = epoch.__closure__[0].cell_contents if epoch.__closure__ else epoch
forwards = [i for i in dis.get_instructions(inside) if i.argval in ("loss", "gradient") and "FAST" not in i.opname]
return inside is not slides_epoch and len(forwards) < 2
""",
        """
noted = Recorder()
epoch(noted, np.arange(10), np.arange(10), 5, np.random.default_rng(0))
rng = np.random.default_rng(0)
return noted.learned != [*rng.choice(10, 5), *rng.choice(10, 5)]
""",
        """
noted = Recorder()
epoch(noted, np.arange(10), np.arange(10), 5, np.random.default_rng(0))
return sorted(noted.learned) != sorted(np.random.default_rng(0).choice(10, 10).tolist())
""",
        """
class Spy:
    rng = np.random.default_rng(0)

    def __getattr__(self, name):
        if name == "choice":
            raise ValueError
        return getattr(self.rng, name)

epoch(Recorder(), np.arange(10), np.arange(10), 5, Spy())
return True
""",
        """
class Network:
    loss = backward = step = lambda *given: 0

epoch(Network(), np.arange(10), np.arange(10), 5, np.random.default_rng(0))
return True
""",
    ],
}


@pytest.fixture(scope="module")
def names(course):
    """The names of the solution's notebook after a run."""
    namespace = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in code_cells(read_solution(course.solution(ASSIGNMENT))):
            exec(cell.source, namespace)
    return namespace


@pytest.fixture(scope="module")
def blanks(course):
    """The released blanks."""
    cells = read_notebook(course.template(ASSIGNMENT))
    return {
        blank: next(cell.source for cell in cells if cell.name == blank_of(f"{ASSIGNMENT}-{blank}"))
        for blank in (cell.removeprefix(f"{ASSIGNMENT}-") for cell in catalog.load(ASSIGNMENT).values)
    }


def version_of(source, names):
    namespace = dict(names)
    exec(source, namespace)
    return namespace["version"]


@pytest.fixture(scope="module")
def said_by(names, blanks):
    """Give what a test says of the notebook's versions; and of those that nobody has seen, the right ones and the faulty ones."""

    def said(test, version):
        try:
            with np.errstate(all="ignore"):
                return bool(test(version))
        except Exception:
            return False

    def ask(blank, body):
        namespace = dict(names)
        with contextlib.redirect_stdout(io.StringIO()):
            exec(with_body(blanks[blank], body), namespace)
        of_nobody = [
            [said(namespace[VERSIONS[blank].test], version_of(source, namespace)) for source in sources]
            for sources in (VERSIONS[blank].right, VERSIONS[blank].faulty)
        ]
        return namespace[blank].tolist(), *of_nobody

    return ask


def fair_tests(blank):
    return [
        *(style[blank] for style in answers.RIGHT.values() if blank in style),
        *answers.FAIR_TESTS[blank],
    ]


def as_parameters(bodies):
    return [
        pytest.param(blank, body, id=f"{blank}-{i}")
        for blank, several in bodies.items()
        for i, body in enumerate(several)
    ]


@pytest.mark.parametrize(("blank", "body"), as_parameters({blank: fair_tests(blank) for blank in VERSIONS}))
def test_a_fair_test_is_right_about_every_version(said_by, blank, body):
    in_notebook, right, faulty = said_by(blank, body)
    assert in_notebook == sorted(in_notebook)
    assert 0 < sum(in_notebook) < len(in_notebook)
    assert all(right)
    assert not any(faulty)


@pytest.mark.parametrize(("blank", "body"), as_parameters(RECOGNIZES))
def test_what_tells_only_the_notebooks_versions_apart_is_wrong_about_others(said_by, names, blank, body):
    in_notebook, right, faulty = said_by(blank, body)
    assert in_notebook == names[blank].tolist()  # it is worth trying
    assert not all(right) or any(faulty)


def test_a_coin_that_knows_the_notebook_earns_a_point_in_one_of_a_hundred_at_most():
    """However often it says True; and also if it falls in the same way each time that it meets the same version, as a digest of the code does."""
    draws = catalog.load(ASSIGNMENT).draws
    for versions in VERSIONS.values():
        different = len({*versions.right, *versions.faulty})
        assert 0.5**different < 0.01
        assert draws >= different == len(versions.right) + len(versions.faulty)
        for right in range(len(versions.right), draws - len(versions.faulty) + 1):
            says_true = right / draws  # the best that a coin can be
            assert says_true**right * (1 - says_true) ** (draws - right) < 0.01


def test_each_version_is_asked_and_nothing_but_the_judge_knows_when():
    for seed in range(5):
        hidden = cases(catalog.load(ASSIGNMENT), "a secret", f"student {seed}", "content")[2:]
        for cell, versions in catalog.load(ASSIGNMENT).versions.items():
            asked = [case.versions[cell].source for case in hidden]
            assert set(asked) == {*versions.right, *versions.faulty}


@pytest.mark.parametrize("blank", [blank for blank in VERSIONS if blank != "order_test"])
def test_names_docstrings_and_sizes_do_not_tell_right_from_faulty(names, blank):
    sizes = []
    for sources in (VERSIONS[blank].right, VERSIONS[blank].faulty):
        versions = [version_of(source, names) for source in sources]
        assert {(v.__name__, v.__qualname__, v.__module__, v.__doc__) for v in versions} == {
            ("version", "version", "__main__", None)
        }
        sizes.append([len(source) for source in sources])
    assert max(sizes[0]) > min(sizes[1])
    assert max(sizes[1]) > min(sizes[0])


def test_faulty_versions_do_what_the_slides_version_does(names):
    """On images, tables, batches and ratios by chance; where chance decides, as much of everything."""
    faulty = {b: [version_of(source, names) for source in v.faulty] for b, v in VERSIONS.items()}
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        x = rng.normal(size=rng.integers(3, 6, 4)).astype(rng.choice(["f2", "f4", "f8", "i4"]))
        rows = names["slides_im2col"](x, 2, 3)
        for im2col in faulty["dtype_test"]:
            np.testing.assert_array_equal(im2col(x, 2, 3), rows, strict=True)
        x = x.astype(np.float64) if x.dtype.kind == "i" else x.astype(np.float32)
        for numbers in (x, x[:1], x[:, :, 0, 0]):
            normal = names["slides_normalize"](numbers, 1e-4)
            for normalize in faulty["channel_test"]:
                np.testing.assert_allclose(normalize(numbers, 1e-4), normal, atol=1e-4)
        ratio, many = float(rng.uniform(0.1, 0.9)), rng.uniform(1, 2, (2000, 3)).astype(x.dtype)
        for Dropout in faulty["dropout_test"]:
            layer, slides = (
                kind(ratio, np.random.default_rng(seed)) for kind in (Dropout, names["SlidesDropout"])
            )
            out = layer.forward(many.copy(), True)
            np.testing.assert_array_equal(out, np.where(out == 0, 0, many), strict=True)
            np.testing.assert_allclose(np.mean(out == 0), np.mean(slides.forward(many) == 0), atol=0.05)
            np.testing.assert_array_equal(layer.backward(many), out)
            np.testing.assert_allclose(layer.forward(many, False), slides.forward(many, False), rtol=1e-6)
        count, batch_size = (int(number) for number in rng.integers([8, 1], [30, 6]))
        pictures = rng.permutation(count)
        for epoch in (names["slides_epoch"], *faulty["epoch_test"]):
            noted = names["Recorder"]()
            losses = epoch(noted, pictures, pictures, batch_size, np.random.default_rng(seed))
            repeated = sorted(np.unique(noted.learned, return_counts=True)[1].tolist())
            if epoch is names["slides_epoch"]:
                as_slides = repeated
            assert repeated == as_slides
            assert noted.forwards == 2 * noted.steps == 2 * len(losses)
            assert losses == noted.losses[1::2]


def test_right_versions_do_what_is_right_by_definition(names):
    right = {b: [version_of(source, names) for source in v.right] for b, v in VERSIONS.items()}
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        x = rng.normal(size=rng.integers(3, 6, 4)).astype(rng.choice(["f2", "f4", "f8", "i4"]))
        for im2col in right["dtype_test"]:
            np.testing.assert_array_equal(
                im2col(x, 2, 3), oracle.rows_of(x, 2, 3).astype(x.dtype), strict=True
            )
        x = x.astype(np.float64)
        for numbers in (x, x[:1], x[:, :, 0, 0]):
            for normalize in right["channel_test"]:
                np.testing.assert_allclose(normalize(numbers, 1e-4), oracle.normal(numbers, 1e-4))
        ratio, many = float(rng.uniform(0.1, 0.9)), rng.uniform(1, 2, (2000, 3)).astype(np.float32)
        for Dropout in right["dropout_test"]:
            layer = Dropout(ratio, np.random.default_rng(seed))
            out = layer.forward(many.copy(), True)
            assert abs(np.mean(out == 0) - ratio) < 0.05
            np.testing.assert_allclose(out, np.where(out == 0, 0, many / (1 - ratio)), rtol=1e-6)
            assert out.dtype == many.dtype
            np.testing.assert_allclose(layer.backward(many), out, rtol=1e-6)
            np.testing.assert_array_equal(layer.forward(many, False), many)
            np.testing.assert_array_equal(layer.backward(many), many)
        count, batch_size = (int(number) for number in rng.integers([8, 1], [30, 6]))
        pictures = rng.permutation(count)
        for epoch in right["epoch_test"]:
            noted = names["Recorder"]()
            losses = epoch(noted, pictures, pictures, batch_size, np.random.default_rng(seed))
            assert sorted(noted.learned) == list(range(count))
            assert noted.learned != pictures.tolist()
            assert noted.forwards == noted.steps == len(losses)
            assert losses == noted.losses
            assert max(noted.batch_sizes) <= batch_size


REPAIRS = ("col", "dropped", "normalized", "visits")
# What is right in the notebook, without a function that is.
TYPED_IN = {
    "dtype_test": "dtype_test = np.array([0, 1, 1])",
    "col": "col, bytes_each = slides_im2col(x, pool_h, pool_w), np.array([8, 4, 2])",
    "dropout_test": "dropout_test = np.array([0, 1, 1])",
    "dropped": "grown = 1 / (1 - dropout_ratio)\ndropped = np.array([dropout_ratio, grown, grown, 1, 1, grown, grown])",
    "order_test": "order_test = np.array([0, 0, 1, 1, 1])",
    "channel_test": "channel_test = np.array([0, 1, 1])",
    "normalized": "normalized, normalized_rows = normalize_in_modlab(x, 1e-5), normalize_in_modlab(scores, 1e-5)",
    "epoch_test": "epoch_test = np.array([0, 1, 1])",
    "visits": "steps = -(-len(t) // batch_size)\nvisits, passes = np.ones(len(t), int), np.array([steps, steps, batch_size, 1, 1])",
}
FUNCTIONS = {
    "dtype_test": "def test_im2col(im2col):\n    return {says}",
    "col": "mended_im2col = slides_im2col",
    "dropout_test": "def test_dropout(Dropout):\n    return {says}",
    "dropped": "MendedDropout = SlidesDropout",
    "order_test": "def test_order(order):\n    return {says}",
    "channel_test": "def test_normalize(normalize):\n    return {says}",
    "normalized": "mended_normalize = slides_normalize",
    "epoch_test": "def test_epoch(epoch):\n    return {says}",
    "visits": "mended_epoch = slides_epoch",
}
# The tests say one thing always; the repairs write what the judge is to read where it could read it.
WRITES = """
import sys

def forged(*given, **named):
    frame = sys._getframe(1)
    while frame is not None:
        for space in (frame.f_globals, frame.f_locals):
            for name, value in {forged}.items():
                space[name] = value
        frame = frame.f_back
    return {value}
"""
FORGERIES = {
    "typed in": TYPED_IN,
    "by the seed": {
        blank: f"{blank} = (np.random.default_rng(seed).permutation({count}) >= {faulty}).astype(int)"
        for blank, count, faulty in (
            *((blank, 3, 1) for blank in ("dtype_test", "dropout_test", "channel_test", "epoch_test")),
            ("order_test", 5, 2),
        )
    },
    **{
        f"typed in, the function says {says} or does as on the slides": {
            blank: f"{FUNCTIONS[blank].format(says=says)}\n\n{source}" for blank, source in TYPED_IN.items()
        }
        for says in ("True", "False")
    },
    "helpers that give what is typed in": {
        blank: (
            f"{FUNCTIONS[blank].format(says='True')}\n{source}\n"
            f"verdicts = try_im2col = try_dropout = try_epoch = disguised = as_array = lambda *given, value={blank}: value\n"
            f"Recorder = im2cols = dropouts = orders = normalizations = epochs = None"
        )
        for blank, source in TYPED_IN.items()
    },
    "a bool and an int that say what is typed in": {
        "dtype_test": f"""
{FUNCTIONS["dtype_test"].format(says="True")}
import builtins
builtins.bool = builtins.int = lambda value=0: 1
dtype_test = np.array([0, 1, 1])
"""
    },
    "repairs that write into the frames around them": {
        "col": WRITES.format(
            forged="dict(col=col, col_single=col, col_half=col)", value="slides_im2col(*given)"
        ).replace("import sys", f"import sys\n{TYPED_IN['col']}")
        + "\nmended_im2col = forged",
        "normalized": WRITES.format(
            forged="dict(normalized=normalized, normalized_rows=normalized_rows)",
            value="slides_normalize(*given)",
        ).replace("import sys", f"import sys\n{TYPED_IN['normalized']}")
        + "\nmended_normalize = forged",
        "visits": WRITES.format(
            forged="dict(visits=visits, visits_again=visits, passes=passes, told=[], losses=[])", value="[]"
        ).replace("import sys", f"import sys\n{TYPED_IN['visits']}")
        + "\nmended_epoch = forged",
    },
    "repairs that know what was right once": {
        "col": f"""
{TYPED_IN["col"]}

def mended_im2col(x, filter_h, filter_w):
    return col.astype(x.dtype)
""",
        "normalized": f"""
{TYPED_IN["normalized"]}

def mended_normalize(x, eps):
    return normalized if x.ndim == 4 else normalized_rows
""",
        "dropped": f"""
class MendedDropout(SlidesDropout):
    def forward(self, x, train_flg=True):
        return np.resize([0, 1.25, 1.25, 1.25, 1.25], x.shape) if train_flg else x

    def backward(self, dout):
        return np.resize([0, 1.25, 1.25, 1.25, 1.25], dout.shape)

{TYPED_IN["dropped"]}
""",
        "visits": f"""
def mended_epoch(network, x, t, batch_size, rng):
    return [network.loss(x, t), network.step(network.backward())][:1]

{TYPED_IN["visits"]}
""",
    },
}


@pytest.mark.parametrize("kind", FORGERIES)
def test_what_is_forged_earns_nothing(judge_answers, full_points, kind):
    points, _ = judge_answers(FORGERIES[kind])
    assert {blank: points[blank] for blank in FORGERIES[kind]} == dict.fromkeys(FORGERIES[kind], 0)
    if "helpers" not in kind and "bool" not in kind:  # whoever changes those harms other blanks of their own
        assert points == {**full_points, **dict.fromkeys(FORGERIES[kind], 0)}


def test_what_tells_the_notebooks_versions_apart_earns_nothing(judge_bodies, full_points):
    for at_once in zip(*(bodies[:4] for bodies in RECOGNIZES.values()), strict=True):
        points, _ = judge_bodies(dict(zip(RECOGNIZES, at_once, strict=True)))
        assert points == {**full_points, **dict.fromkeys(RECOGNIZES, 0)}


VISITS = """
losses, order = [], {order}
for i in range(0, len(x), {size}):
    rows = order[i : i + {size}]
    {learns}
return {losses}
"""
LEARNS = "losses += [network.loss(x[rows], t[rows])]\n    network.step(network.backward())"


@pytest.mark.parametrize(
    "changed",
    [
        {"order": "np.random.default_rng(0).permutation(len(x))"},  # the same in each epoch
        {"order": "np.arange(len(x))[::-1]"},
        {"size": "(batch_size + 1)"},
        {"size": "1"},
        {"learns": LEARNS.replace("t[rows]", "t[: len(rows)]")},
        {"learns": LEARNS.replace("network.backward()", "0")},
        {
            "learns": LEARNS.replace(
                "losses += [network.loss(x[rows], t[rows])]", "network.loss(x[rows], t[rows])"
            )
        },
        {"losses": "[1.0] * len(losses)"},
    ],
)
def test_an_epoch_is_known_by_what_the_network_was_asked(judge_bodies, full_points, changed):
    parts = {"order": "rng.permutation(len(x))", "size": "batch_size", "learns": LEARNS, "losses": "losses"}
    right, wrong = VISITS.format(**parts), VISITS.format(**{**parts, **changed})
    assert judge_bodies({"visits": right})[0] == full_points
    assert judge_bodies({"visits": wrong})[0] == {**full_points, "visits": 0}


def test_answers_in_turn_earn_nothing(judge_bodies, full_points):
    """A test that does not look, but says False first and True then, as the versions stand in the notebook."""
    body = 'asked = globals().setdefault("asked", [])\nasked.append(1)\nreturn len(asked) > 2'
    points, _ = judge_bodies({"order_test": body})
    assert points == {**full_points, "order_test": 0}


def test_what_stops_in_a_repair_is_blamed_on_its_own_blank(judge_bodies, full_points):
    points, cells = judge_bodies({"col": "return x[9, 9, 9]"})
    assert points == {**full_points, "col": 0}
    assert "your cell stopped with IndexError in line 2" in cells["col"].message


def test_the_oracle_normalizes_as_pythons_statistics_do():
    x = np.random.default_rng(0).normal(size=(2, 3, 2, 4))
    out = oracle.normal(x, 0.0)
    for c in range(3):
        numbers = x[:, c].ravel().tolist()
        expected = [(number - statistics.fmean(numbers)) / statistics.pstdev(numbers) for number in numbers]
        np.testing.assert_allclose(out[:, c].ravel(), expected)


def test_an_epoch_comes_out_even_in_one_draw_and_in_no_other():
    for seed in range(20):
        drawn = [
            case.numbers for case in cases(catalog.load(ASSIGNMENT), f"secret {seed}", "lee") if case.hidden
        ]
        rests = [len(n["asked_labels"]) % n["asked_batch_size"] for n in drawn]
        assert rests.count(0) == 1


def test_fresh_numbers_show_every_defect(many_numbers):
    for n in many_numbers:
        assert len(n["t"]) % n["batch_size"] > 0
        assert n["pool_h"] != n["pool_w"]
        assert n["dropout_ratio"] != 0.5
        assert n["asked_pool_h"] != n["asked_pool_w"]
        assert n["asked_dropout_ratio"] != 0.5
        assert len(set(n["asked_pictures"].tolist())) == len(n["asked_labels"])
        assert len(n["asked_losses"]) > len(n["asked_labels"])
