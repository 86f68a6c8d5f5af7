"""Wrong answers that people give to deeper, and what to tell them."""

from autograder.assignment import Fault


def _fields(grow: str, then: str = "step *= stride", begin: str = "field, step = 1, 1") -> str:
    """Return the blank `fields` with other lines in its loop."""
    return f"""
def receptive_fields(stack):
    fields = []
    {begin}
    for size, stride in stack.tolist():
        {grow}
        {then}
        fields.append(field)
    return fields

fields = receptive_fields(stack)
"""


def _count(expression: str) -> str:
    """Return the blank `weight_counts` with an expression for a stack."""
    return f"""
def weight_count(filter_sizes, C):
    return {expression}

weight_counts = [weight_count(sizes, C) for sizes in ([5], [3, 3], [7], [3, 3, 3], [1, 3])]
"""


def _moved(body: str, vertical: str = "down", horizontal: str = "right") -> str:
    """Return the blank `moved`; `body` makes `one`, a picture moved, of `picture`."""
    return f"""
def move(x, moves):
    def slide(picture, down, right):
        H, W = picture.shape[1:]
        b = 20
        padded = np.pad(picture, ((0, 0), (b, b), (b, b)))
        return padded[:, b - down:b - down + H, b - right:b - right + W]
    moved = []
    for picture, (down, right) in zip(x, moves.tolist()):
        down, right = {vertical}, {horizontal}
        {body}
        moved.append(one)
    return np.array(moved)

x_before = x.copy()
moved = move(x, moves)
"""


SLIDE = "one = slide(picture, down, right)"


def _misread(last: str) -> str:
    """Return the blank `misread` with an expression made of `guesses`, `margins` (guess over answer) and `wrong`."""
    return f"""
def find_misread(scores, t):
    guesses = scores.argmax(axis=1)
    margins = scores.max(axis=1) - scores[np.arange(len(t)), t]
    wrong = np.flatnonzero(guesses != t)
    return {last}

misread = find_misread(scores, t)
"""


def _confusion(body: str) -> str:
    """Return the blank `confusion`; `body` changes `table`, made of `guesses`."""
    return f"""
def count_confusion(scores, t):
    K = scores.shape[1]
    guesses = scores.argmax(axis=1)
    table = np.zeros((K, K), dtype=int)
    {body}
    return table

confusion = count_confusion(scores, t)
"""


