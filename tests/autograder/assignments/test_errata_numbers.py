"""errata-numbers: no point without a test or a repair, fair versions, and fresh numbers that show every defect."""

import numpy as np
import pytest
from answers.errata_numbers import MORE_TESTS, RIGHT

from autograder import catalog
from autograder.assignment import with_body
from autograder.assignments.errata_numbers import oracle
from autograder.judging.cases import cases
from autograder.notebook.reading import blank_of, code_cells, read_notebook
from autograder.notebook.sources import read_solution

ASSIGNMENT = "errata-numbers"
TESTS = [cell.removeprefix(f"{ASSIGNMENT}-") for cell in catalog.load(ASSIGNMENT).versions]
REPAIRS = [cell.removeprefix(f"{ASSIGNMENT}-") for cell in catalog.load(ASSIGNMENT).asks]


@pytest.fixture(scope="module")
def released(course):
    """What stands in each blank of the released notebook."""
    cells = read_notebook(course.template(ASSIGNMENT))
    return {cell.name: cell.source for cell in cells if cell.kind == "answer"}


@pytest.fixture(scope="module")
def notebook(course):
    """The names of the solution's notebook when all of its cells have run."""
    names = {}
    for cell in code_cells(read_solution(course.solution(ASSIGNMENT))):
        exec(cell.source, names)
    return names


def versions(blank):
    """What a blank's test is tried on, each with what it must say."""
    of_blank = catalog.load(ASSIGNMENT).versions[f"{ASSIGNMENT}-{blank}"]
    return [(source, True) for source in of_blank.right] + [(source, False) for source in of_blank.faulty]


def made(source):
    names = {"np": np}
    exec(source, names)
    return names["version"]


def test_there_is_a_version_or_a_question_for_each_blank():
    assert [*TESTS, *REPAIRS] == sorted(
        (cell.removeprefix(f"{ASSIGNMENT}-") for cell in catalog.load(ASSIGNMENT).values),
        key=lambda blank: not blank.endswith("_test"),
    )


# What a version must and must not tell


@pytest.mark.parametrize("blank", TESTS)
def test_a_fair_test_is_right_about_every_version(blank, released, notebook):
    bodies = [*MORE_TESTS[blank], *(answers[blank] for answers in RIGHT.values() if blank in answers)]
    assert len(bodies) >= 14
    name = catalog.load(ASSIGNMENT).versions[f"{ASSIGNMENT}-{blank}"].test
    given = {name: notebook[name] for name in ("np", "verdicts", *TABLES.values())}
    for body in bodies:
        names = dict(given)
        exec(with_body(released[blank_of(f"{ASSIGNMENT}-{blank}")], body), names)
        assert names[blank].tolist() == [0, 1, 1], body
        for source, is_right in versions(blank):
            try:
                said = bool(names[name](made(source)))
            except Exception:
                said = False
            assert said == is_right, f"{body}\n\n{source}"


TABLES = {
    "count_test": "counts",
    "relu_test": "relus",
    "pooling_test": "poolings",
    "accuracy_test": "accuracies",
    "loss_test": "losses",
}


def outcome(call, version):
    """What a call of a version gives, so that it can be compared: numbers, or that it stopped."""
    try:
        return [np.asarray(value).tolist() for value in call(version)]
    except Exception:
        return "stopped"


def counted(function):
    sizes = [(10, 3, 5, 5), (1, 2, 3, 4), (4, 1, 1, 2), (0, 3, 5, 5), (3, 0, 2, 2)]
    return [function(*size) for size in sizes]


def through(Relu, x, dout):
    layer = Relu()
    out = layer.forward(x)
    dx = layer.backward(dout)
    return out, dx, x, dout, dx is dout, dx.dtype.name


def pooled(pooling, shape, *window, dtype=float):
    x = np.random.default_rng(sum(shape)).integers(-9, 3, shape).astype(dtype)
    out = pooling(x, *window)
    return out, x, out.dtype.name


