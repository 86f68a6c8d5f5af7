"""Wrong answers that people give to errata-numbers: a count, a ReLU, pooling, an accuracy, a gradient."""

from autograder.assignment import BodyFault, Fault
from autograder.assignments.errata import EVERYWHERE, EVERYWHERE_KO


def _relu(backward: str) -> str:
    """Return the blank `relu_dx` with another `backward`."""
    return f"""
class MendedRelu:
    def forward(self, x):
        self.mask = x <= 0
        self.x = x
        return np.where(self.mask, 0, x).astype(x.dtype)

    def backward(self, dout):
        {backward}


relu_dx, dout_after = try_relu(MendedRelu)
"""


def _pooling(
    border: str = "constant_values=-np.inf",
    size: str = "H + 2 * pad - pool_h, W + 2 * pad - pool_w",
    best: str = "max",
) -> str:
    """Return the body of `pooled` with some of its parts changed."""
    return f"""
N, C, H, W = x.shape
room_h, room_w = {size}
padded = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)], {border})
out = np.empty((N, C, room_h // stride + 1, room_w // stride + 1), x.dtype)
for i in range(out.shape[2]):
    for j in range(out.shape[3]):
        y, z = i * stride, j * stride
        out[:, :, i, j] = padded[:, :, y : y + pool_h, z : z + pool_w].{best}(axis=(2, 3))
return out
"""


