"""Wrong answers that people give to pooling-layer, and what to tell them."""

from autograder.assignment import Fault

BORDER = "[(0, 0)] * 2 + [(self.pad, self.pad)] * 2"


def _size(pair: str) -> str:
    """Return the blank `out_size`, with an expression."""
    return f"""
def output_size(H, W, pool_h, pool_w, stride, pad):
    return {pair}

out_size = output_size(x.shape[2], x.shape[3], pool_h, pool_w, stride, pad)
"""


def _windows(border: str) -> str:
    """Return lines that make `every` (N, C, out_h, out_w, pool_h, pool_w) out of x with a border."""
    return f"""
    every = np.lib.stride_tricks.sliding_window_view({border}, (self.pool_h, self.pool_w), axis=(2, 3))
    every = every[:, :, ::self.stride, ::self.stride]"""


def _forward(out: str, border: str = f"np.pad(x, {BORDER}, constant_values=-np.inf)", who: str = "x") -> str:
    """Return the blank `out`; it keeps what the solution's backward needs."""
    return f"""
def forward(self, x):{_windows(border)}
    self.x = {who}
    self.arg_max = every.transpose(0, 2, 3, 1, 4, 5).reshape(-1, self.pool_h * self.pool_w).argmax(axis=1)
    return {out}

Pooling.forward = forward
out = layer.forward(x)
"""


def _backward(rows: str, *, dx: str = "images", lay_back: str = "+=", order: str = "n, c, i, j") -> str:
    """Return the blank `dx`; `rows` is an expression of `d`, one number of dout, and `place`, its winner's place."""
    return f"""
def backward(self, dout):
    x, pad, size = self.x, self.pad, self.pool_h * self.pool_w
    N, C, H, W = x.shape
    bordered = np.zeros((N, C, H + 2 * pad, W + 2 * pad), dout.dtype)
    finite = np.pad(x, {BORDER}, constant_values=-np.inf)
    numbers = dout.reshape(-1)
    if {order!r} == "as it lies":
        numbers = dout.reshape(-1)[np.arange(dout.size).reshape(N, *dout.shape[2:], C).transpose(0, 3, 1, 2).reshape(-1)]
    for d, (n, c, i, j) in zip(numbers, np.ndindex(dout.shape)):
        y, z = i * self.stride, j * self.stride
        window = finite[n, c, y:y + self.pool_h, z:z + self.pool_w].reshape(-1)
        place, spot = window.argmax(), np.arange(size)
        bordered[n, c, y:y + self.pool_h, z:z + self.pool_w] {lay_back} ({rows}).reshape(self.pool_h, self.pool_w)
    images = bordered[:, :, pad:pad + H, pad:pad + W]
    return {dx}

Pooling.backward = backward
dx = layer.backward(dout)
"""


def _average(out: str, border: str = f"np.pad(x, {BORDER})") -> str:
    """Return the blank `average`."""
    return f"""
def average_forward(self, x):{_windows(border)}
    self.x = x
    return {out}

AveragePooling.forward = average_forward
average = average_layer.forward(x)
"""


def _average_backward(
    share: str, *, lay_back: str = "+=", dx: str = "bordered[:, :, pad:pad + H, pad:pad + W]"
) -> str:
    """Return the blank `dx_average`; `share` is an expression of `d`, the numbers of dout at one place."""
    return f"""
def average_backward(self, dout):
    x, pad = self.x, self.pad
    N, C, H, W = x.shape
    bordered = np.zeros((N, C, H + 2 * pad, W + 2 * pad), dout.dtype)
    inside = np.pad(np.ones((H, W)), pad)
    for i, j in np.ndindex(dout.shape[2:]):
        y, z = i * self.stride, j * self.stride
        d = dout[:, :, i, j, None, None]
        here = (slice(None), slice(None), slice(y, y + self.pool_h), slice(z, z + self.pool_w))
        counted = inside[here[2:]].sum()
        bordered[here] {lay_back} {share}
    return {dx}

AveragePooling.backward = average_backward
dx_average = average_layer.backward(dout)
"""


WINNER = "d * (spot == place)"

