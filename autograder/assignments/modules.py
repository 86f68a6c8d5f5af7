"""The parts of modlab that an answer may import, with what stands behind them."""

IM2COL = ("modlab.inside.backend", "modlab.im2col")

LAYERS = (
    *IM2COL,
    *("modlab.inside.memory", "modlab.inside.threads", "modlab.inside.convolve"),
    *("modlab.layers.base", "modlab.layers.activations", "modlab.layers.affine", "modlab.layers.convolution"),
    *("modlab.layers.dropout", "modlab.layers.joining", "modlab.layers.loss", "modlab.layers.normalization"),
    *("modlab.layers.pooling", "modlab.layers.__init__"),
)
