# %% [markdown]
# Cells that the exercises errata-numbers, errata-training and errata-craft have in common; `autograder/notebook/sources.py` says how they take them.

# %% [markdown] text="first-a-test"
# The code on the slides works, mostly. Some of its defects are rebuilt here. For each you write **first a test** that fails on the faulty
# version and passes on a right one, and **then the repair**. In this order: a repair without a test is a guess.

# %% [markdown] text="how-to-work"
# 슬라이드 코드의 결함을 찾습니다. 먼저 실패하는 테스트를 쓰고, 그다음 고칩니다.
#
# **How to work.** Run the cells from here to the first defect (Shift+Enter). From there on each defect stands alone: take them in this order or in another one,
# and stop after any of them. Each blank is a cell with `None` in it: write your own there. The cell after it checks your answer and says what is wrong.
# Stuck? Unfold a hint. You may add cells of your own anywhere. Leave the last line of a blank as it is: it tries out what you wrote.
#
# **Your tests** are functions that get a version of the code, try it on numbers **you** choose, and return `True` if it is right, `False` if not. As in pytest,
# an `assert` that fails and any other error count as `False`. What a right version looks like is no matter; only what it does. Each test is run on the faulty version
# and on several that are right. (These lie in the folded cells. Look into them when you are done; before, they would tell too much.)
# 테스트는 코드를 받아 직접 고른 숫자로 실행해 보고, 맞으면 `True`, 틀리면 `False`를 돌려줍니다. 결함마다 따로 풀 수 있습니다.
#
# **How it is graded.** The judge calls your functions itself. It runs each of your tests on versions of the code that nobody has seen, right ones and faulty
# ones, one at a time; it calls your repairs on other numbers. So the last line of a blank earns nothing, and what is typed in neither. Use the names, never the
# numbers they happen to have here.
# 채점할 때는 처음 보는 코드와 다른 숫자로 여러분의 함수를 직접 부릅니다. 숫자를 직접 써 넣으면 점수가 없습니다.

# %% given="helpers"
def disguised(version):
    """Return a version of the code without its name: what it is called must not tell."""
    if isinstance(version, type):
        return type("Version", (version,), {})
    return (lambda *given, **named: version(*given, **named)) if callable(version) else version


def verdicts(test, faulty, right):
    """Return what a test says of each version, the faulty ones first: 1 for right, 0 for wrong; None while it says nothing."""
    said = []
    for words, version in [*faulty.items(), *right.items()]:
        try:
            answer = test(disguised(version))
            said.append(None if answer is None else bool(answer))
        except Exception as error:
            said.append(False)
            if not isinstance(error, AssertionError):
                print(f"On {words} your test stopped with {type(error).__name__}: {error}")
    return None if said.count(None) == len(said) else np.array([bool(answer) for answer in said], int)


def look_at(said, name, faulty, right):
    """Say what is wrong with a test."""
    assert said is not None, f"{name} still returns None. Your code goes into the cell above."
    passed = dict(zip([*faulty, *right], said.tolist(), strict=True))
    for words in faulty:
        assert not passed[words], f"Your test finds nothing wrong with {words}. It must fail there."
    for words in right:
        assert passed[words], f"Your test complains about {words}, which is right. It must pass there."
    print("Your test tells them apart.")


# %% given="as_array"
def as_array(numbers):
    """Return numbers as an array, and None as long as there are none."""
    return None if numbers is None else np.asarray(numbers)


# %% given="image_by_image"
def image_by_image(function):
    """Return a function that does the same, with one image at a time."""
    return lambda x, *rest, **named: np.concatenate(
        [function(x[i : i + 1], *rest, **named) for i in range(len(x))]
    )


# %% [markdown] text="before-you-hand-in"
# ## Before you hand in
#
# Restart the kernel and run everything once more. Then, in a terminal, let the judge look at your notebook
# on other numbers, as it will be graded. A defect that you have left out costs its own points and no others.
#
# ```
# autograder check EXERCISE.ipynb
# ```
#
# 제출하기 전에 커널을 다시 시작하고 처음부터 끝까지 실행해 보세요.