def read(accuracy, count, batch_size):
    generator, batches = np.random.default_rng(count), []
    scores, t = generator.normal(size=(count, 3)), generator.integers(0, 3, count)

    def predict(pictures):
        batches.append(pictures[:, 0].tolist())
        return scores[pictures[:, 0]]

    return (
        accuracy(predict, np.arange(count).reshape(-1, 1), t, batch_size),
        sorted(picture for batch in batches for picture in batch),
        max(map(len, batches), default=0) <= batch_size,
    )


def slopes(gradient, N, K, form, dtype=float):
    generator = np.random.default_rng(N * K)
    y, t = generator.dirichlet(np.ones(K), N).astype(dtype), generator.integers(0, K, N)
    t = {"row": t, "column": t[:, None], "one-hot": np.eye(K, dtype=dtype)[t]}[form]
    dy = gradient(y, t)
    return np.round(dy, 6), y, t, dy.dtype.name


CALLS = {
    "count_test": [counted],
    "relu_test": [
        lambda Relu, x=x, dout=dout: through(Relu, x.copy(), dout.copy())
        for x in (np.array([-1.0, 0.0, 2.0]), np.arange(-3, 3).reshape(2, 3), np.ones((1, 1, 2), np.float32))
        for dout in (x + 1, x.astype(float) * 3)
    ]
    + [lambda Relu: through(Relu, np.arange(2.0), np.broadcast_to(1.0, 2))]
    + [lambda Relu: Relu().backward(np.ones(2))],
    "pooling_test": [
        lambda pooling, shape=shape, window=window, dtype=dtype: pooled(pooling, shape, *window, dtype=dtype)
        for shape in ((1, 1, 4, 4), (2, 3, 6, 5), (1, 1, 2, 2), (1, 1, 1, 1))
        for window in ((2, 2, 2, 1), (2, 2, 1, 0), (3, 2, 1, 1), (3, 3, 2, 2), (3, 3, 1, 1))
        for dtype in (float, np.float32, int)
    ],
    "accuracy_test": [
        lambda accuracy, count=count, size=size: read(accuracy, count, size)
        for count in (1, 4, 5, 11, 12)
        for size in (1, 2, 4, 20)
    ],
    "loss_test": [
        lambda gradient, N=N, K=K, form=form, dtype=dtype: slopes(gradient, N, K, form, dtype)
        for N, K in ((1, 3), (2, 4), (5, 3), (7, 10))
        for form in ("row", "column", "one-hot")
        for dtype in (float, np.float32)
    ],
}


# Faulty versions with a defect that the slides' code has not in this way: the count with one bias in all, and the ReLU that hands out a copy.
OF_ITS_OWN = {
    source
    for versions in catalog.load(ASSIGNMENT).versions.values()
    for source in versions.faulty
    if "+ []) * FN, 1" in source or "gradient = dout\n" in source
}


@pytest.mark.parametrize("blank", TESTS)
def test_a_faulty_version_does_what_the_slides_does_and_a_right_one_what_modlabs_does(blank, notebook):
    faulty, right = notebook[TABLES[blank]]
    slides, modlab = next(iter(faulty.values())), next(iter(right.values()))
    differ = 0
    for call in CALLS[blank]:
        of_slides, of_modlab = outcome(call, slides), outcome(call, modlab)
        differ += of_slides != of_modlab
        for source, is_right in versions(blank):
            if is_right and of_modlab == "stopped":
                continue  # modlab looks at what it gets more closely than it must
            if source not in OF_ITS_OWN:
                assert outcome(call, made(source)) == (of_modlab if is_right else of_slides), source
    assert differ


def test_a_faulty_version_of_its_own_kind_is_wrong_and_seldom_as_the_slides_is(notebook):
    assert len(OF_ITS_OWN) == 2
    for blank in TESTS:
        faulty, right = notebook[TABLES[blank]]
        slides, modlab = next(iter(faulty.values())), next(iter(right.values()))
        for source in {*catalog.load(ASSIGNMENT).versions[f"{ASSIGNMENT}-{blank}"].faulty} & OF_ITS_OWN:
            said = [[outcome(call, one) for call in CALLS[blank]] for one in (made(source), slides, modlab)]
            assert said[0] not in said[1:]


