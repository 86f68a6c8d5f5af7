"""What the judge asks faster's functions: to time layers, count multiplications and bytes that nobody has seen."""

from autograder.assignment import Ask

SECONDS = Ask(
    """
class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


class Layer:
    def __init__(self, seconds, adds):
        self.seconds, self.adds, self.got = iter(seconds), adds, []

    def forward(self, x):
        self.got.append(float(x))
        a_clock.now += next(self.seconds, 1.0)
        return x + self.adds


a_clock = Clock()
some_layers = [Layer(column, adds) for column, adds in zip(times.T.tolist(), added.tolist())]
seconds = time_layers(some_layers, first, len(times), a_clock)
seconds = None if seconds is None else np.asarray(seconds)
runs = {len(layer.got) for layer in some_layers}
got = np.array([layer.got for layer in some_layers]) if runs == {len(times)} else np.zeros(0)
""",
    names=("times", "added", "first"),
)

MULTIPLY_ADDS = Ask(
    """
counts = [count_multiply_adds(*layer) for layer in to_count.tolist()]
multiply_adds = None if None in counts else np.asarray(counts)
""",
    names=("to_count",),
)

SIZES = Ask(
    """
counts = [bytes_needed(count, bits) for count, bits in to_keep.tolist()]
sizes = None if None in counts else np.asarray(counts)
""",
    names=("to_keep",),
)
