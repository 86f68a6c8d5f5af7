"""Wrong answers that people give to faster, and what to tell them."""

from autograder.assignment import Fault


def _seconds(
    step: str = "before = clock(); out = layer.forward(out); times[r, i] = clock() - before",
    last: str = "times.min(axis=0)",
    *,
    again: str = "out = x",
    first: str = "out = x",
    runs: str = "repeats",
) -> str:
    """Return the blank `seconds` with some of its parts changed."""
    return f"""
def time_layers(layers, x, repeats, clock=time.perf_counter):
    times = np.zeros(({runs}, len(layers)))
    {first}
    began = clock()
    for r in range({runs}):
        {again}
        for i, layer in enumerate(layers):
            {step}
    return {last}

seconds = time_layers(layers, 0.0, repeats, clock)
"""


def _shares(expression: str) -> str:
    """Return the blank `shares` with an expression."""
    return f"def shares_of(seconds):\n    return {expression}\n\nshares = shares_of(costs[-1])\n"


def _work(expression: str) -> str:
    """Return the blank `multiply_adds` with an expression made of `out_h` and `out_w`."""
    return f"""
def count_multiply_adds(FN, C, FH, FW, H, W, stride, pad):
    out_h, out_w = (H + 2 * pad - FH) // stride + 1, (W + 2 * pad - FW) // stride + 1
    return {expression}

multiply_adds = [count_multiply_adds(*layer) for layer in conv_layers.tolist()]
"""


def _sizes(expression: str) -> str:
    """Return the blank `sizes` with an expression."""
    return f"""
def bytes_needed(count, bits):
    return {expression}

sizes = [bytes_needed(W.size + b.size, bits) for bits in (64, 32, 16, 1)] + [bytes_needed(W.size + 3, 1)]
"""


def _versions(**changes: str) -> str:
    """Return the blank `changes` with some of the three matrices made otherwise."""
    parts = {
        "half": "W.astype(np.float16)",
        "eight": "np.round(W / step) * step",
        "one": "np.where(W >= 0, 1, -1) * np.abs(W).mean(axis=0)",
        "step": "np.abs(W).max() / 127",
        "back": "W.dtype",
    } | changes
    return f"""
def fewer_bits(W):
    step = {parts["step"]}
    versions = [{parts["half"]}, {parts["eight"]}, {parts["one"]}]
    return [version.astype({parts["back"]}) for version in versions]

versions = fewer_bits(W)
"""


def _accuracy(expression: str) -> str:
    """Return the blank `accuracies` with an expression."""
    return f"""
def accuracy(x, t, W, b):
    return {expression}

rough = [W, np.round(W, 2), np.round(W, 1), W * (np.abs(W) > np.abs(W).mean())]
accuracies = [accuracy(x, t, weights, b) for weights in rough]
"""


