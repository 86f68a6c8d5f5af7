"""Wrong answers that people give to im2col, and what to tell them."""

from autograder.assignment import Fault


def _shape(pair: str) -> str:
    """Return the blank `col_shape`, with an expression."""
    return f"""
def shape_of_col(N, C, out_h, out_w, filter_h, filter_w):
    return {pair}

col_shape = shape_of_col(N, C, out_h, out_w, filter_h, filter_w)
"""


def _im2col(rows: str, *, padded: str = "np.pad(x, [(0, 0)] * 2 + [(pad, pad)] * 2)") -> str:
    """Return the blank `col`, with an expression made of all windows, `windows` (N, C, out_h, out_w, filter_h, filter_w)."""
    return f"""
def im2col(x, filter_h, filter_w, stride=1, pad=0):
    N, C, H, W = x.shape
    out_h = (H + 2 * pad - filter_h) // stride + 1
    out_w = (W + 2 * pad - filter_w) // stride + 1
    windows = np.lib.stride_tricks.sliding_window_view({padded}, (filter_h, filter_w), axis=(2, 3))
    all_windows, windows = windows, windows[:, :, ::stride, ::stride]
    return {rows}

col = im2col(x, filter_h, filter_w, stride, pad)
"""


def _col2im(step: str, last: str = "padded[:, :, pad:pad + H, pad:pad + W]", dtype: str = "col.dtype") -> str:
    """Return the blank `dx`, with a step made of all gradients, `d` (N, out_h, out_w, C, filter_h, filter_w)."""
    return f"""
def col2im(col, input_shape, filter_h, filter_w, stride=1, pad=0):
    N, C, H, W = input_shape
    out_h = (H + 2 * pad - filter_h) // stride + 1
    out_w = (W + 2 * pad - filter_w) // stride + 1
    padded = np.zeros((N, C, H + 2 * pad, W + 2 * pad), {dtype})
    count = np.zeros((H + 2 * pad, W + 2 * pad))
    d = col.reshape(N, out_h, out_w, C, filter_h, filter_w)
    for i in range(out_h):
        for j in range(out_w):
            y, z = i * stride, j * stride
            count[y:y + filter_h, z:z + filter_w] += 1
            {step}
    return {last}

dx = col2im(dcol, x.shape, filter_h, filter_w, stride, pad)
"""


ADD = "padded[:, :, y:y + filter_h, z:z + filter_w] += d[:, i, j]"
ROWS = "windows.transpose(0, 2, 3, 1, 4, 5).reshape(N * out_h * out_w, -1)"