FAULTS = (
    Fault(
        "out_size-without-padding",
        "pooling-layer-out_size",
        _size("((H - pool_h) // stride + 1, (W - pool_w) // stride + 1)"),
        "This is the slides' formula, and the border is missing from it: it stands on both sides.",
        "슬라이드의 식에는 패딩이 빠져 있습니다. 양쪽에 더하세요.",
    ),
    Fault(
        "out_size-padding-once",
        "pooling-layer-out_size",
        _size("tuple((n + pad - p) // stride + 1 for n, p in zip((H, W), (pool_h, pool_w)))"),
        "You added the border once. It stands on both sides.",
        "패딩을 한 번만 더했습니다. 양쪽에 붙습니다.",
    ),
    Fault(
        "out_size-rounded-up",
        "pooling-layer-out_size",
        _size("tuple(-(-(n + 2 * pad - p) // stride) + 1 for n, p in zip((H, W), (pool_h, pool_w)))"),
        "You rounded up: the last window would stand partly outside, even of the border. Round down.",
        "올림했습니다. 내림하세요.",
    ),
    Fault(
        "out_size-float",
        "pooling-layer-out_size",
        _size("tuple((n + 2 * pad - p) / stride + 1 for n, p in zip((H, W), (pool_h, pool_w)))"),
        "/ gives floats, and no array can be made in that size. Divide and round down.",
        "/는 실수를 줍니다. 내림하는 나눗셈을 쓰세요.",
    ),
    Fault(
        "out_size-width-first",
        "pooling-layer-out_size",
        _size("tuple((n + 2 * pad - p) // stride + 1 for n, p in zip((W, H), (pool_w, pool_h)))"),
        "Height and width are swapped: out_h comes first.",
        "높이와 너비가 서로 바뀌었습니다. out_h가 먼저입니다.",
    ),
    Fault(
        "out-border-of-zeros",
        "pooling-layer-out",
        _forward("every.max(axis=(4, 5))", border=f"np.pad(x, {BORDER})"),
        "At the edge a 0 wins where all pixels are negative: it is the border. The border must be smaller than every number: −inf.",
        "가장자리에서 패딩의 0이 이깁니다. 패딩은 −inf여야 합니다.",
    ),
    Fault(
        "out-without-padding",
        "pooling-layer-out",
        _forward("every.max(axis=(4, 5))", border="x"),
        "There is no border: put one around the picture before you look for maxima.",
        "패딩이 빠졌습니다. 먼저 테두리를 두르세요.",
    ),
    Fault(
        "out-reshaped-without-transposing",
        "pooling-layer-out",
        _forward("every.max(axis=(4, 5)).transpose(0, 2, 3, 1).reshape(every.shape[:4])"),
        "The shape is right, but the rows count channels last. First reshape to (N, out_h, out_w, C), then bring the channels to the front with transpose.",
        "먼저 (N, out_h, out_w, C)로 reshape 한 다음 transpose 하세요.",
    ),
    Fault(
        "out-channels-last",
        "pooling-layer-out",
        _forward("every.max(axis=(4, 5)).transpose(0, 2, 3, 1)"),
        "The channels are still the last axis: (N, C, out_h, out_w) is asked for.",
        "채널 축이 마지막에 남아 있습니다.",
    ),
    Fault(
        "out-over-channels",
        "pooling-layer-out",
        _forward("np.repeat(every.max(axis=(1, 4, 5))[:, None], x.shape[1], axis=1)"),
        "You took the maximum over the channels, too. Pooling looks at each channel by itself: one channel's window in each row.",
        "채널까지 함께 최댓값을 구했습니다. 채널마다 따로 구하세요.",
    ),
    Fault(
        "out-averaged",
        "pooling-layer-out",
        _forward("every.mean(axis=(4, 5))", border=f"np.pad(x, {BORDER})"),
        "These are means. Max pooling keeps the largest number.",
        "평균을 구했습니다. 최댓값을 구하세요.",
    ),
    Fault(
        "out-without-sign",
        "pooling-layer-out",
        _forward("np.abs(every).max(axis=(4, 5))", border=f"np.pad(x, {BORDER})"),
        "You compare sizes without signs: −5 is not larger than 2.",
        "부호를 무시했습니다. −5는 2보다 크지 않습니다.",
    ),
    Fault(
        "out-starts-at-zero",
        "pooling-layer-out",
        _forward("np.maximum(every.max(axis=(4, 5)), 0)"),
        "Where all pixels are negative you give 0, in the middle of the picture, too. Do not start the search at 0.",
        "모두 음수인 윈도우에서 0이 나옵니다. 0에서 시작하지 마세요.",
    ),
    Fault(
        "dx-to-every-tie",
        "pooling-layer-dx",
        _backward("d * (window == window.max())"),
        "Where several pixels are equal, all of them get the whole gradient, so more goes down than came. Only the first one gets it.",
        "같은 픽셀이 모두 기울기를 받습니다. 첫 번째만 받아야 합니다.",
    ),
    Fault(
        "dx-shared-by-ties",
        "pooling-layer-dx",
        _backward("d * (window == window.max()) / (window == window.max()).sum()"),
        "Where several pixels are equal, they share the gradient. Here the first one gets all of it.",
        "같은 픽셀이 기울기를 나누어 가집니다. 첫 번째가 전부 받아야 합니다.",
    ),
    Fault(
        "dx-to-the-last-tie",
        "pooling-layer-dx",
        _backward("d * (spot == size - 1 - window[::-1].argmax())"),
        "Where several pixels are equal, you take the last one. Take the first.",
        "같은 픽셀이 여럿일 때 마지막을 골랐습니다. 첫 번째를 고르세요.",
    ),
    Fault(
        "dx-overwritten",
        "pooling-layer-dx",
        _backward(WINNER, lay_back="="),
        "Where windows overlap, only the last one's gradient is left; all of them must add up. `x[index] += y` adds only once where a place comes twice in index.",
        "겹치는 곳에 마지막 기울기만 남았습니다. 모두 더해야 합니다.",
    ),
    Fault(
        "dx-dout-in-its-own-order",
        "pooling-layer-dx",
        _backward(WINNER, order="as it lies"),
        "The gradients go to wrong windows: dout counts its channels before the places, your rows count them after. Move dout's channels to the end first.",
        "dout의 채널을 마지막 축으로 옮긴 다음 펼치세요.",
    ),
    Fault(
        "dx-border-left-on",
        "pooling-layer-dx",
        _backward(WINNER, dx="bordered"),
        "The border is still there. x had none: cut it off, or give col2im the padding.",
        "테두리가 남아 있습니다. 잘라 내거나 col2im에 패딩을 주세요.",
    ),
    Fault(
        "dx-wrong-corner",
        "pooling-layer-dx",
        _backward(WINNER, dx="bordered[:, :, :H, :W]"),
        "You cut the border off below and to the right only: begin at pad, not at 0.",
        "위와 왼쪽 테두리가 남았습니다. pad에서 시작하세요.",
    ),
    Fault(
        "dx-averaged",
        "pooling-layer-dx",
        _backward("np.full(size, d / size)"),
        "This is the way back of average pooling. In max pooling the winner takes it all.",
        "평균 풀링의 역전파를 했습니다. 이긴 픽셀이 전부 받습니다.",
    ),
    Fault(
        "dx-ones",
        "pooling-layer-dx",
        _backward("1 * (spot == place)"),
        "You counted who won how often. Each winner gets the number of dout that belongs to its window.",
        "이긴 횟수만 세었습니다. dout의 값을 더하세요.",
    ),
    Fault(
        "dx-times-the-winner",
        "pooling-layer-dx",
        _backward("d * window.max() * (spot == place)"),
        "You multiplied by the number that won. The gradient goes through unchanged.",
        "이긴 수를 곱했습니다. 기울기는 그대로 전달됩니다.",
    ),
    Fault(
        "average-border-left-out",
        "pooling-layer-average",
        _average("np.nanmean(every, axis=(4, 5))", border=f"np.pad(x, {BORDER}, constant_values=np.nan)"),
        "At the edge you divide by the pixels inside the picture only. That is another convention; here the border counts, as zeros: divide by pool_h * pool_w.",
        "가장자리에서 그림 안의 픽셀 수로 나누었습니다. 여기서는 패딩도 0으로 셉니다.",
    ),
    Fault(
        "average-border-of-inf",
        "pooling-layer-average",
        _average("every.mean(axis=(4, 5))", border=f"np.pad(x, {BORDER}, constant_values=-np.inf)"),
        "The border of −inf makes every mean at the edge −inf, too. For a mean the border is zeros.",
        "−inf 패딩 때문에 평균도 −inf입니다. 평균에서는 0으로 패딩하세요.",
    ),
    Fault(
        "average-summed",
        "pooling-layer-average",
        _average("every.sum(axis=(4, 5))"),
        "These are sums. Divide by the size of the window.",
        "합을 구했습니다. 윈도우 크기로 나누세요.",
    ),
    Fault(
        "average-divided-by-height",
        "pooling-layer-average",
        _average("every.sum(axis=(4, 5)) / self.pool_h"),
        "You divided by the height of the window. It holds pool_h * pool_w numbers.",
        "윈도우의 높이로만 나누었습니다. pool_h * pool_w로 나누세요.",
    ),
    Fault(
        "average-of-the-largest",
        "pooling-layer-average",
        _average("every.max(axis=(4, 5))"),
        "These are maxima. Here the mean is asked for.",
        "최댓값을 구했습니다. 평균을 구하세요.",
    ),
    Fault(
        "average-over-channels",
        "pooling-layer-average",
        _average("np.repeat(every.mean(axis=(1, 4, 5))[:, None], x.shape[1], axis=1)"),
        "You took the mean over the channels, too. Pooling looks at each channel by itself.",
        "채널까지 평균을 냈습니다. 채널마다 따로 구하세요.",
    ),
    Fault(
        "average-reshaped-without-transposing",
        "pooling-layer-average",
        _average("every.mean(axis=(4, 5)).transpose(0, 2, 3, 1).reshape(every.shape[:4])"),
        "The shape is right, but the rows count channels last. First reshape to (N, out_h, out_w, C), then transpose.",
        "먼저 (N, out_h, out_w, C)로 reshape 한 다음 transpose 하세요.",
    ),
    Fault(
        "dx_average-undivided",
        "pooling-layer-dx_average",
        _average_backward("d"),
        "Every pixel gets the whole gradient. The mean grows by only a share when one pixel grows by 1: divide by the size of the window.",
        "모든 픽셀이 기울기 전체를 받습니다. 윈도우 크기로 나누세요.",
    ),
    Fault(
        "dx_average-overwritten",
        "pooling-layer-dx_average",
        _average_backward("d / (self.pool_h * self.pool_w)", lay_back="="),
        "Where windows overlap, only the last one's gradient is left; all of them must add up. `x[index] += y` adds only once where a place comes twice in index.",
        "겹치는 곳에 마지막 기울기만 남았습니다. 모두 더해야 합니다.",
    ),
    Fault(
        "dx_average-border-left-out",
        "pooling-layer-dx_average",
        _average_backward("d / counted"),
        "At the edge you divide by the pixels inside the picture only. The forward pass divides by pool_h * pool_w everywhere, so the way back must, too.",
        "가장자리에서 그림 안의 픽셀 수로 나누었습니다. 언제나 pool_h * pool_w로 나누세요.",
    ),
    Fault(
        "dx_average-border-left-on",
        "pooling-layer-dx_average",
        _average_backward("d / (self.pool_h * self.pool_w)", dx="bordered"),
        "The border is still there. x had none: cut it off, or give col2im the padding.",
        "테두리가 남아 있습니다. 잘라 내거나 col2im에 패딩을 주세요.",
    ),
    Fault(
        "dx_average-divided-by-height",
        "pooling-layer-dx_average",
        _average_backward("d / self.pool_h"),
        "You divided by the height of the window. It holds pool_h * pool_w numbers.",
        "윈도우의 높이로만 나누었습니다. pool_h * pool_w로 나누세요.",
    ),
    Fault(
        "dx_average-divided-by-images",
        "pooling-layer-dx_average",
        _average_backward("d / (self.pool_h * self.pool_w * len(x))"),
        "You divided by the number of images, too. Averaging over the batch is the loss's job, and dout already carries it.",
        "이미지 수로도 나누었습니다. 배치 평균은 손실 함수에서 이미 처리됩니다.",
    ),
)