FAULTS = (
    Fault(
        "seconds-mean",
        "faster-seconds",
        _seconds(last="times.mean(axis=0)"),
        "You took the mean. The slow first time spoils it: take the shortest.",
        "평균을 냈습니다. 가장 짧은 시간을 쓰세요.",
    ),
    Fault(
        "seconds-added-up",
        "faster-seconds",
        _seconds(last="times.sum(axis=0)"),
        "You added up all repeats. Asked for is the shortest time of one run.",
        "모든 실행의 시간을 더했습니다.",
    ),
    Fault(
        "seconds-longest",
        "faster-seconds",
        _seconds(last="times.max(axis=0)"),
        "You took the longest time. That measures what else the computer did: take the shortest.",
        "가장 긴 시간을 썼습니다. 가장 짧은 시간을 쓰세요.",
    ),
    Fault(
        "seconds-last-run",
        "faster-seconds",
        _seconds(last="times[-1]"),
        "You kept the last run only. Take the shortest of all, layer by layer.",
        "마지막 실행만 남겼습니다. 계층마다 가장 짧은 시간을 쓰세요.",
    ),
    Fault(
        "seconds-one-run",
        "faster-seconds",
        _seconds(runs="1"),
        "The layers ran once. The first time is slow: run them as often as repeats says.",
        "한 번만 실행했습니다. repeats번 실행하세요.",
    ),
    Fault(
        "seconds-by-the-fastest-run",
        "faster-seconds",
        _seconds(last="times[times.sum(axis=1).argmin()]"),
        "You chose the run that was shortest as a whole. Each layer may have its shortest time in another one.",
        "전체가 가장 짧은 실행을 골랐습니다. 계층마다 따로 고르세요.",
    ),
    Fault(
        "seconds-over-the-layers",
        "faster-seconds",
        _seconds(last="times.min(axis=1)"),
        "You took the shortest layer of each run. Asked for is the shortest run of each layer: the other axis.",
        "실행마다 가장 짧은 계층을 골랐습니다. 축을 바꾸세요.",
    ),
    Fault(
        "seconds-from-the-beginning",
        "faster-seconds",
        _seconds(step="out = layer.forward(out); times[r, i] = clock() - began"),
        "Your times count from the very beginning. Look at the clock just before each layer.",
        "처음부터 시간을 쟀습니다. 각 계층 직전에 시계를 보세요.",
    ),
    Fault(
        "seconds-picture-for-every-layer",
        "faster-seconds",
        _seconds(step="before = clock(); layer.forward(x); times[r, i] = clock() - before"),
        "The times are right, but every layer got the picture itself. Hand on what the layer before gave.",
        "모든 계층에 입력을 그대로 넣었습니다. 앞 계층의 출력을 넘기세요.",
    ),
    Fault(
        "seconds-picture-not-anew",
        "faster-seconds",
        _seconds(again="pass"),
        "The second run goes on with what the first one gave. Begin with the picture again.",
        "두 번째 실행이 첫 실행의 결과로 시작합니다. 입력부터 다시 하세요.",
    ),
    Fault(
        "shares-percent",
        "faster-shares",
        _shares("100 * seconds / seconds.sum()"),
        "These are percent. Shares add up to 1.",
        "퍼센트로 썼습니다. 합이 1이어야 합니다.",
    ),
    Fault(
        "shares-of-the-largest",
        "faster-shares",
        _shares("seconds / seconds.max()"),
        "You divided by the longest time. The whole is the sum.",
        "가장 긴 시간으로 나누었습니다. 합으로 나누세요.",
    ),
    Fault(
        "shares-of-the-mean",
        "faster-shares",
        _shares("seconds / seconds.mean()"),
        "You divided by the mean. The whole is the sum.",
        "평균으로 나누었습니다. 합으로 나누세요.",
    ),
    Fault(
        "work-places-forgotten",
        "faster-multiply_adds",
        _work("FN * C * FH * FW"),
        "This is the number of weights. Each weight works once in every place.",
        "가중치의 수를 셌습니다. 모든 위치에서 곱해집니다.",
    ),
    Fault(
        "work-every-pixel",
        "faster-multiply_adds",
        _work("FN * C * FH * FW * H * W"),
        "You let the filter stand at every pixel. Count its places: stride and edge make them fewer.",
        "모든 픽셀을 세었습니다. 필터가 놓이는 위치를 세세요.",
    ),
    Fault(
        "work-flat-filters",
        "faster-multiply_adds",
        _work("FN * out_h * out_w * FH * FW"),
        "Your filters are flat. A window reaches through all C channels.",
        "채널을 빠뜨렸습니다.",
    ),
    Fault(
        "work-one-filter",
        "faster-multiply_adds",
        _work("C * out_h * out_w * FH * FW"),
        "You counted one filter. There are FN of them.",
        "필터 하나만 세었습니다. FN개입니다.",
    ),
    Fault(
        "work-as-if-square",
        "faster-multiply_adds",
        _work("FN * C * FH * FW * out_h * out_h"),
        "You took the output for a square. Its width has a formula of its own.",
        "출력이 정사각형이라고 보았습니다.",
    ),
    Fault(
        "work-with-biases",
        "faster-multiply_adds",
        _work("FN * out_h * out_w * (C * FH * FW + 1)"),
        "You counted the bias. It is added, nothing is multiplied, and here it is left out.",
        "편향까지 세었습니다. 여기서는 뺍니다.",
    ),
    Fault(
        "work-additions-too",
        "faster-multiply_adds",
        _work("2 * FN * out_h * out_w * C * FH * FW"),
        "You counted multiplications and additions. A multiply-add is both in one.",
        "곱셈과 덧셈을 따로 세었습니다. 합쳐서 하나입니다.",
    ),
    Fault(
        "sizes-bits",
        "faster-sizes",
        _sizes("count * bits"),
        "These are bits. A byte has 8 of them.",
        "비트 수를 셌습니다. 8비트가 1바이트입니다.",
    ),
    Fault(
        "sizes-rounded-down",
        "faster-sizes",
        _sizes("count * bits // 8"),
        "The last byte is missing where it is not full. Round up.",
        "마지막 바이트가 빠졌습니다. 올림하세요.",
    ),
    Fault(
        "sizes-one-byte-too-many",
        "faster-sizes",
        _sizes("count * bits // 8 + 1"),
        "You always add a byte, also where everything fits exactly.",
        "딱 맞을 때도 1바이트를 더했습니다.",
    ),
    Fault(
        "sizes-a-byte-for-each-bit",
        "faster-sizes",
        _sizes("count * max(1, bits // 8)"),
        "A weight of 1 bit takes a whole byte with you. Eight of them share one.",
        "1비트에 1바이트를 썼습니다. 8개가 1바이트를 나누어 씁니다.",
    ),
    Fault(
        "changes-still-float16",
        "faster-changes",
        _versions(back="np.float16"),
        "Your matrices stay float16. Store in fewer bits, but compute in the dtype of W: bring them back.",
        "float16 그대로입니다. W의 자료형으로 되돌리세요.",
    ),
    Fault(
        "changes-whole-numbers",
        "faster-changes",
        _versions(eight="np.round(W)"),
        "8 bits: you rounded to whole numbers, so that small weights are gone. Divide by the step first.",
        "정수로 반올림했습니다. 먼저 한 칸의 크기로 나누세요.",
    ),
    Fault(
        "changes-cut-off",
        "faster-changes",
        _versions(eight="np.trunc(W / step) * step"),
        "8 bits: you cut off towards 0. Round to the nearest step.",
        "0 쪽으로 버렸습니다. 가장 가까운 칸으로 반올림하세요.",
    ),
    Fault(
        "changes-a-step-for-each-column",
        "faster-changes",
        _versions(step="np.abs(W).max(axis=0) / 127"),
        "8 bits: each column has a step of its own. Here one step holds for the whole matrix.",
        "열마다 한 칸의 크기가 다릅니다. 행렬 전체에 하나입니다.",
    ),
    Fault(
        "changes-largest-with-its-sign",
        "faster-changes",
        _versions(step="W.max() / 127"),
        "8 bits: the largest weight may be a negative one. Look at the sizes without the signs.",
        "음수 쪽이 더 클 수 있습니다. 절댓값의 최댓값을 쓰세요.",
    ),
    Fault(
        "changes-256-steps",
        "faster-changes",
        _versions(step="np.abs(W).max() / 255"),
        "8 bits: 8 bits hold whole numbers from -127 to 127 (and -128): the largest weight is 127 steps.",
        "255칸으로 나누었습니다. 127칸입니다.",
    ),
    Fault(
        "changes-signs-alone",
        "faster-changes",
        _versions(one="np.where(W >= 0, 1, -1)"),
        "1 bit: every weight is +1 or -1. Multiply each column by the mean size of its weights.",
        "크기를 곱하지 않았습니다. 열마다 절댓값의 평균을 곱하세요.",
    ),
    Fault(
        "changes-one-size-for-all",
        "faster-changes",
        _versions(one="np.where(W >= 0, 1, -1) * np.abs(W).mean()"),
        "1 bit: you took one size for the whole matrix. Each column has its own.",
        "행렬 전체에 크기 하나를 썼습니다. 열마다 따로 구하세요.",
    ),
    Fault(
        "changes-a-size-for-each-row",
        "faster-changes",
        _versions(one="np.where(W >= 0, 1, -1) * np.abs(W).mean(axis=1, keepdims=True)"),
        "1 bit: you took the mean of each row. A column belongs to one class, and has one size.",
        "행마다 평균을 냈습니다. 열마다 구하세요.",
    ),
    Fault(
        "changes-mean-with-signs",
        "faster-changes",
        _versions(one="np.where(W >= 0, 1, -1) * W.mean(axis=0)"),
        "1 bit: in your mean positive and negative weights cancel. Take the sizes without signs.",
        "부호가 있는 평균이라 서로 지워집니다. 절댓값의 평균을 쓰세요.",
    ),
    Fault(
        "accuracies-wrong-ones",
        "faster-accuracies",
        _accuracy("np.mean((x @ W + b).argmax(axis=1) != t)"),
        "This is the part that is read wrongly.",
        "틀리게 읽은 비율을 구했습니다.",
    ),
    Fault(
        "accuracies-bias-forgotten",
        "faster-accuracies",
        _accuracy("np.mean((x @ W).argmax(axis=1) == t)"),
        "The bias is missing: the scores are x @ W + b.",
        "편향을 빠뜨렸습니다.",
    ),
    Fault(
        "accuracies-counted",
        "faster-accuracies",
        _accuracy("float(np.sum((x @ W + b).argmax(axis=1) == t))"),
        "This is how many are right. Asked for is the part of all.",
        "맞은 개수를 셌습니다. 비율이어야 합니다.",
    ),
    Fault(
        "accuracies-percent",
        "faster-accuracies",
        _accuracy("100 * np.mean((x @ W + b).argmax(axis=1) == t)"),
        "These are percent. Asked for is a number from 0 to 1.",
        "퍼센트로 썼습니다. 0에서 1 사이여야 합니다.",
    ),
)