def test_a_faulty_accuracy_shows_predict_what_the_slides_does(notebook):
    """A test may look at the batches, too."""

    def batches_of(accuracy):
        batches = []
        accuracy(
            lambda x: batches.append(x.ravel().tolist()) or np.ones((len(x), 2)),
            np.arange(7)[:, None],
            [0] * 7,
            3,
        )
        return batches

    for source, is_right in versions("accuracy_test"):
        of_slides = batches_of(notebook["slides_accuracy"]) == batches_of(made(source))
        assert of_slides != is_right


@pytest.mark.parametrize("blank", TESTS)
def test_what_a_version_looks_like_does_not_tell(blank):
    """Each right version has a faulty twin of the same style; no bound on its size parts the right ones from the faulty ones."""

    def looks(source):
        version = made(source)
        codes = (
            [vars(version)[name].__code__ for name in ("forward", "backward")]
            if isinstance(version, type)
            else [version.__code__]
        )
        size = sum(len(code.co_code) for code in codes)
        names = sorted(vars(version)) if isinstance(version, type) else version.__code__.co_varnames
        return size, (version.__name__, version.__module__, version.__doc__, type(version), names)

    of_blank = catalog.load(ASSIGNMENT).versions[f"{ASSIGNMENT}-{blank}"]
    right, faulty = ([looks(source) for source in sources] for sources in (of_blank.right, of_blank.faulty))
    assert len(right) >= 4
    assert len(set(of_blank.right)) == len(right) == len(faulty) == len(set(of_blank.faulty))
    assert [about for _, about in right] == [about for _, about in faulty]
    sizes = [{size for size, _ in looked} for looked in (right, faulty)]
    assert max(min(sizes[0]), min(sizes[1])) < min(max(sizes[0]), max(sizes[1]))
    for source in (*of_blank.right, *of_blank.faulty):
        assert not {"right", "faulty", "slide", "wrong", "mended"} & set(
            source.lower().replace("_", " ").split()
        )


@pytest.mark.parametrize("blank", TESTS)
def test_a_coin_earns_the_point_less_than_once_in_a_hundred_times(blank):
    """Whatever its chance of saying yes, and also if it falls the same way each time that it meets the same code."""
    assert 0.5 ** len(versions(blank)) < 0.01
    for seed in range(100):
        hidden = [case for case in cases(catalog.load(ASSIGNMENT), f"secret {seed}", "lee") if case.hidden]
        asked = [case.versions[f"{ASSIGNMENT}-{blank}"] for case in hidden]
        assert {version.source for version in asked} == {source for source, _ in versions(blank)}
        share = sum(version.is_right for version in asked) / len(asked)
        assert (share**share * (1 - share) ** (1 - share)) ** len(asked) < 0.01


def test_a_students_own_names_do_not_get_in_the_way(judge_answers, full_points, course):
    """As long as the notebook's own cells run with them."""
    own = "divmod = reversed = slice = prod = version = batches = pictures = ask = each = 3\n"
    answers = {
        blank: cell.source
        for cell in code_cells(read_solution(course.solution(ASSIGNMENT)))
        for blank in TESTS
        if cell.name == blank_of(f"{ASSIGNMENT}-{blank}")
    }
    points, _ = judge_answers({blank: own + answer for blank, answer in answers.items()})
    assert points == full_points


# Attacks: what is no test

