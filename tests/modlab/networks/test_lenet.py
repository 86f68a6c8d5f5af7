"""LeNet has the paper's shapes and counts."""

from modlab.networks import (
    LeNet,
    ModernLeNet,
)


def test_lenet_counts_are_the_papers_but_for_what_the_docstring_says():
    parameters = {row.name: row.parameters for row in LeNet().summary().rows if row.parameters}
    # LeCun et al., 1998, section II.B: C1 156, C3 1,516 (with 10 × 6 of its connections), C5 48,120, F6 10,164.
    assert parameters["Conv1"] == 156
    assert parameters["Conv2"] - 1_516 == 900 == 25 * (6 * 16 - 60)
    assert parameters["Affine1"] == 48_120
    assert parameters["Affine2"] == 10_164
    # With the paper's 12 and 32 for its subsampling layers: "60,000 trainable parameters".
    assert 156 + 12 + 1_516 + 32 + 48_120 + 10_164 == 60_000


def test_lenet_has_the_papers_shapes():
    shapes = [row.shape for row in LeNet().summary().rows if not row.name.startswith("Sigmoid")]
    assert shapes == [(6, 28, 28), (6, 14, 14), (16, 10, 10), (16, 5, 5), (120,), (84,), (10,)]
    assert ModernLeNet().summary().parameters == LeNet().summary().parameters
