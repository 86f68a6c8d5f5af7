"""Wrong answers that people give to errata-training: dtypes, dropout, batch normalization, an epoch."""

from autograder.assignment import BodyFault, Fault
from autograder.assignments.errata import EVERYWHERE, EVERYWHERE_KO

IM2COL = """
N, C, H, W = x.shape
out_h, out_w = H - filter_h + 1, W - filter_w + 1
{before}
col = np.zeros((N, C, filter_h, filter_w, out_h, out_w){dtype})
for y in range(filter_h):
    for z in range(filter_w):
        col[:, :, y, z] = x[:, :, y : y + out_h, z : z + out_w]
return col.transpose({axes}).reshape(N * out_h * out_w, -1)
"""


def _im2col(before: str = "", dtype: str = ", x.dtype", axes: str = "0, 4, 5, 1, 2, 3") -> str:
    """Return the body of `col` with some of its parts changed."""
    return IM2COL.format(before=before, dtype=dtype, axes=axes)


def _dropout(
    training: str = "x * self.mask / (1 - self.dropout_ratio)",
    in_use: str = "x",
    backward: str = "dout * self.mask / (1 - self.dropout_ratio)",
    mask: str = "self.rng.random(x.shape) >= self.dropout_ratio",
) -> str:
    """Return the blank `dropped` with some of its parts changed."""
    return f"""
class MendedDropout:
    def __init__(self, dropout_ratio, rng):
        self.dropout_ratio = dropout_ratio
        self.rng = rng

    def forward(self, x, train_flg=True):
        if train_flg:
            self.mask = {mask}
            return {training}
        return {in_use}

    def backward(self, dout):
        return {backward}


dropped = try_dropout(MendedDropout)
"""


def _normalize(axes: str, divide_by: str = "np.sqrt(x.var(axis=axes, keepdims=True) + eps)") -> str:
    """Return the body of `normalized` with other axes, or another divisor."""
    return f"axes = {axes}\nreturn (x - x.mean(axis=axes, keepdims=True)) / ({divide_by})"


def _epoch(
    order: str = "rng.permutation(len(x))",
    batches: str = "range(0, len(x), batch_size)",
    learn: str = "losses.append(network.loss(x[rows], t[rows]))\n    network.step(network.backward())",
) -> str:
    """Return the body of `visits` with some of its parts changed."""
    return f"""
losses, order = [], {order}
for begin in {batches}:
    rows = order[begin : begin + batch_size]
    {learn}
return losses
"""