FAULTS = (
    Fault(
        "fields-sizes-added",
        "deeper-fields",
        _fields("field = field + size if fields else size"),
        "You added up the filter sizes. Neighbouring windows overlap: a further filter adds one step less than it is long.",
        "필터 크기를 그대로 더했습니다. 이웃한 윈도우는 겹칩니다.",
    ),
    Fault(
        "fields-strides-forgotten",
        "deeper-fields",
        _fields("field += size - 1"),
        "Right as long as every stride is 1. After a stride of 2 two neighbours lie twice as many pixels apart.",
        "스트라이드를 빠뜨렸습니다. 스트라이드 2 다음에는 간격이 두 배입니다.",
    ),
    Fault(
        "fields-step-before-field",
        "deeper-fields",
        _fields("step *= stride", "field += (size - 1) * step"),
        "A layer's own stride changes the steps above it, not its own window: let the field grow first, then the step.",
        "자기 계층의 스트라이드를 먼저 곱했습니다. 수용 영역을 먼저 키우세요.",
    ),
    Fault(
        "fields-strides-added",
        "deeper-fields",
        _fields("field += (size - 1) * step", "step += stride - 1"),
        "Strides multiply: two layers of stride 2 make steps of 4 pixels, and with a stride of 3 on top, of 12.",
        "스트라이드를 더했습니다. 곱해야 합니다.",
    ),
    Fault(
        "fields-from-the-top",
        "deeper-fields",
        _fields("field += (size - 1) * step").replace("stack.tolist()", "stack[::-1].tolist()"),
        "You went from the last layer to the first. The first row of stack stands on the picture.",
        "마지막 계층부터 시작했습니다. 첫 줄이 입력에 가장 가깝습니다.",
    ),
    Fault(
        "fields-from-zero",
        "deeper-fields",
        _fields("field += (size - 1) * step", begin="field, step = 0, 1"),
        "Every number is 1 too small: before the first layer one pixel sees itself.",
        "모두 1씩 작습니다. 처음의 수용 영역은 1입니다.",
    ),
    Fault(
        "fields-area",
        "deeper-fields",
        _fields("field += (size - 1) * step").replace("append(field)", "append(field ** 2)"),
        "You counted the pixels of the whole square. Asked for is its length along one direction.",
        "정사각형 전체의 픽셀을 세었습니다. 한 방향의 길이만 쓰세요.",
    ),
    Fault(
        "fields-sizes-multiplied",
        "deeper-fields",
        _fields("field *= size"),
        "You multiplied the sizes. That would be right if neighbouring windows did not overlap.",
        "필터 크기를 곱했습니다. 윈도우는 겹칩니다.",
    ),
    Fault(
        "counts-without-biases",
        "deeper-weight_counts",
        _count("sum(C * C * size**2 for size in filter_sizes)"),
        "These are the weights alone. Each filter has a bias.",
        "편향을 빠뜨렸습니다.",
    ),
    Fault(
        "counts-one-filter",
        "deeper-weight_counts",
        _count("sum(C * size**2 + 1 for size in filter_sizes)"),
        "You counted one filter in each layer. There are C of them.",
        "계층마다 필터 하나만 세었습니다. C개입니다.",
    ),
    Fault(
        "counts-flat-filters",
        "deeper-weight_counts",
        _count("sum(C * (size**2 + 1) for size in filter_sizes)"),
        "Your filters are flat. A filter is as deep as the C channels that come in.",
        "필터의 깊이를 빠뜨렸습니다. 필터는 입력 채널만큼 깊습니다.",
    ),
    Fault(
        "counts-one-bias-for-the-layer",
        "deeper-weight_counts",
        _count("sum(C * C * size**2 + 1 for size in filter_sizes)"),
        "You gave each layer one bias. Each filter has one.",
        "편향은 계층마다가 아니라 필터마다 하나입니다.",
    ),
    Fault(
        "counts-biases-for-weights",
        "deeper-weight_counts",
        _count("sum(C * (C * size**2 + C) for size in filter_sizes)"),
        "You gave each filter a bias for each channel. One is enough: the channels are added up before it.",
        "채널마다 편향을 세었습니다. 필터마다 하나입니다.",
    ),
    Fault(
        "counts-one-direction",
        "deeper-weight_counts",
        _count("sum(C * (C * size + 1) for size in filter_sizes)"),
        "Your filters are one pixel high. They are square.",
        "필터가 한 줄뿐입니다. 필터는 정사각형입니다.",
    ),
    Fault(
        "moved-around-the-edge",
        "deeper-moved",
        _moved("one = np.roll(picture, (down, right), axis=(1, 2))"),
        "What goes out on one side comes in on the other: np.roll does that. Zeros must come in.",
        "한쪽으로 나간 값이 반대쪽으로 들어왔습니다. 0이 들어와야 합니다.",
    ),
    Fault(
        "moved-the-other-way",
        "deeper-moved",
        _moved(SLIDE, "-down", "-right"),
        "Your pictures move the other way: up and to the left for positive numbers.",
        "반대 방향으로 움직였습니다.",
    ),
    Fault(
        "moved-down-and-right-swapped",
        "deeper-moved",
        _moved(SLIDE, "right", "down"),
        "Down and right are swapped: the first number of a move is down.",
        "아래와 오른쪽이 서로 바뀌었습니다.",
    ),
    Fault(
        "moved-only-forward",
        "deeper-moved",
        _moved(SLIDE, "abs(down)", "abs(right)"),
        "Negative moves go the wrong way: up and to the left is where they belong.",
        "음수일 때도 아래와 오른쪽으로 움직였습니다.",
    ),
    Fault(
        "moved-all-like-the-first",
        "deeper-moved",
        _moved(SLIDE, "int(moves[0, 0])", "int(moves[0, 1])"),
        "All pictures move as the first one does. Each has a row of its own in moves.",
        "모든 그림이 첫 그림처럼 움직였습니다.",
    ),
    Fault(
        "moved-edge-repeated",
        "deeper-moved",
        _moved(SLIDE).replace("(b, b)))", "(b, b)), mode='edge')"),
        "The pixels at the edge are repeated. What comes in from outside must be 0.",
        "가장자리 픽셀이 반복됩니다. 0이 들어와야 합니다.",
    ),
    Fault(
        "moved-only-one-channel",
        "deeper-moved",
        _moved("one = np.concatenate([slide(picture, down, right)[:1], picture[1:]])"),
        "Only the first channel moves. All channels of a picture move together.",
        "첫 채널만 움직였습니다. 모든 채널이 함께 움직입니다.",
    ),
    Fault(
        "moved-in-place",
        "deeper-moved",
        _moved("picture[...] = slide(picture, down, right); one = picture"),
        "The moved pictures are right, but x is moved as well: you wrote into it. Work on a copy.",
        "x 자체를 바꾸었습니다. 복사본을 움직이세요.",
    ),
    Fault(
        "misread-right-ones",
        "deeper-misread",
        _misread("np.flatnonzero(guesses == t)"),
        "These are the digits that were read rightly.",
        "맞게 읽은 숫자를 골랐습니다. 틀리게 읽은 것을 고르세요.",
    ),
    Fault(
        "misread-not-sorted",
        "deeper-misread",
        _misread("wrong"),
        "The right digits, in the order they came. The surest mistake must stand first.",
        "순서가 그대로입니다. 가장 확신하며 틀린 것이 먼저입니다.",
    ),
    Fault(
        "misread-surest-last",
        "deeper-misread",
        _misread("wrong[np.argsort(margins[wrong])]"),
        "The surest mistake stands last: argsort goes from small to large.",
        "가장 확신한 것이 마지막에 있습니다. argsort는 작은 것부터입니다.",
    ),
    Fault(
        "misread-by-the-score-alone",
        "deeper-misread",
        _misread("wrong[np.argsort(-scores.max(axis=1)[wrong])]"),
        "You sorted by the score of the guess. What counts is how far it lies above the score of the right answer.",
        "예측의 점수로만 정렬했습니다. 정답의 점수와의 차이로 정렬하세요.",
    ),
    Fault(
        "misread-places-in-the-list",
        "deeper-misread",
        _misread("np.argsort(-margins[wrong])"),
        "argsort gives places within the list of wrong ones. Look up there which rows they are.",
        "틀린 것들 안에서의 위치를 구했습니다. 원래의 행 번호로 바꾸세요.",
    ),
    Fault(
        "misread-a-mask",
        "deeper-misread",
        _misread("(guesses != t).astype(int)"),
        "This says for each digit whether it is wrong. Asked for are the numbers of the rows.",
        "틀렸는지 여부만 나왔습니다. 행 번호가 필요합니다.",
    ),
    Fault(
        "confusion-turned",
        "deeper-confusion",
        _confusion("np.add.at(table, (guesses, t), 1)"),
        "Rows and columns are swapped: the row is the answer, the column the guess.",
        "행과 열이 서로 바뀌었습니다. 행이 정답입니다.",
    ),
    Fault(
        "confusion-counted-once",
        "deeper-confusion",
        _confusion("table[t, guesses] += 1"),
        "No count is above 1: table[t, guesses] += 1 counts each pair once, however often it occurs.",
        "같은 쌍을 한 번만 세었습니다.",
    ),
    Fault(
        "confusion-mistakes-only",
        "deeper-confusion",
        _confusion("np.add.at(table, (t, guesses), 1); np.fill_diagonal(table, 0)"),
        "The diagonal is empty. What was read rightly belongs there.",
        "대각선이 비었습니다. 맞게 읽은 수를 쓰세요.",
    ),
    Fault(
        "confusion-parts",
        "deeper-confusion",
        _confusion(
            "np.add.at(table, (t, guesses), 1); table = table / np.maximum(table.sum(axis=1, keepdims=True), 1)"
        ),
        "These are parts of each row. Asked for are counts.",
        "비율을 구했습니다. 개수를 쓰세요.",
    ),
)