BODIES = {
    "yes": "return True",
    "no": "return False",
    "in turn": 'asked = globals().setdefault("asked", [])\nasked.append(1)\nreturn len(asked) % 3 != 1',
    "by identity": """
(version,) = locals().values()
inside = [cell.cell_contents for cell in getattr(version, "__closure__", None) or ()] + list(getattr(version, "__bases__", ()))
return not any(one in (slides_parameter_count, SlidesRelu, slides_pooling, slides_accuracy, slides_loss_gradient) for one in inside)
""",
    "by code": """
(version,) = locals().values()
inside = [cell.cell_contents for cell in getattr(version, "__closure__", None) or ()]
seen = {getattr(one, "__code__", None) for one in inside}
if isinstance(version, type):
    seen = {getattr(base, "backward", None) and base.backward.__code__ for base in version.__mro__}
return not seen & {one.__code__ for one in (slides_parameter_count, SlidesRelu.backward, slides_pooling, slides_accuracy, slides_loss_gradient)}
""",
    "by size": """
(version,) = locals().values()
inside = [cell.cell_contents for cell in getattr(version, "__closure__", None) or ()] or [version]
code = next((getattr(one, "__code__", None) for one in inside), None) or version.backward.__code__
return len(code.co_code) > 60 and "slides" not in code.co_name and "SlidesRelu" not in repr(getattr(version, "__mro__", ""))
""",
    "by a digest of the code": """
(version,) = locals().values()
code = getattr(version, "backward", version).__code__
if code.co_name in ("<lambda>", "backward") and "version" not in repr(version):
    return "lides" not in repr([cell.cell_contents for cell in version.__closure__ or ()])
return sum(code.co_code) % 2 == 1
""",
    "by name": """
(version,) = locals().values()
inside = [cell.cell_contents for cell in getattr(version, "__closure__", None) or ()]
words = repr(version) + repr(inside) + repr(getattr(version, "__mro__", None)) + str(version.__doc__)
return "lides" not in words
""",
    "by what frames and memory say": """
(version,) = locals().values()
import gc, sys
inside = [cell.cell_contents for cell in getattr(version, "__closure__", None) or ()]
inside = repr(inside) + repr(getattr(version, "__mro__", None))
if "<locals>.<lambda>" in repr(version) or "Version" in repr(version):
    return "lides" not in inside
frame, words = sys._getframe(), ""
while frame:
    words += repr(dict(frame.f_locals))[:100_000]
    frame = frame.f_back
words += "".join(one for one in gc.get_objects() if isinstance(one, str))
return "is_right" in words or "True" in words
""",
}
# What the notebook's own versions do with what no test would give them.
STRANGE = {
    "count_test": "try:\n    parameter_count(2.0, 1, 1, 1)\nexcept TypeError:\n    return True\nreturn False",
    "relu_test": "layer = Relu()\nlayer.forward(np.array([-1.0]))\nreturn not hasattr(layer, 'mask')",
    "pooling_test": "try:\n    pooling(np.ones((1, 1, 4, 4)), 1, 1, 1, 1)\nexcept ValueError:\n    return True\nreturn not hasattr(pooling, '__closure__')",
    "accuracy_test": "return type(accuracy(lambda s: s, np.eye(4), np.arange(4), 2)) is float",
    "loss_test": "try:\n    loss_gradient(np.full((2, 4), 0.25), np.array([-1, -1]))\nexcept ValueError:\n    return True\nreturn False",
}
# Whole cells. Each would do if what a notebook says of itself counted.
CELLS = {
    "a constant": "{blank} = np.array([0, 1, 1])",
    "from a seed": "{blank} = (np.random.default_rng(1).permutation(3) >= 1).astype(int)",
    "an unfilled test": "{released}\n{blank} = np.array([0, 1, 1])",
    "verdicts replaced": "verdicts = lambda *given: np.array([0, 1, 1])\nlook_at = print\n{released}",
    "builtins and NumPy replaced": """
import builtins
def {test}(version):
    return True
{blank} = np.array([0, 1, 1])
right = np.array([1])
builtins.bool = lambda said: 1
np.array = lambda *given, **named: right
""",
    "a test that is no function": """
class Everything(int):
    def __call__(self, version):
        return self
    def __eq__(self, other):
        return True
    __hash__ = int.__hash__
{test} = Everything(1)
{blank} = np.array([0, 1, 1])
""",
    "versions replaced": """
version = lambda *given, **named: 760
{test} = lambda given: given is version
{blank} = np.array([0, 1, 1])
""",
}


def earned_by(points, blanks):
    return {blank: points[blank] for blank in blanks if points[blank]}


