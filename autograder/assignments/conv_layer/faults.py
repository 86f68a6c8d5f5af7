"""Wrong answers that people give to conv-layer, and what to tell them."""

from autograder.assignment import Fault


def _forward(
    out: str = "maps.swapaxes(0, 1)",
    windows: str = "im2col(x, FH, FW, self.stride, self.pad)",
    filters: str = "self.W.reshape(FN, -1)",
    bias: str = "+ self.b[:, None]",
    pad: str = "self.pad",
) -> str:
    """Return the blank `out`; it keeps all that backward needs, and makes `maps` (FN, N, out_h, out_w) of the product."""
    return f"""
def forward(self, x):
    N, C, H, W = x.shape
    FN, C, FH, FW = self.W.shape
    out_h = (H + 2 * {pad} - FH) // self.stride + 1
    out_w = (W + 2 * {pad} - FW) // self.stride + 1
    windows, filters = {windows}, {filters}
    self.x, self.col, self.col_W = x, windows, self.W.reshape(FN, -1).T
    product = filters @ windows.T {bias}
    maps = product.reshape(FN, N, out_h, out_w)
    return {out}

Convolution.forward = forward
out = layer.forward(x)
"""


def _backward(
    *,
    d: str = "np.moveaxis(dout, 1, 3).reshape(-1, FN)",
    db: str = "np.ones(len(d), d.dtype) @ d",
    dW: str = "np.tensordot(d, self.col, (0, 0)).reshape(self.W.shape)",
    dcol: str = "np.tensordot(d, self.W.reshape(FN, -1), (1, 0))",
    dx: str = "col2im(dcol, self.x.shape, FH, FW, self.stride, self.pad)",
) -> str:
    """Return the blank `dx`, with one of its steps made wrong."""
    return f"""
def backward(self, dout):
    FN, C, FH, FW = self.W.shape
    d = {d}
    self.db = {db}
    self.dW = {dW}
    dcol = {dcol}
    return {dx}

Convolution.backward = backward
dx = layer.backward(dout)
dW, db = layer.dW, layer.db
"""


def _numeric(slope: str, *, nudge: str = "1e-4", back: str = "number") -> str:
    """Return the blank `numeric`; `up`, `here` and `down` are what f gives at the nudged places."""
    return f"""
def numerical_gradient(f, a):
    flat, slopes, h = a.reshape(-1), [], {nudge}
    for k, number in enumerate(flat.tolist()):
        results = [f()]
        for nudged in (number + h, number - h, {back}):
            flat[k] = nudged
            results.append(f())
        here, up, down, _ = results
        slopes.append({slope})
    return np.array(slopes).reshape(a.shape)

numeric = numerical_gradient(height, bowl)
"""


def _agree(answer: str) -> str:
    """Return the blank `verdicts` with an answer in it."""
    return f"def agree(one, other):\n    return {answer}"