FAULTS = (
    Fault(
        "predicted-one-channel",
        "im2col-predicted",
        "predicted = [9, 25, 90, 25]",
        "Your windows are flat: 25 numbers of one channel. A window reaches through all three.",
        "채널 하나만 세었습니다. 윈도우는 모든 채널을 지납니다.",
    ),
    Fault(
        "predicted-rows-and-columns-swapped",
        "im2col-predicted",
        "predicted = [75, 9, 75, 90]",
        "Rows and columns are swapped: every window is a row.",
        "행과 열이 서로 바뀌었습니다. 윈도우 하나가 행 하나입니다.",
    ),
    Fault(
        "predicted-images-beside-each-other",
        "im2col-predicted",
        "predicted = [9, 75, 9, 750]",
        "You put ten images into one row. More images mean more windows, and so more rows.",
        "이미지 열 장을 한 행에 넣었습니다. 이미지가 늘면 행이 늘어납니다.",
    ),
    Fault(
        "predicted-same-for-ten-images",
        "im2col-predicted",
        "predicted = [9, 75, 9, 75]",
        "You left the number of images out: ten images have ten times as many windows.",
        "이미지 수가 빠졌습니다. 열 장이면 윈도우도 열 배입니다.",
    ),
    Fault(
        "predicted-images-both-ways",
        "im2col-predicted",
        "predicted = [9, 75, 90, 750]",
        "Ten images make ten times as many rows. A row is one window still, and no longer than before.",
        "이미지가 열 장이면 행이 열 배가 됩니다. 행의 길이는 그대로입니다.",
    ),
    Fault(
        "col_shape-without-images",
        "im2col-col_shape",
        _shape("(out_h * out_w, C * filter_h * filter_w)"),
        "These are the windows of one image. All N images stand in col, one below the other.",
        "이미지 한 장의 윈도우만 세었습니다. N을 곱하세요.",
    ),
    Fault(
        "col_shape-without-channels",
        "im2col-col_shape",
        _shape("(N * out_h * out_w, filter_h * filter_w)"),
        "The channels are missing from your columns: a window reaches through all of them.",
        "열에 채널이 빠졌습니다.",
    ),
    Fault(
        "col_shape-channels-in-the-rows",
        "im2col-col_shape",
        _shape("(N * C * out_h * out_w, filter_h * filter_w)"),
        "You gave each channel rows of its own; pooling does that. Here a row holds all channels of its window.",
        "채널마다 행을 따로 두었습니다. 한 행에 모든 채널이 들어갑니다.",
    ),
    Fault(
        "col_shape-transposed",
        "im2col-col_shape",
        _shape("(C * filter_h * filter_w, N * out_h * out_w)"),
        "Rows and columns are swapped: windows are rows.",
        "행과 열이 서로 바뀌었습니다. 윈도우가 행입니다.",
    ),
    Fault(
        "col_shape-a-row-for-each-pixel",
        "im2col-col_shape",
        _shape("(N * (out_h + filter_h - 1) * (out_w + filter_w - 1), C * filter_h * filter_w)"),
        "You counted pixels. A row is a window, and there are out_h times out_w of them in an image.",
        "픽셀을 세었습니다. 행은 윈도우입니다.",
    ),
    Fault(
        "col-down-before-right",
        "im2col-col",
        _im2col("windows.transpose(0, 3, 2, 1, 4, 5).reshape(N * out_h * out_w, -1)"),
        "Your windows go down first and then to the right. It must be as one reads: to the right, then down.",
        "윈도우 순서가 아래 먼저입니다. 오른쪽 먼저, 그다음 아래입니다.",
    ),
    Fault(
        "col-images-last",
        "im2col-col",
        _im2col("windows.transpose(2, 3, 0, 1, 4, 5).reshape(N * out_h * out_w, -1)"),
        "Your rows change the image first: window 0 of every image, then window 1 of every image. First come all windows of image 0.",
        "이미지가 먼저 바뀝니다. 한 이미지의 모든 윈도우가 먼저 와야 합니다.",
    ),
    Fault(
        "col-channels-last",
        "im2col-col",
        _im2col("windows.transpose(0, 2, 3, 4, 5, 1).reshape(N * out_h * out_w, -1)"),
        "Within a row the channels alternate: pixel 0 of every channel, then pixel 1 of every channel. A whole channel must come first, then the next one.",
        "채널이 번갈아 나옵니다. 한 채널을 다 쓴 다음 다음 채널입니다.",
    ),
    Fault(
        "col-width-before-height",
        "im2col-col",
        _im2col("windows.transpose(0, 2, 3, 1, 5, 4).reshape(N * out_h * out_w, -1)"),
        "Within a window you go down first. Its pixels go from left to right, then down.",
        "윈도우 안에서 아래로 먼저 갔습니다. 왼쪽에서 오른쪽, 그다음 아래입니다.",
    ),
    Fault(
        "col-transposed",
        "im2col-col",
        _im2col(f"{ROWS}.T"),
        "Rows and columns are swapped: each window must be a row.",
        "행과 열이 서로 바뀌었습니다. 윈도우 하나가 행 하나입니다.",
    ),
    Fault(
        "col-reshaped-without-transposing",
        "im2col-col",
        _im2col("windows.reshape(N * out_h * out_w, -1)"),
        "The shape is right, but reshape alone does not bring the axes into order: numbers of different windows share a row. Transpose first.",
        "reshape만으로는 축의 순서가 바뀌지 않습니다. 먼저 transpose 하세요.",
    ),
    Fault(
        "col-reshaped-without-transposing-as-on-the-slides",
        "im2col-col",
        _im2col("windows.transpose(0, 1, 4, 5, 2, 3).reshape(N * out_h * out_w, -1)"),
        "Your array still has the window's pixels before the places when it is reshaped. Bring images and places to the front, transposed, then reshape.",
        "이미지와 위치 축을 앞으로 옮긴 다음 reshape 하세요.",
    ),
    Fault(
        "col-a-row-for-each-channel",
        "im2col-col",
        _im2col("windows.transpose(0, 2, 3, 1, 4, 5).reshape(-1, filter_h * filter_w)"),
        "Each channel has a row of its own. For a convolution all channels of a window stand in one row.",
        "채널마다 행이 따로 있습니다. 한 윈도우의 모든 채널은 한 행입니다.",
    ),
    Fault(
        "col-without-stride",
        "im2col-col",
        _im2col(ROWS.replace("windows", "all_windows[:, :, :out_h, :out_w]")),
        "Your windows move by one pixel, whatever the stride is. The window at place (i, j) begins at i and j times the stride.",
        "스트라이드가 빠졌습니다. 윈도우는 스트라이드의 배수에서 시작합니다.",
    ),
    Fault(
        "col-padding-behind-only",
        "im2col-col",
        _im2col(ROWS, padded="np.pad(x, [(0, 0)] * 2 + [(0, 2 * pad)] * 2)"),
        "All the padding stands below and to the right. It belongs on all four sides.",
        "패딩이 아래와 오른쪽에만 있습니다. 네 변 모두에 있어야 합니다.",
    ),
    Fault(
        "col-padding-repeats-the-edge",
        "im2col-col",
        _im2col(ROWS, padded="np.pad(x, [(0, 0)] * 2 + [(pad, pad)] * 2, mode='edge')"),
        "Your border repeats the pixels at the edge. It must be zeros.",
        "테두리가 가장자리 픽셀을 반복합니다. 0이어야 합니다.",
    ),
    Fault(
        "col-window-turned",
        "im2col-col",
        _im2col("windows[..., ::-1, ::-1].transpose(0, 2, 3, 1, 4, 5).reshape(N * out_h * out_w, -1)"),
        "Your windows are turned by 180°. Mathematicians' convolution does that; a network's does not.",
        "윈도우가 180도 뒤집혔습니다. 신경망의 합성곱에서는 뒤집지 않습니다.",
    ),
    Fault(
        "col-float64",
        "im2col-col",
        _im2col(f"{ROWS}.astype(np.float64)"),
        "The numbers are right, but they are float64, whatever x is. np.zeros and np.empty give float64 unless told otherwise: say dtype=x.dtype.",
        "값은 맞지만 항상 float64입니다. dtype=x.dtype을 지정하세요.",
    ),
    Fault(
        "dx-overwritten",
        "im2col-dx",
        _col2im(ADD.replace("+=", "=")),
        "Where windows overlap, only the last one is left. A pixel gets the sum of what all its windows bring back.",
        "겹치는 곳에 마지막 윈도우만 남았습니다. 모두 더해야 합니다.",
    ),
    Fault(
        "dx-averaged",
        "im2col-dx",
        _col2im(ADD, "(padded / np.maximum(count, 1)).astype(col.dtype)[:, :, pad:pad + H, pad:pad + W]"),
        "You took the mean where windows overlap. A pixel answers for all of them: take the sum.",
        "겹치는 곳에서 평균을 냈습니다. 합이어야 합니다.",
    ),
    Fault(
        "dx-border-left-on",
        "im2col-dx",
        _col2im(ADD, "padded"),
        "The border is still there. x had none: cut it off at the end.",
        "테두리가 남아 있습니다. 마지막에 잘라 내세요.",
    ),
    Fault(
        "dx-wrong-corner",
        "im2col-dx",
        _col2im(ADD, "padded[:, :, :H, :W]"),
        "You cut off twice the border below and to the right, and left it on above and to the left: begin at pad, not at 0.",
        "위와 왼쪽 테두리가 남았습니다. 0이 아니라 pad에서 시작하세요.",
    ),
    Fault(
        "dx-empty-without-padding",
        "im2col-dx",
        _col2im(ADD, "padded[:, :, pad:-pad, pad:-pad]"),
        "With padding it is right; with pad 0 nothing is left, because [0:-0] is [0:0]. Cut from pad to pad + H.",
        "pad가 0이면 빈 배열이 됩니다. [0:-0]은 [0:0]이기 때문입니다.",
    ),
    Fault(
        "dx-without-stride",
        "im2col-dx",
        _col2im(ADD.replace("y:y", "i:i").replace("z:z", "j:j")),
        "You put the windows back one pixel apart, whatever the stride is.",
        "윈도우를 한 칸 간격으로 되돌렸습니다. 스트라이드를 곱하세요.",
    ),
    Fault(
        "dx-window-turned",
        "im2col-dx",
        _col2im(ADD.replace("d[:, i, j]", "d[:, i, j, :, ::-1, ::-1]")),
        "You put every window back turned by 180°. Each number goes where it came from.",
        "윈도우를 180도 뒤집어 되돌렸습니다.",
    ),
    Fault(
        "dx-channels-last",
        "im2col-dx",
        _col2im(
            ADD.replace("d[:, i, j]", "d[:, i, j].reshape(N, filter_h, filter_w, C).transpose(0, 3, 1, 2)")
        ),
        "You read the rows as if channels came last. They come first: a row is (C, filter_h, filter_w).",
        "채널이 마지막인 것처럼 읽었습니다. 한 행은 (C, filter_h, filter_w)입니다.",
    ),
    Fault(
        "dx-rows-in-another-order",
        "im2col-dx",
        _col2im(ADD.replace("d[:, i, j]", "d.reshape(N, out_w, out_h, C, filter_h, filter_w)[:, j, i]")),
        "You took the rows as if the windows went down first. im2col goes to the right first, then down.",
        "윈도우가 아래로 먼저 가는 것처럼 읽었습니다. 오른쪽이 먼저입니다.",
    ),
    Fault(
        "dx-float64",
        "im2col-dx",
        _col2im(ADD, dtype="np.float64"),
        "The numbers are right, but they are float64, whatever arrives. np.zeros gives float64 unless told otherwise: say dtype=col.dtype.",
        "값은 맞지만 항상 float64입니다. dtype=col.dtype을 지정하세요.",
    ),
    Fault(
        "overlap-divided-by-the-image",
        "im2col-overlap",
        "overlap = col2im(im2col(x, filter_h, filter_w, stride, pad), x.shape, filter_h, filter_w, stride, pad) / x",
        "You sent the image there and back and divided by it. Where a pixel is 0, that is 0 / 0. Send ones instead, and nothing needs to be divided.",
        "이미지를 보냈다가 이미지로 나누었습니다. 픽셀이 0이면 0 / 0이 됩니다. 1을 보내면 나눌 필요가 없습니다.",
    ),
    Fault(
        "overlap-of-the-gradient",
        "im2col-overlap",
        "overlap = col2im(dcol, x.shape, filter_h, filter_w, stride, pad)",
        "This is dx once more. To count, let everything that comes back be 1.",
        "dx를 구했습니다. 세려면 모든 값이 1이어야 합니다.",
    ),
    Fault(
        "overlap-times-the-picture",
        "im2col-overlap",
        "overlap = col2im(im2col(x, filter_h, filter_w, stride, pad), x.shape, filter_h, filter_w, stride, pad)",
        "You went there and back with x itself, so each pixel's count is multiplied by its value. Use ones.",
        "x를 그대로 보내서 값이 곱해졌습니다. 1을 쓰세요.",
    ),
    Fault(
        "overlap-everywhere-a-full-window",
        "im2col-overlap",
        "overlap = np.full(x.shape, filter_h * filter_w, dtype=x.dtype)",
        "That many windows meet only in the middle, and only with stride 1. Near the edge there are fewer: let col2im count.",
        "가장자리 픽셀은 더 적은 윈도우에 들어 있습니다. col2im으로 세세요.",
    ),
    Fault(
        "both_sides-matrix-product",
        "im2col-both_sides",
        "both_sides = np.array([np.sum(col @ dcol.T), np.sum(x @ dx.swapaxes(2, 3))])",
        "You took matrix products, in which every row meets every row. Here each number meets the one in the same place: *.",
        "행렬 곱을 했습니다. 같은 자리의 수끼리 곱하세요.",
    ),
    Fault(
        "both_sides-averaged",
        "im2col-both_sides",
        "both_sides = np.array([np.mean(col * dcol), np.mean(x * dx)])",
        "You took means. col has more numbers than x, so the means differ: take sums.",
        "평균을 냈습니다. 합이어야 합니다.",
    ),
    Fault(
        "both_sides-right-side-with-col",
        "im2col-both_sides",
        "both_sides = np.array([np.sum(col * dcol), np.sum(x) * np.sum(dx)])",
        "The right side is the sum of products, number by number. You multiplied two sums.",
        "우변은 곱의 합입니다. 합끼리 곱하지 마세요.",
    ),
)