@pytest.mark.parametrize("attack", [*BODIES, "strange numbers"])
def test_a_test_that_does_not_test_earns_nothing(judge_bodies, full_points, attack):
    points, _ = judge_bodies({blank: BODIES.get(attack) or STRANGE[blank] for blank in TESTS})
    assert earned_by(points, TESTS) == {}
    assert earned_by(points, REPAIRS) == earned_by(full_points, REPAIRS)


def test_the_notebook_itself_lets_tests_pass_that_recognize_its_versions(released, notebook):
    """Or the attacks above would show nothing."""
    attacks = [
        BODIES[attack]
        for attack in ("in turn", "by identity", "by code", "by name", "by what frames and memory say")
    ]
    for blank in TESTS:
        for body in [*attacks, STRANGE[blank]]:
            names = {**notebook, "asked": []}
            exec(with_body(released[blank_of(f"{ASSIGNMENT}-{blank}")], body), names)
            assert names[blank].tolist() == [0, 1, 1], (blank, body)


@pytest.mark.parametrize("attack", CELLS)
def test_what_a_notebook_says_of_its_own_test_earns_nothing(judge_answers, released, full_points, attack):
    def cell(blank):
        name = f"{ASSIGNMENT}-{blank}"
        about = {"blank": blank, "test": catalog.load(ASSIGNMENT).versions[name].test}
        return CELLS[attack].format(**about, released=released[blank_of(name)])

    points, _ = judge_answers({blank: cell(blank) for blank in TESTS})
    assert earned_by(points, TESTS) == {}


# Attacks: what is no repair

# What the values are, worked out from the notebook's numbers by whoever knows how.
WORKED_OUT = {
    "parameter_count": ("(FH * FW * C + 1) * FN",),
    "relu_dx": ("np.where(x > 0, dout, 0).astype(x.dtype)", "dout.copy()"),
    "pooled": ("pooling_in_modlab(x, pool_h, pool_w, stride, pad)",),
    "part": ("np.array((scores.argmax(axis=1) == t).mean())", "np.array(batch_size)", "np.ones(len(t), int)"),
    "dy": (
        *3 * ["loss_gradient_in_modlab(np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True), t)"],
        "np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)",
    ),
}
FUNCTIONS = {
    "parameter_count": "def mended_parameter_count(*given):\n    return {}",
    "relu_dx": "class MendedRelu:\n    def forward(self, x):\n        pass\n    def backward(self, given):\n        return {}",
    "pooled": "def mended_pooling(*given):\n    return {}",
    "part": "def mended_accuracy(predict, pictures, *rest):\n    for i in range(len(pictures)):\n        predict(pictures[i:i + 1])\n    return {}",
    "dy": "def mended_loss_gradient(*given):\n    return {}",
}


def assigned(blank, values):
    names = catalog.load(ASSIGNMENT).values[f"{ASSIGNMENT}-{blank}"]
    return "\n".join(f"{name} = np.asarray({value})" for name, value in zip(names, values, strict=True))


def constants(blank, notebook):
    """The right values on the slide's numbers, typed in."""
    names = catalog.load(ASSIGNMENT).values[f"{ASSIGNMENT}-{blank}"]
    return [f"np.array({np.asarray(notebook[name]).tolist()})" for name in names]


REPAIR_ATTACKS = {
    "values worked out, no function": lambda blank, notebook, released: assigned(blank, WORKED_OUT[blank]),
    "values worked out, an unfilled function": lambda blank, notebook, released: (
        f"{released}\n{assigned(blank, WORKED_OUT[blank])}"
    ),
    "values typed in": lambda blank, notebook, released: assigned(blank, constants(blank, notebook)),
    "a function that gives what was worked out": lambda blank, notebook, released: FUNCTIONS[blank].format(
        WORKED_OUT[blank][0]
    ),
    "a function that gives what was typed in": lambda blank, notebook, released: FUNCTIONS[blank].format(
        constants(blank, notebook)[0]
    ),
    "helpers and NumPy replaced": lambda blank, notebook, released: (
        f"try_relu = try_accuracy = try_loss_gradient = as_array = lambda given: 0\n{FUNCTIONS[blank].format(WORKED_OUT[blank][0])}\n"
        f"{assigned(blank, WORKED_OUT[blank])}\nworked_out_{blank} = np.asarray({blank})\n"
        "for name in ('asarray', 'array'):\n"
        f"    setattr(np, name, lambda *given, **named: worked_out_{blank}.copy())"
    ),
}