FAULTS = (
    Fault(
        "shapes-axes-read-backwards",
        "conv-layer-shapes",
        "shapes = [(3, 4, 2, 5), (2, 3, 4, 5), (2, 5, 4, 3)]",
        "The second one is read backwards: (1, 2, 3, 0) does not say where axis 0 goes, but which axis comes first, and that is axis 1.",
        "두 번째를 거꾸로 읽었습니다. 맨 앞에 오는 것은 축 1입니다.",
    ),
    Fault(
        "shapes-unchanged",
        "conv-layer-shapes",
        "shapes = [(3, 4, 5, 2), (3, 4, 5, 2), (3, 4, 5, 2)]",
        "These are A's own shape. transpose moves the axes, and their lengths go with them.",
        "A의 형상을 그대로 썼습니다. 축을 옮기면 길이도 따라갑니다.",
    ),
    Fault(
        "shapes-axes-instead-of-lengths",
        "conv-layer-shapes",
        "shapes = [(0, 1, 3, 2), (1, 2, 3, 0), (3, 2, 1, 0)]",
        "You wrote down the axes. A shape holds their lengths: axis 0 of A has 3.",
        "축 번호를 썼습니다. 형상은 축의 길이입니다.",
    ),
    Fault(
        "out-without-bias",
        "conv-layer-out",
        _forward(bias=""),
        "The bias is missing.",
        "편향이 빠졌습니다.",
    ),
    Fault(
        "out-bias-twice",
        "conv-layer-out",
        _forward(bias="+ 2 * self.b[:, None]"),
        "The bias is in there twice.",
        "편향을 두 번 더했습니다.",
    ),
    Fault(
        "out-reshaped-without-transposing",
        "conv-layer-out",
        _forward("maps.transpose(1, 2, 3, 0).reshape(N, FN, out_h, out_w)"),
        "The shape is right, but one reshape cannot bring the filters to the front: it keeps the order of the numbers. First (N, out_h, out_w, FN), then transpose.",
        "reshape만으로는 축이 옮겨지지 않습니다. 먼저 (N, out_h, out_w, FN), 그다음 transpose입니다.",
    ),
    Fault(
        "out-filters-last",
        "conv-layer-out",
        _forward("maps.transpose(1, 2, 3, 0)"),
        "The filters are still the last axis. They belong behind the images: (N, FN, out_h, out_w).",
        "필터 축이 마지막에 남아 있습니다. (N, FN, out_h, out_w)여야 합니다.",
    ),
    Fault(
        "out-height-and-width-swapped",
        "conv-layer-out",
        _forward("maps.transpose(1, 0, 3, 2)"),
        "Height and width are swapped: transpose(0, 3, 2, 1) does that. They keep their order.",
        "높이와 너비가 서로 바뀌었습니다. 순서를 그대로 두세요.",
    ),
    Fault(
        "out-images-and-filters-swapped",
        "conv-layer-out",
        _forward("maps"),
        "Images and filters are swapped: the images come first.",
        "이미지와 필터 축이 서로 바뀌었습니다. 이미지가 먼저입니다.",
    ),
    Fault(
        "out-filters-reshaped-instead-of-transposed",
        "conv-layer-out",
        _forward(filters="self.W.reshape(-1, FN).T"),
        "Your col_W mixes the filters: reshape(-1, FN) does not make columns of them. One filter in each row, then transpose.",
        "reshape(-1, FN)은 필터를 섞습니다. 행으로 펼친 다음 전치하세요.",
    ),
    Fault(
        "out-without-padding",
        "conv-layer-out",
        _forward(windows="im2col(x, FH, FW, self.stride)", pad="0"),
        "The padding is missing: neither im2col nor the output's size uses self.pad.",
        "패딩이 빠졌습니다. self.pad를 쓰세요.",
    ),
    Fault(
        "out-filter-turned",
        "conv-layer-out",
        _forward(filters="self.W[:, :, ::-1, ::-1].reshape(FN, -1)"),
        "You turned the filters by 180°. Mathematicians' convolution does that; the layer of a network does not.",
        "필터를 180도 뒤집었습니다. 신경망의 합성곱에서는 뒤집지 않습니다.",
    ),
    Fault(
        "out-with-activation",
        "conv-layer-out",
        _forward("np.maximum(maps, 0).swapaxes(0, 1)"),
        "There is an activation in it: negative numbers became 0. That is the next layer's job.",
        "활성화 함수가 들어 있습니다. 합성곱만 계산하세요.",
    ),
    Fault(
        "dx-dout-reshaped-without-transposing",
        "conv-layer-dx",
        _backward(d="dout.reshape(-1, FN)"),
        "You reshaped dout without moving the filters to the end first, so its columns mix filters. Undo forward's last step: transpose, then reshape.",
        "dout을 transpose 하지 않고 reshape 했습니다. 필터를 마지막 축으로 옮기세요.",
    ),
    Fault(
        "dx-dout-height-and-width-swapped",
        "conv-layer-dx",
        _backward(d="dout.transpose(0, 3, 2, 1).reshape(-1, FN)"),
        "In dout, height and width are swapped when you make rows of it: transpose(0, 2, 3, 1) keeps their order.",
        "dout의 높이와 너비가 서로 바뀌었습니다.",
    ),
    Fault(
        "dx-db-over-filters",
        "conv-layer-dx",
        _backward(db="d.sum(axis=1)"),
        "dW and dx are right. Your db has one number for each window; it must have one for each filter: you summed over axis 1, the filters.",
        "db를 필터 축(1)을 따라 더했습니다. 윈도우 축을 따라 더하세요.",
    ),
    Fault(
        "dx-db-averaged",
        "conv-layer-dx",
        _backward(db="d.mean(axis=0)"),
        "dW and dx are right. For db you took the mean over the windows; a bias works in all of them, so take the sum.",
        "db에서 평균을 냈습니다. 합이어야 합니다.",
    ),
    Fault(
        "dx-dW-left-flat",
        "conv-layer-dx",
        _backward(dW="np.tensordot(self.col, d, (0, 0))"),
        "db and dx are right. Your dW is the gradient of col_W, still a matrix; bring it into the shape of W: transpose, then reshape.",
        "dW가 아직 col_W의 형상입니다. W의 형상으로 되돌리세요.",
    ),
    Fault(
        "dx-dW-reshaped-without-transposing",
        "conv-layer-dx",
        _backward(dW="np.tensordot(self.col, d, (0, 0)).reshape(self.W.shape)"),
        "db and dx are right. Your dW has the right shape, but was reshaped while the filters were still columns, which mixes them: transpose first.",
        "dW를 전치하지 않고 reshape 했습니다. 먼저 전치하세요.",
    ),
    Fault(
        "dx-dW-averaged-over-images",
        "conv-layer-dx",
        _backward(dW="np.tensordot(d, self.col, (0, 0)).reshape(self.W.shape) / len(self.x)"),
        "db and dx are right. You divided dW by the number of images. Averaging over the batch is the loss's job, and dout already carries it.",
        "dW를 이미지 수로 나누었습니다. 배치 평균은 손실 함수에서 이미 처리됩니다.",
    ),
    Fault(
        "dx-dW-accumulates",
        "conv-layer-dx",
        _backward(
            dW="np.tensordot(d, self.col, (0, 0)).reshape(self.W.shape) + (0 if self.dW is None else self.dW)"
        ),
        "The first time all is right; the second time, dW still holds the gradient of the step before. Set it anew each time: = and not +=.",
        "두 번째 호출에서 이전 기울기가 남아 있습니다. +=가 아니라 =입니다.",
    ),
    Fault(
        "dx-without-col2im",
        "conv-layer-dx",
        _backward(dx="dcol"),
        "dW and db are right. What you return is the gradient of col, a row for each window. Lay it back onto the picture: col2im.",
        "col의 기울기를 그대로 돌려줍니다. col2im으로 그림에 되돌리세요.",
    ),
    Fault(
        "dx-filters-reshaped-instead-of-transposed",
        "conv-layer-dx",
        _backward(dcol="d @ self.col_W.reshape(FN, -1)"),
        "dW and db are right. For dx, col_W was reshaped where it had to be transposed: the weights of different filters got mixed.",
        "dx에서 col_W를 전치해야 할 곳에 reshape를 했습니다.",
    ),
    Fault(
        "numeric-one-sided",
        "conv-layer-numeric",
        _numeric("(up - here) / h"),
        "You nudged upwards only. On a curve that is off by about h: nudge both ways, and divide by 2h.",
        "한쪽으로만 움직였습니다. 양쪽으로 움직이고 2h로 나누세요.",
    ),
    Fault(
        "numeric-not-halved",
        "conv-layer-numeric",
        _numeric("(up - down) / h"),
        "Your slopes are twice too steep: between up and down lies 2h, not h.",
        "기울기가 두 배입니다. 2h로 나누세요.",
    ),
    Fault(
        "numeric-turned",
        "conv-layer-numeric",
        _numeric("(down - up) / (2 * h)"),
        "Your slopes have the wrong sign: what comes from above minus what comes from below.",
        "부호가 반대입니다. 위에서 아래를 빼세요.",
    ),
    Fault(
        "numeric-not-divided",
        "conv-layer-numeric",
        _numeric("up - down"),
        "These are differences. A slope is the difference divided by the way between the two places, 2h.",
        "차이만 구했습니다. 2h로 나누세요.",
    ),
    Fault(
        "numeric-not-put-back",
        "conv-layer-numeric",
        _numeric("(up - down) / (2 * h)", back="number - h"),
        "The numbers are not put back after nudging: afterwards the array is another one.",
        "움직인 수를 되돌려 놓지 않았습니다.",
    ),
    Fault(
        "numeric-nudge-too-small",
        "conv-layer-numeric",
        _numeric("(up - down) / (2 * h)", nudge="1e-20"),
        "Your nudge is so small that it vanishes when it is added: a float64 has about 16 digits. Something like 1e-4 is good.",
        "h가 너무 작아 더해도 변하지 않습니다. 1e-4 정도가 좋습니다.",
    ),
    Fault(
        "verdicts-exactly-equal",
        "conv-layer-verdicts",
        _agree("np.array_equal(one, other)"),
        "You ask for exactly equal numbers. Measured gradients never are: allow for rounding.",
        "완전히 같은지 비교했습니다. 반올림 오차를 허용하세요.",
    ),
    Fault(
        "verdicts-absolute",
        "conv-layer-verdicts",
        _agree("one.shape == other.shape and bool(np.abs(one - other).max() < 1e-7)"),
        "Your tolerance does not grow with the numbers: large gradients that agree up to rounding are refused. Measure against their size.",
        "허용 오차가 수의 크기를 따르지 않습니다. 크기에 비해 비교하세요.",
    ),
    Fault(
        "verdicts-differences-cancel",
        "conv-layer-verdicts",
        _agree("one.shape == other.shape and bool(abs((one - other).sum()) <= 1e-6 * abs(other).max())"),
        "Your differences cancel each other: the same numbers in another order pass. Take absolute differences, number by number.",
        "차이가 서로 지워집니다. 수마다 절댓값을 비교하세요.",
    ),
    Fault(
        "verdicts-sizes-only",
        "conv-layer-verdicts",
        _agree("one.shape == other.shape and np.allclose(abs(one), abs(other))"),
        "You compare sizes without signs: a gradient that points the other way passes.",
        "부호를 무시했습니다. 반대 방향의 기울기가 통과합니다.",
    ),
    Fault(
        "verdicts-nan-passes",
        "conv-layer-verdicts",
        _agree(
            "one.shape == other.shape and not bool((abs(one - other) > 1e-6 * np.nanmax(abs(other))).any())"
        ),
        "A nan passes: every comparison with nan is False, also “too far apart”. Ask whether all are close, not whether none is far.",
        "nan이 통과합니다. 모두 가까운지를 물으세요.",
    ),
    Fault(
        "verdicts-shapes-broadcast",
        "conv-layer-verdicts",
        _agree("np.allclose(one, other)"),
        "NumPy stretched (3, 1) to (3, 4) and found all equal. Compare the shapes first.",
        "NumPy가 형상을 맞추어 버렸습니다. 먼저 형상을 비교하세요.",
    ),
    Fault(
        "verdicts-always-yes",
        "conv-layer-verdicts",
        _agree("True"),
        "Your function always says yes. A check that cannot fail is none.",
        "항상 예라고 답합니다. 실패할 수 없는 확인은 확인이 아닙니다.",
    ),
)