FAULTS = (
    BodyFault(
        "count_test-finds-nothing",
        "errata-numbers-count_test",
        "return parameter_count(1, 3, 5, 5) == 76",
        "Your test finds nothing. With one filter the slides' formula is right; take several.",
        "필터가 하나이면 슬라이드의 식도 맞습니다. 여러 개로 해 보세요.",
    ),
    BodyFault(
        "count_test-wants-the-faulty-value",
        "errata-numbers-count_test",
        "return parameter_count(10, 3, 5, 5) == 85",
        "Your test is the wrong way round: 85 is what the slides' version gives, and it is not right.",
        "85는 슬라이드 코드의 값이고, 틀린 값입니다.",
    ),
    BodyFault(
        "parameter_count-one-bias",
        "errata-numbers-parameter_count",
        "return FN * C * FH * FW + 1",
        "You counted one bias for the whole layer. Each filter has its own.",
        "편향을 하나만 셌습니다. 필터마다 하나씩 있습니다.",
    ),
    BodyFault(
        "parameter_count-no-bias",
        "errata-numbers-parameter_count",
        "return FN * C * FH * FW",
        "The weights are right. Each filter has a bias, too.",
        "가중치는 맞습니다. 필터마다 편향도 있습니다.",
    ),
    BodyFault(
        "parameter_count-a-bias-for-each-channel",
        "errata-numbers-parameter_count",
        "return (FH * FW + 1) * C * FN",
        "The brackets close too early: that is a bias for each channel of each filter. A filter has one bias.",
        "괄호를 너무 일찍 닫았습니다. 편향은 필터마다 하나입니다.",
    ),
    BodyFault(
        "relu_test-finds-nothing",
        "errata-numbers-relu_test",
        "layer = Relu()\nlayer.forward(np.array([-1.0, 2.0]))\nreturn layer.backward(np.array([5.0, 6.0])).tolist() == [0, 6]",
        "Your test finds nothing. What backward returns is right in both versions; look at the array that you passed in, and have a negative number in the picture.",
        "결함이 드러나지 않았습니다. 반환값은 둘 다 맞습니다. 넘겨준 배열을 확인하세요.",
    ),
    BodyFault(
        "relu_test-asks-the-wrong-way-round",
        "errata-numbers-relu_test",
        "layer, dout = Relu(), np.array([5.0, 6.0])\nlayer.forward(np.array([-1.0, 2.0]))\nlayer.backward(dout)\nreturn dout[0] != 5",
        "Your test says True for the faulty version and False for the right one. True means: this version is right.",
        "참과 거짓이 반대입니다. 올바른 코드에서 True여야 합니다.",
    ),
    Fault(
        "relu_dx-still-in-place",
        "errata-numbers-relu_dx",
        _relu("dx = dout\n        dx[self.mask] = 0\n        return dx"),
        "dx = dout makes no copy: it is a second name for the same array, and dout is still spoiled.",
        "dx = dout은 복사가 아닙니다. 같은 배열의 다른 이름입니다.",
    ),
    Fault(
        "relu_dx-mask-turned",
        "errata-numbers-relu_dx",
        _relu("return dout * self.mask"),
        "The gradient passes where the picture was negative. It must pass where it was positive.",
        "음수였던 곳으로 기울기가 지나갑니다. 반대여야 합니다.",
    ),
    Fault(
        "relu_dx-negative-gradients-lost",
        "errata-numbers-relu_dx",
        _relu("return np.maximum(dout, 0)"),
        "You cut off negative gradients. It is the picture's sign that decides, not the gradient's.",
        "기울기의 부호가 아니라 입력의 부호로 정합니다.",
    ),
    Fault(
        "relu_dx-passes-everything",
        "errata-numbers-relu_dx",
        _relu("return dout.copy()"),
        "Everything passes. Where the picture was not positive the gradient is 0.",
        "모두 지나갑니다. 입력이 양수가 아니면 0입니다.",
    ),
    BodyFault(
        "pooling_test-finds-nothing",
        "errata-numbers-pooling_test",
        "return pooling(np.arange(16.0).reshape(1, 1, 4, 4), 2, 2, 2, 0)[0, 0].tolist() == [[5, 7], [13, 15]]",
        "Your test finds nothing. Without padding the slides' version is right: choose pad 1, and look at the shape or at negative numbers.",
        "결함이 드러나지 않았습니다. 패딩이 없으면 슬라이드의 코드도 맞습니다.",
    ),
    BodyFault(
        "pooling_test-fails-on-the-right-one",
        "errata-numbers-pooling_test",
        "out = pooling(-np.ones((1, 1, 4, 4)), 2, 2, 2, 1)\nreturn out.shape == (1, 1, 3, 3) and out[0, 0, 0, 0] == 0",
        EVERYWHERE
        + "does it want the zero of the border to win, or a wrong shape? Padding never wins: the largest number of the picture does.",
        EVERYWHERE_KO + "테두리의 0이 이기면 안 됩니다.",
    ),
    BodyFault(
        "pooled-size-alone",
        "errata-numbers-pooled",
        _pooling("constant_values=0"),
        "The size is mended. But the border is still 0 and wins over negative numbers: it must be smaller than all of them.",
        "크기는 맞지만 테두리의 0이 음수를 이깁니다.",
    ),
    BodyFault(
        "pooled-border-alone",
        "errata-numbers-pooled",
        _pooling(size="H - pool_h, W - pool_w"),
        "The border is mended, but the output size still leaves pad out, so windows are missing.",
        "출력 크기에 아직 패딩이 빠져 있습니다.",
    ),
    BodyFault(
        "pooled-padding-once",
        "errata-numbers-pooled",
        _pooling(size="H + pad - pool_h, W + pad - pool_w"),
        "You counted the padding once. It stands on both sides.",
        "패딩을 한 번만 더했습니다. 양쪽에 있습니다.",
    ),
    BodyFault(
        "pooled-a-small-number",
        "errata-numbers-pooled",
        _pooling("constant_values=-1"),
        "Your border is -1. There are smaller numbers in the picture, and then it wins.",
        "테두리가 -1입니다. 더 작은 수가 있으면 이깁니다.",
    ),
    BodyFault(
        "pooled-means",
        "errata-numbers-pooled",
        _pooling("constant_values=0", best="mean"),
        "You took means. This is max pooling.",
        "평균을 구했습니다. 최대 풀링에서는 가장 큰 수를 구합니다.",
    ),
    BodyFault(
        "accuracy_test-finds-nothing",
        "errata-numbers-accuracy_test",
        "return accuracy(lambda s: s, np.eye(6), np.arange(6), 3) == 1",
        "Your test finds nothing. Where the batches come out even, no picture is lost. Choose a number of pictures that the batch size does not divide.",
        "배치가 딱 나누어떨어지면 결함이 드러나지 않습니다.",
    ),
    BodyFault(
        "accuracy_test-wants-the-faulty-value",
        "errata-numbers-accuracy_test",
        "return accuracy(lambda s: s, np.eye(5), np.arange(5), 2) == 0.8",
        "Your test passes on the faulty version and fails on the right one: it asks for the wrong value.",
        "결함이 있는 코드의 값을 정답으로 삼았습니다.",
    ),
    BodyFault(
        "part-all-at-once",
        "errata-numbers-part",
        "return np.mean(predict(x).argmax(axis=1) == t)",
        "The number is right, but all pictures go through predict at once. At most batch_size may.",
        "한꺼번에 전부 넣었습니다. batch_size장까지만 넣으세요.",
    ),
    BodyFault(
        "part-of-the-full-batches",
        "errata-numbers-part",
        "n = len(x) // batch_size * batch_size\nreturn np.mean([np.mean(predict(x[i:i + batch_size]).argmax(axis=1) == t[i:i + batch_size]) for i in range(0, n, batch_size)])",
        "You divide by the right number now, but the last pictures are still not looked at.",
        "마지막 그림들을 여전히 보지 않습니다.",
    ),
    BodyFault(
        "part-mean-of-means",
        "errata-numbers-part",
        "return np.mean([np.mean(predict(x[i:i + batch_size]).argmax(axis=1) == t[i:i + batch_size]) for i in range(0, len(x), batch_size)])",
        "You took the mean of the batches' means. The last batch is smaller and must weigh less: count, and divide once at the end.",
        "배치별 평균을 다시 평균했습니다. 작은 배치가 너무 크게 반영됩니다.",
    ),
    BodyFault(
        "loss_test-finds-nothing",
        "errata-numbers-loss_test",
        "y, t = np.full((2, 4), 0.25), np.array([3, 0])\nreturn np.allclose(loss_gradient(y, t), (y - np.eye(4)[t]) / 2)",
        "Your test finds nothing. Labels in a row, a single digit, or a look at the shape alone do not show the defect: put at least two different labels in a column, (N, 1), and look at the numbers.",
        "결함이 드러나지 않았습니다. 서로 다른 레이블 두 개 이상을 (N, 1)로 만들어 값을 확인하세요.",
    ),
    BodyFault(
        "dy-one-hot-broken",
        "errata-numbers-dy",
        "dy = y.copy()\ndy[np.arange(len(y)), t.reshape(-1)[:len(y)].astype(int)] -= 1\nreturn dy / len(y)",
        "Labels work now, in a row and in a column, but one-hot rows do not: these must not be stretched.",
        "원-핫 레이블에서 틀립니다.",
    ),
    BodyFault(
        "dy-not-divided",
        "errata-numbers-dy",
        "one_hot = t if t.shape == y.shape else np.eye(y.shape[1])[t.reshape(-1)]\nreturn y - one_hot",
        "The loss is a mean over N digits, so the gradient is divided by N.",
        "N으로 나누지 않았습니다.",
    ),
    BodyFault(
        "dy-turned",
        "errata-numbers-dy",
        "one_hot = t if t.shape == y.shape else np.eye(y.shape[1])[t.reshape(-1)]\nreturn (one_hot - y) / len(y)",
        "The sign is turned: it is the probabilities minus the answers.",
        "부호가 반대입니다.",
    ),
    BodyFault(
        "dy-spoils-y",
        "errata-numbers-dy",
        "one_hot = t if t.shape == y.shape else np.eye(y.shape[1], dtype=y.dtype)[t.reshape(-1)]\ny -= one_hot\ny /= len(y)\nreturn y",
        "You wrote into y. It belongs to somebody else: make a new array.",
        "y 자체를 바꾸었습니다. 새 배열을 만드세요.",
    ),
    BodyFault(
        "dy-as-on-the-slides",
        "errata-numbers-dy",
        "if t.size == y.size:\n    return (y - t) / len(y)\ndy = y.copy()\ndy[np.arange(len(y)), t] -= 1\nreturn dy / len(y)",
        "With labels in a column it is still the slides' gradient: y[rows, column] pairs every row with every label.",
        "열 레이블에서 여전히 틀립니다.",
    ),
)