@pytest.mark.parametrize("blank", REPAIRS)
@pytest.mark.parametrize("attack", REPAIR_ATTACKS)
def test_values_without_a_repair_earn_nothing(judge_answers, released, notebook, full_points, attack, blank):
    name = blank_of(f"{ASSIGNMENT}-{blank}")
    points, _ = judge_answers({blank: REPAIR_ATTACKS[attack](blank, notebook, released[name])})
    assert points[blank] == 0


def test_a_repair_that_shows_predict_no_picture_or_too_many_at_once_earns_nothing(judge_bodies, full_points):
    for body in (
        "return np.mean(predict(x).argmax(axis=1) == t)",
        "predict(x[:batch_size])\nreturn np.mean(scores.argmax(axis=1) == t)",
        "for i in range(0, len(x), batch_size):\n    predict(x[:batch_size])\nreturn np.mean(predict(x).argmax(axis=1) == t)",
    ):
        points, _ = judge_bodies({"part": body})
        assert points == {**full_points, "part": 0}


def test_a_repair_is_asked_about_numbers_that_its_notebook_does_not_hold(many_numbers):
    for n in many_numbers:
        for name in ("x", "dout", "scores"):
            assert not np.array_equal(n[name], n[f"asked_{name}"])
            assert n[name].dtype == n[f"asked_{name}"].dtype


# The oracle and the numbers


def test_the_oracle_gives_published_numbers():
    """What PyTorch's max_pool2d gives for 1 to 16 under 2×2 windows, stride 2, padding 1, and their negatives; and (y - t) / N."""
    image = np.arange(1.0, 17.0).reshape(1, 1, 4, 4)
    assert oracle.largest_inside(image, 2, 2, 2, 1)[0, 0].tolist() == [[1, 3, 4], [9, 11, 12], [13, 15, 16]]
    assert oracle.largest_inside(-image, 2, 2, 2, 1)[0, 0].tolist() == [
        [-1, -2, -4],
        [-5, -6, -8],
        [-13, -14, -16],
    ]
    slopes = oracle.slope_of_loss(np.zeros((2, 4)), np.array([3, 0]))
    np.testing.assert_allclose(
        slopes, [[0.125, 0.125, 0.125, -0.375], [-0.375, 0.125, 0.125, 0.125]], atol=1e-15
    )


@pytest.mark.parametrize("prefix", ["", "asked_"])
def test_fresh_numbers_show_every_defect(many_numbers, prefix):
    assert {numbers["pad"] for numbers in many_numbers} == {0, 2}
    asked = [
        {name.removeprefix(prefix): value for name, value in numbers.items() if name.startswith(prefix)}
        for numbers in many_numbers
    ]
    come_out_even = [n for n in asked if len(n["t"]) % n["batch_size"] == 0]
    look_like_one_hot = [n for n in asked if n["t"].max() == 1]
    assert bool(come_out_even) == bool(look_like_one_hot) == bool(prefix)
    assert len(come_out_even) + len(look_like_one_hot) < len(asked) / 2
    assert not prefix or all((n["x"] == 0).any() for n in asked)
    for n in asked:
        assert n["pad"] in (0, 2)  # the slide's is 1
        assert n["pool_h"] != n["pool_w"]
        window = [n[name] for name in ("pool_h", "pool_w", "stride", "pad")]
        assert not n["pad"] or oracle.largest_inside(n["x"], *window)[:, :, 0].min() < 0
        assert (n["x"] > 0).any()
        assert len({n[name] for name in ("FN", "C", "FH", "FW")}) == 4