FAULTS = (
    BodyFault(
        "dtype_test-finds-nothing",
        "errata-training-dtype_test",
        "return im2col(np.arange(9.0).reshape(1, 1, 3, 3), 2, 2).tolist()[0] == [0, 1, 3, 4]",
        "Your test finds nothing. The numbers are right, and from float64 comes float64. Put in float32, and look at the dtype of what comes out.",
        "값은 맞고, float64에서는 차이가 없습니다. float32를 넣고 자료형을 확인하세요.",
    ),
    BodyFault(
        "dtype_test-never-true",
        "errata-training-dtype_test",
        "return im2col(np.ones((1, 1, 3, 3), np.float32), 2, 2).dtype is np.float32",
        EVERYWHERE + 'a dtype is compared with ==, and "out.dtype is np.float32" is never True.',
        EVERYWHERE_KO + "자료형은 is가 아니라 ==로 비교하세요.",
    ),
    BodyFault(
        "col-always-float32",
        "errata-training-col",
        _im2col(dtype=", np.float32"),
        "Now everything becomes float32, whatever x is. The rows must have the dtype of x.",
        "이제 항상 float32입니다. x의 자료형을 따라야 합니다.",
    ),
    BodyFault(
        "col-still-float64",
        "errata-training-col",
        _im2col(before="x = x.astype(x.dtype)", dtype=""),
        "It is float64 still: np.zeros without a dtype makes float64, and what is written into it becomes float64, too.",
        "np.zeros에 자료형을 주지 않으면 여전히 float64입니다.",
    ),
    BodyFault(
        "col-axes-mixed",
        "errata-training-col",
        _im2col(axes="0, 1, 2, 3, 4, 5"),
        "The dtype is right, but the numbers are not any more: the axes must be put in order before they are stretched, the places first, then what is in a window.",
        "자료형은 맞지만 값이 섞였습니다. reshape 전에 축 순서를 바꿔야 합니다.",
    ),
    BodyFault(
        "dropout_test-finds-nothing",
        "errata-training-dropout_test",
        "out = Dropout(0.5, np.random.default_rng(0)).forward(np.ones((20, 20)), True)\nreturn 0.3 < np.mean(out == 0) < 0.7",
        "Your test finds nothing. Both versions drop the same part in training. Call forward with train_flg=False: what must come out?",
        "학습 때는 둘 다 같습니다. train_flg=False일 때를 보세요.",
    ),
    BodyFault(
        "dropout_test-wants-it-smaller",
        "errata-training-dropout_test",
        "out = Dropout(0.5, np.random.default_rng(0)).forward(np.ones((2, 2)), False)\nreturn np.allclose(out, 0.5)",
        "Your test is the wrong way round: it wants what the slides do. In use a right version changes nothing.",
        "반대로 되었습니다. 사용할 때는 아무것도 바꾸지 않아야 맞습니다.",
    ),
    Fault(
        "dropped-as-on-the-slides",
        "errata-training-dropped",
        _dropout("x * self.mask", "x * (1 - self.dropout_ratio)", "dout * self.mask"),
        "In use it still makes the numbers smaller. Make them larger in training instead, and leave them alone in use.",
        "사용할 때 여전히 줄입니다. 학습할 때 키우세요.",
    ),
    Fault(
        "dropped-not-made-up-for",
        "errata-training-dropped",
        _dropout("x * self.mask", "x", "dout * self.mask"),
        "In use nothing happens now. But in training less comes through than before, and nothing makes up for it: what is left must grow.",
        "학습할 때 줄어든 만큼 키우지 않았습니다.",
    ),
    Fault(
        "dropped-divided-by-the-ratio",
        "errata-training-dropped",
        _dropout("x * self.mask / self.dropout_ratio", "x", "dout * self.mask / self.dropout_ratio"),
        "You divided by the part that is dropped. Divide by the part that is kept.",
        "버린 비율이 아니라 남긴 비율로 나누어야 합니다.",
    ),
    Fault(
        "dropped-in-use-as-well",
        "errata-training-dropped",
        _dropout(in_use="x * (self.rng.random(x.shape) >= self.dropout_ratio) / (1 - self.dropout_ratio)"),
        "Numbers are dropped in use as well. Look at train_flg first: if it is False, x comes out as it went in.",
        "사용할 때도 버립니다. train_flg가 False이면 x를 그대로 돌려주세요.",
    ),
    Fault(
        "dropped-backward-forgotten",
        "errata-training-dropped",
        _dropout(backward="dout * self.mask"),
        "Forward is right. Backward must multiply by the same: what has grown on the way there grows on the way back.",
        "역전파에도 같은 배수를 곱해야 합니다.",
    ),
    Fault(
        "dropped-mask-turned",
        "errata-training-dropped",
        _dropout(mask="self.rng.random(x.shape) < self.dropout_ratio"),
        "The mask is turned: you keep the part that should be dropped.",
        "마스크가 반대입니다. 버려야 할 것을 남겼습니다.",
    ),
    BodyFault(
        "order_test-no-dropout-at-all",
        "errata-training-order_test",
        'return "Dropout" not in order',
        "Your test forbids every dropout. One between two Affine layers is right; only one behind the last Affine layer is not.",
        "드롭아웃을 전부 금지했습니다. 마지막 Affine 뒤만 문제입니다.",
    ),
    BodyFault(
        "order_test-finds-nothing",
        "errata-training-order_test",
        'return "Affine" in order',
        "Your test finds nothing. Is there a dropout behind the last Affine layer? Both orders that have one are wrong.",
        "결함이 드러나지 않았습니다. 마지막 Affine 뒤를 살펴보세요.",
    ),
    BodyFault(
        "order_test-the-very-end-alone",
        "errata-training-order_test",
        'return order[-1] != "Dropout"',
        "You look at the last layer alone. On the slides, SoftmaxWithLoss stands behind the dropout.",
        "맨 끝만 보았습니다. 드롭아웃 뒤에 SoftmaxWithLoss가 있을 수 있습니다.",
    ),
    BodyFault(
        "channel_test-finds-nothing",
        "errata-training-channel_test",
        "out = normalize(np.random.default_rng(0).normal(size=(9, 2, 3, 3)), 1e-9)\nreturn np.allclose(out.mean(axis=(0, 2, 3)), 0) and np.allclose(out.std(axis=(0, 2, 3)), 1)",
        "Your test finds nothing. Mean and standard deviation of a channel are right in the slides' version, too. Take a single image: it must not become all zeros.",
        "평균과 표준편차는 둘 다 맞습니다. 그림 한 장만 넣어 보세요.",
    ),
    BodyFault(
        "channel_test-never-true",
        "errata-training-channel_test",
        "return normalize(np.arange(8.0).reshape(1, 2, 2, 2), 1e-9).mean() == 1",
        EVERYWHERE
        + "the mean becomes 0 up to rounding and the standard deviation 1; compare with np.allclose.",
        EVERYWHERE_KO + "평균은 0, 표준편차는 1에 가까운지 np.allclose로 비교하세요.",
    ),
    BodyFault(
        "normalized-each-image",
        "errata-training-normalized",
        _normalize("(2, 3) if x.ndim == 4 else 0"),
        "You take the mean over the pixels of each image. It must go over the images as well: one mean for each channel of the whole batch.",
        "그림마다 따로 평균을 냈습니다. 배치 전체에서 채널마다 하나여야 합니다.",
    ),
    BodyFault(
        "normalized-channels-together",
        "errata-training-normalized",
        _normalize("None if x.ndim == 4 else 0"),
        "You take one mean over everything. Each channel has its own.",
        "전체의 평균 하나를 썼습니다. 채널마다 따로 구하세요.",
    ),
    BodyFault(
        "normalized-columns-lost",
        "errata-training-normalized",
        "flat = np.moveaxis(x, 1, -1).reshape(-1, x.shape[1]) if x.ndim == 4 else x.T\nout = (flat - flat.mean(axis=0)) / np.sqrt(flat.var(axis=0) + eps)\nreturn np.moveaxis(out.reshape(len(x), *x.shape[2:], -1), -1, 1) if x.ndim == 4 else out.T",
        "Pictures are right now, but (N, D) is not any more: there a feature is a column, as before.",
        "4차원은 맞지만 (N, D)에서는 열별로 해야 합니다.",
    ),
    BodyFault(
        "normalized-variance-for-deviation",
        "errata-training-normalized",
        _normalize("(0, 2, 3) if x.ndim == 4 else 0", "x.var(axis=axes, keepdims=True) + eps"),
        "You divided by the variance. The standard deviation is its root.",
        "분산으로 나누었습니다. 표준편차는 그 제곱근입니다.",
    ),
    BodyFault(
        "epoch_test-finds-nothing",
        "errata-training-epoch_test",
        "noted = Recorder()\nepoch(noted, np.arange(10), np.arange(10), 5, np.random.default_rng(0))\nreturn len(noted.learned) == 10",
        "Your test finds nothing. Ten times it learns from a picture in both versions. But from which? Sort recorder.learned, or compare recorder.forwards with recorder.steps.",
        "횟수는 같습니다. 어떤 그림을 보았는지 정렬해서 비교하세요.",
    ),
    BodyFault(
        "epoch_test-wants-them-in-order",
        "errata-training-epoch_test",
        "noted = Recorder()\nepoch(noted, np.arange(10), np.arange(10), 5, np.random.default_rng(0))\nreturn noted.learned == list(range(10))",
        EVERYWHERE + "the order is random, and the batches may be smaller: neither must matter to your test.",
        EVERYWHERE_KO + "순서와 배치 크기는 상관없어야 합니다.",
    ),
    BodyFault(
        "visits-drawn-with-replacement",
        "errata-training-visits",
        _epoch(order="rng.integers(0, len(x), len(x))"),
        "You draw numbers at random, and so some come twice and others never. Mix the numbers of all pictures instead.",
        "여전히 중복을 허용해 뽑습니다. 모든 번호를 섞으세요.",
    ),
    BodyFault(
        "visits-in-order",
        "errata-training-visits",
        _epoch(order="np.arange(len(x))"),
        "Every picture is seen once, but each epoch goes in the same order. Mix it anew each time, with the rng that is handed in; one of your own would begin at the same place again.",
        "에폭마다 순서가 같습니다. 넘겨받은 rng로 매번 새로 섞으세요.",
    ),
    BodyFault(
        "visits-the-rest-left-out",
        "errata-training-visits",
        _epoch(batches="range(0, len(x) // batch_size * batch_size, batch_size)"),
        "The last pictures are left out: they do not fill a batch. The last batch may be smaller.",
        "마지막 그림들이 빠졌습니다. 마지막 배치는 작아도 됩니다.",
    ),
    BodyFault(
        "visits-forward-twice",
        "errata-training-visits",
        _epoch(
            learn="network.step(network.gradient(x[rows], t[rows]))\n    losses.append(network.loss(x[rows], t[rows]))"
        ),
        "Each picture comes once now, but each batch still goes forward twice: gradient goes forward itself. Call loss and then backward.",
        "배치마다 순전파를 두 번 합니다. loss 다음에 backward를 부르세요.",
    ),
)
