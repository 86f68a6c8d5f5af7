"""Wrong answers that people give to errata-craft: names, defaults, files, checks, and the slips on one slide."""

from autograder.assignment import BodyFault, Fault
from autograder.assignments.errata import EVERYWHERE, EVERYWHERE_KO

KNOWN = '{"sgd": "SGD", "momentum": "Momentum", "rmsprop": "RMSProp", "adam": "Adam"}'


def _file(pack: str, unpack: str) -> str:
    """Return the blank `unpacked` with a body for each of its functions."""
    return f"""
def mended_pack(params):
    {pack}


def mended_unpack(data):
    {unpack}


unpacked, unpacked_bias, traps = try_file(mended_pack, mended_unpack)
"""


PACK = "file = io.BytesIO()\n    np.savez(file, **params)\n    return file.getvalue()"


def _check(size: str, window: str, end: str) -> str:
    """Return the body of `says` with other windows and another end."""
    return f"""
rng = np.random.default_rng(0)
x = rng.normal(size={size})
there = im2col(x, {window})
col = rng.normal(size=there.shape)
there, back = np.sum(there * col), np.sum(x * col2im(col, x.shape, {window}))
{end}
"""


def _winners(body: str) -> str:
    """Return the body of `dmax`; `windows` are the rows, `arriving` what arrives for each."""
    return f"""
windows = im2col(x, pool_h, pool_w, stride, 0).reshape(-1, pool_h * pool_w)
arriving = dout.transpose(0, 2, 3, 1).flatten()
{body}
"""


