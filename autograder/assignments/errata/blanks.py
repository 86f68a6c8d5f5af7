"""How the blanks begin and end, so that a wrong answer needs to be no more than its own lines."""

from __future__ import annotations

# For each blank that is one function: the line it begins with, and the one that tries it out.
BLANKS = {
    "count_test": (
        "def test_parameter_count(parameter_count):",
        "count_test = verdicts(test_parameter_count, *counts)",
    ),
    "parameter_count": (
        "def mended_parameter_count(FN, C, FH, FW):",
        "parameter_count = as_array(mended_parameter_count(FN, C, FH, FW))",
    ),
    "relu_test": ("def test_relu(Relu):", "relu_test = verdicts(test_relu, *relus)"),
    "pooling_test": ("def test_pooling(pooling):", "pooling_test = verdicts(test_pooling, *poolings)"),
    "pooled": (
        "def mended_pooling(x, pool_h, pool_w, stride, pad):",
        "pooled = mended_pooling(x, pool_h, pool_w, stride, pad)",
    ),
    "accuracy_test": ("def test_accuracy(accuracy):", "accuracy_test = verdicts(test_accuracy, *accuracies)"),
    "part": (
        "def mended_accuracy(predict, x, t, batch_size):",
        "part, most_and_all = try_accuracy(mended_accuracy)",
    ),
    "loss_test": (
        "def test_loss_gradient(loss_gradient):",
        "loss_test = verdicts(test_loss_gradient, *losses)",
    ),
    "dy": (
        "def mended_loss_gradient(y, t):",
        "dy, dy_column, dy_one_hot, y_after = try_loss_gradient(mended_loss_gradient)",
    ),
    "dtype_test": ("def test_im2col(im2col):", "dtype_test = verdicts(test_im2col, *im2cols)"),
    "col": ("def mended_im2col(x, filter_h, filter_w):", "col, bytes_each = try_im2col(mended_im2col)"),
    "dropout_test": ("def test_dropout(Dropout):", "dropout_test = verdicts(test_dropout, *dropouts)"),
    "order_test": ("def test_order(order):", "order_test = verdicts(test_order, *orders)"),
    "channel_test": (
        "def test_normalize(normalize):",
        "channel_test = verdicts(test_normalize, *normalizations)",
    ),
    "normalized": (
        "def mended_normalize(x, eps):",
        "normalized, normalized_rows = mended_normalize(x, 1e-5), mended_normalize(scores, 1e-5)",
    ),
    "epoch_test": ("def test_epoch(epoch):", "epoch_test = verdicts(test_epoch, *epochs)"),
    "visits": (
        "def mended_epoch(network, x, t, batch_size, rng):",
        "visits, passes = try_epoch(mended_epoch)",
    ),
    "names_test": ("def test_set_up(set_up):", "names_test = verdicts(test_set_up, *set_ups)"),
    "set_up": (
        "def mended_set_up(optimizer, epochs, count, batch_size):",
        "set_up = try_set_up(mended_set_up)",
    ),
    "defaults_test": (
        "def test_settings(settings):",
        "defaults_test = verdicts(test_settings, *settings_of)",
    ),
    "settings": (
        'def mended_settings(filter_num, rest={"pad": 0, "stride": 1}):',
        "settings = as_array(try_settings(mended_settings))",
    ),
    "file_test": (
        "def test_file(pack, unpack):",
        "file_test = verdicts(lambda both: test_file(*both), *files)",
    ),
    "check_test": ("def test_check(check):", "check_test = verdicts(test_check, *checks)"),
    "says": ("def mended_check(col2im):", "says = try_check(mended_check)"),
    "slip_test": ("def test_winners(winners):", "slip_test = verdicts(test_winners, *winners)"),
    "dmax": ("def mended_winners(x, dout, pool_h, pool_w, stride):", "dmax = try_winners(mended_winners)"),
}


# A test that is false everywhere has many causes; its hint begins with this and ends with the likeliest.
EVERYWHERE = (
    "Your test fails on every version, also on those that are right. Perhaps it stops with an error: then the notebook says so "
    "below your cell. Or it is too strict: "
)
EVERYWHERE_KO = "올바른 코드에서도 실패합니다. 오류로 멈추는지 셀 아래의 출력을 보세요. "


def filled(blank: str, body: str) -> str:
    """Return a blank with a body in its function.

    Examples
    --------
    >>> print(filled("relu_test", "return True"))
    def test_relu(Relu):
        return True
    <BLANKLINE>
    <BLANKLINE>
    relu_test = verdicts(test_relu, *relus)
    """
    head, last = BLANKS[blank]
    lines = [f"    {line}" if line else "" for line in body.strip("\n").splitlines()]
    return "\n".join([head, *lines, "", "", last])