FAULTS = (
    BodyFault(
        "names_test-finds-nothing",
        "errata-craft-names_test",
        'try:\n    return set_up("adam", 1, 10, 5)[0] == "Adam"\nexcept AttributeError:\n    return True',
        "Your test finds nothing. Do not catch the error: a version that stops with one is faulty, and that is what your test is to find.",
        "결함이 드러나지 않았습니다. 오류를 잡아 True로 바꾸지 마세요.",
    ),
    BodyFault(
        "names_test-never-true",
        "errata-craft-names_test",
        'return set_up("RMSProp", 2, 100, 10) == 20',
        EVERYWHERE
        + "set_up returns two things, the class's name, written as on the slides, and the number of steps.",
        EVERYWHERE_KO + "이름과 스텝 수, 두 값을 돌려줍니다.",
    ),
    BodyFault(
        "set_up-wrong-names-get-sgd",
        "errata-craft-set_up",
        f'return {KNOWN}.get(optimizer.lower(), "SGD"), int(epochs * count / batch_size)',
        "A name that nobody knows now gets SGD, and nobody learns of it. It must be an error: that is how the misspelt one would have been noticed.",
        "모르는 이름에 SGD를 돌려줍니다. 오류여야 합니다.",
    ),
    BodyFault(
        "set_up-case-forgotten",
        "errata-craft-set_up",
        f"return {KNOWN}.get(optimizer), int(epochs * count / batch_size)",
        "Upper and lower case must make no difference: 'RMSPROP' is RMSProp. And get gives None for a name that nobody knows, where there should be an error.",
        "대소문자를 구분하지 않아야 하고, 모르는 이름은 오류여야 합니다.",
    ),
    BodyFault(
        "set_up-another-misspelling",
        "errata-craft-set_up",
        f"return {KNOWN.replace('RMSProp', 'RMSprop')}[optimizer.lower()], int(epochs * count / batch_size)",
        "The class is called RMSProp, with a large P, as on the slides.",
        "클래스 이름은 RMSProp입니다.",
    ),
    BodyFault(
        "set_up-rounded-up",
        "errata-craft-set_up",
        f"return {KNOWN}[optimizer.lower()], -int(-epochs * count // batch_size)",
        "The number of steps is rounded up here. It must always be rounded down, not to the nearest.",
        "스텝 수를 올리거나 반올림했습니다. 항상 내림이어야 합니다.",
    ),
    BodyFault(
        "set_up-rounded-to-the-nearest",
        "errata-craft-set_up",
        f"return {KNOWN}[optimizer.lower()], round(epochs * count / batch_size)",
        "The number of steps is rounded to the nearest whole number. It must always be rounded down: a part of a batch is no step.",
        "스텝 수를 반올림했습니다. 항상 내림이어야 합니다.",
    ),
    BodyFault(
        "set_up-each-epoch-rounded",
        "errata-craft-set_up",
        f"return {KNOWN}[optimizer.lower()], int(epochs * (count // batch_size))",
        "You round the batches of each epoch down, and then multiply. Round once, at the end: the pictures of all epochs together make the steps.",
        "에폭마다 내림한 다음 곱했습니다. 전체를 곱하고 나눈 뒤 마지막에 한 번만 내림하세요.",
    ),
    BodyFault(
        "set_up-not-whole",
        "errata-craft-set_up",
        f"return {KNOWN}[optimizer.lower()], epochs * count / batch_size",
        "The number of steps is not whole any more. Something must take the place of np.int.",
        "스텝 수가 정수가 아닙니다. np.int를 대신할 것이 필요합니다.",
    ),
    BodyFault(
        "defaults_test-finds-nothing",
        "errata-craft-defaults_test",
        'return settings(4)["filter_num"] == 4 and settings(5)["filter_num"] == 5',
        "Your test finds nothing. Each call gives the right thing at once; it is spoiled by the next one. Keep the first result, call again, and only then look into it.",
        "첫 결과를 보관하고, 다시 부른 뒤에 확인하세요.",
    ),
    BodyFault(
        "defaults_test-never-true",
        "errata-craft-defaults_test",
        'return settings(4)["pad"] == 1',
        EVERYWHERE + "by default pad is 0 and stride 1.",
        EVERYWHERE_KO + "기본값은 pad 0, stride 1입니다.",
    ),
    Fault(
        "settings-into-what-is-handed-in",
        "errata-craft-settings",
        """
def mended_settings(filter_num, rest=None):
    rest = {"pad": 0, "stride": 1} if rest is None else rest
    rest["filter_num"] = filter_num
    return rest


settings = as_array(try_settings(mended_settings))
""",
        "The default is mended. But you still write into a dictionary that is handed in.",
        "기본값은 고쳤지만, 넘겨받은 딕셔너리를 여전히 바꿉니다.",
    ),
    BodyFault(
        "settings-a-second-name",
        "errata-craft-settings",
        'made = rest\nmade["filter_num"] = filter_num\nreturn made',
        "made = rest makes no copy: it is a second name for the same dictionary.",
        "made = rest은 복사가 아닙니다. 같은 딕셔너리의 다른 이름입니다.",
    ),
    BodyFault(
        "settings-rest-forgotten",
        "errata-craft-settings",
        'return {"filter_num": filter_num, "pad": 0, "stride": 1}',
        "What is handed in as rest is forgotten: pad and stride must come from there.",
        "넘겨받은 rest의 값이 사라졌습니다.",
    ),
    BodyFault(
        "file_test-finds-nothing",
        "errata-craft-file_test",
        'params = {"W1": np.ones(3)}\nreturn np.array_equal(unpack(pack(params))["W1"], params["W1"])',
        "Your test finds nothing. What goes in comes out in both versions. Let it unpack trap(), and ask sprung().",
        "값은 둘 다 맞습니다. trap()을 열게 하고 sprung()을 확인하세요.",
    ),
    BodyFault(
        "file_test-lets-the-error-through",
        "errata-craft-file_test",
        "unpack(trap())\nreturn not sprung()",
        "Your test fails on a right version, too: that one refuses the trap with an error, and the error ends your test. Catch it.",
        "올바른 코드는 오류로 거부합니다. 그 오류를 잡아야 합니다.",
    ),
    BodyFault(
        "file_test-asks-the-wrong-way-round",
        "errata-craft-file_test",
        "sprung()\ntry:\n    unpack(trap())\nexcept Exception:\n    pass\nreturn sprung()",
        "Your test is the wrong way round: if the trap has sprung, the version is faulty.",
        "반대입니다. 함정이 작동했으면 잘못된 코드입니다.",
    ),
    Fault(
        "unpacked-still-pickled",
        "errata-craft-unpacked",
        _file("return pickle.dumps(params, protocol=4)", "return pickle.loads(data)"),
        "It is a pickle still, and what is in it is still run.",
        "여전히 피클이고, 안의 코드가 실행됩니다.",
    ),
    Fault(
        "unpacked-pickle-allowed",
        "errata-craft-unpacked",
        _file(PACK, "return np.load(io.BytesIO(data), allow_pickle=True)"),
        "With allow_pickle=True NumPy unpickles what it finds, and the traps spring.",
        "allow_pickle=True이면 NumPy가 피클을 실행합니다.",
    ),
    Fault(
        "unpacked-without-shapes",
        "errata-craft-unpacked",
        _file(
            "return json.dumps({name: a.ravel().tolist() for name, a in params.items()}).encode()",
            "return {name: np.array(numbers) for name, numbers in json.loads(data).items()}",
        ),
        "The numbers come back, but not their shape: all lie in one row.",
        "값은 돌아오지만 형상이 사라졌습니다.",
    ),
    BodyFault(
        "check_test-asks-about-the-right-one-alone",
        "errata-craft-check_test",
        "return bool(check(col2im))",
        "Your test asks about the right col2im alone. A check that says yes to everything passes. Ask about a wrong one, too.",
        "올바른 것만 물었습니다. 틀린 col2im에는 False라고 하는지도 확인하세요.",
    ),
    BodyFault(
        "check_test-asks-about-the-wrong-one-alone",
        "errata-craft-check_test",
        "return not check(replacing_col2im)",
        "Your test asks about the wrong col2im alone. The slides' check says yes to nothing, since it returns nothing. Ask about the right one, too.",
        "틀린 것만 물었습니다. 올바른 col2im에는 True라고 하는지도 확인하세요.",
    ),
    BodyFault(
        "says-yes-where-nothing-overlaps",
        "errata-craft-says",
        _check("(1, 1, 4, 4)", "2, 2, 2", "return np.isclose(there, back)"),
        "Your check compares now, but on windows that do not overlap: there = and += are the same. Take a smaller stride.",
        "비교는 하지만 윈도우가 겹치지 않습니다. 스트라이드를 줄이세요.",
    ),
    BodyFault(
        "says-nearly-anything-is-equal",
        "errata-craft-says",
        "dx = col2im(np.ones((9, 4)), (1, 1, 4, 4), 2, 2, 1)\nreturn dx.shape == (1, 1, 4, 4)",
        "Your check says yes to everything. The shape is right in all versions; the numbers must be compared.",
        "모두 통과합니다. 형상이 아니라 값을 비교해야 합니다.",
    ),
    BodyFault(
        "says-no-because-of-rounding",
        "errata-craft-says",
        _check("(1, 1, 5, 5)", "3, 3, 1", "return there == back"),
        "Your check says no to everything. Two sums in another order differ in the last digits: compare with np.isclose.",
        "모두 거부합니다. 마지막 자릿수는 다를 수 있으니 np.isclose로 비교하세요.",
    ),
    BodyFault(
        "says-the-difference",
        "errata-craft-says",
        _check("(1, 1, 5, 5)", "3, 3, 1", "return abs(there - back) > 1e-6"),
        "Your check is the wrong way round: it says True where the two sides differ.",
        "반대입니다. 같을 때 True여야 합니다.",
    ),
    BodyFault(
        "slip_test-finds-nothing",
        "errata-craft-slip_test",
        "try:\n    winners(np.ones((1, 1, 2, 2)), np.ones((1, 1, 1, 1)), 2, 2, 2)\nexcept Exception:\n    pass\nreturn True",
        "Your test finds nothing. The slides' lines stop with an error; do not catch it, it is what your test finds.",
        "슬라이드의 코드는 오류로 멈춥니다. 그 오류를 잡지 마세요.",
    ),
    BodyFault(
        "slip_test-never-true",
        "errata-craft-slip_test",
        "rows = winners(np.array([[[[1.0, 4.0], [2.0, 3.0]]]]), np.ones((1, 1, 1, 1)), 2, 2, 2)\nreturn rows.shape == (1, 1, 2, 2)",
        EVERYWHERE + "what comes out has a row for each window and a column for each of its pixels.",
        EVERYWHERE_KO + "윈도우마다 한 행, 픽셀마다 한 열입니다.",
    ),
    BodyFault(
        "dmax-every-row",
        "errata-craft-dmax",
        _winners(
            "dmax = np.zeros(windows.shape, dout.dtype)\ndmax[:, windows.argmax(axis=1)] = arriving[:, None]\nreturn dmax"
        ),
        "With a colon you chose all rows, and every winner's column in each. A place is one row and one column: give a number for each row.",
        "모든 행을 골랐습니다. 행 번호와 열 번호를 짝지으세요.",
    ),
    BodyFault(
        "dmax-channels-first",
        "errata-craft-dmax",
        _winners(
            "dmax = np.zeros(windows.shape, dout.dtype)\ndmax[np.arange(len(windows)), windows.argmax(axis=1)] = dout.flatten()\nreturn dmax"
        ),
        "The rows go by images, places and then channels. dout goes by channels first: transpose it before it is stretched.",
        "행은 그림, 위치, 채널 순서입니다. dout을 먼저 전치하세요.",
    ),
    BodyFault(
        "dmax-to-all-pixels",
        "errata-craft-dmax",
        _winners("return np.ones(windows.shape) * arriving[:, None] / windows.shape[1]"),
        "You shared the gradient among all pixels of a window. In max pooling the largest one gets it all.",
        "모든 픽셀에 나누어 주었습니다. 가장 큰 픽셀만 받습니다.",
    ),
    BodyFault(
        "dmax-the-value-not-the-gradient",
        "errata-craft-dmax",
        _winners("return np.where(windows == windows.max(axis=1, keepdims=True), windows, 0)"),
        "You put the largest pixel's value there. It must be the gradient that arrives.",
        "픽셀의 값을 넣었습니다. 들어온 기울기를 넣어야 합니다.",
    ),
)
