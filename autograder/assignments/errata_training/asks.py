"""How the judge calls what a student of errata-training has mended: on numbers that the notebook does not hold."""

from autograder.assignment import Ask

PREFIX = "asked_"


def _ask(source: str, *names: str) -> Ask:
    return Ask(source, tuple(PREFIX + name for name in names))


ASKS = {
    "errata-training-col": _ask(
        """
col, col_single, col_half = (
    mended_im2col(asked_x.astype(dtype), asked_pool_h, asked_pool_w) for dtype in (asked_x.dtype, np.float32, np.float16)
)
col_whole = mended_im2col(np.round(10 * asked_x).astype(np.int16), asked_pool_h, asked_pool_w)
""",
        *("x", "pool_h", "pool_w"),
    ),
    # Which numbers are dropped is chance, but of rng's. So it is told in order by what they were multiplied, from the least to the most: for every tenth, and not in
    # the middle, where the dropped ones end and the others begin.
    "errata-training-dropped": _ask(
        """
def ask():
    rows = asked_x.reshape(-1, asked_x.shape[-1])
    many = np.concatenate([rows] * (6000 // rows.size))
    layer = MendedDropout(asked_dropout_ratio, np.random.default_rng(asked_seed))
    out = layer.forward(many.copy(), True)
    layer.backward(many.copy())
    MendedDropout(asked_dropout_ratio, np.random.default_rng(asked_seed + 2)).forward(many.copy(), True)
    back = layer.backward(many[::-1].copy())
    in_use = layer.forward(many.copy(), False)
    if out is None or back is None:
        return None, None, None, None
    forward, backward = (out / many).ravel(), (back / many[::-1]).ravel()
    order, begin, end = forward.argsort(), asked_dropout_ratio - 0.05, asked_dropout_ratio + 0.05
    some = np.r_[order[: round(begin * many.size)], order[round(end * many.size) :]][::10]
    drawn_again = [
        MendedDropout(asked_dropout_ratio, np.random.default_rng(seed)).forward(many.copy(), True)
        for seed in (asked_seed, asked_seed + 1)
    ]
    by_rng = np.array([np.array_equal(again, out) for again in drawn_again], int)
    return forward[some], backward[some], in_use[: len(rows)], by_rng


dropped, dropped_back, in_use, by_rng = ask()
""",
        *("x", "dropout_ratio", "seed"),
    ),
    "errata-training-normalized": _ask(
        """
normalized = mended_normalize(asked_x, asked_eps)
normalized_rows = mended_normalize(asked_scores, asked_eps)
""",
        *("x", "scores", "eps"),
    ),
    # The network says losses and gradients that nobody can know who has not asked for them, and notes what it gets.
    "errata-training-visits": _ask(
        """
def ask():
    def epoch(rng):
        seen, visits, sizes, steps = [], [], [], []

        class Network:
            def loss(self, x, t):
                seen.append(np.stack([x, t], axis=1))
                return asked_losses[(len(seen) - 1) % len(asked_losses)].item()

            def backward(self):
                visits.extend(seen[-1])
                sizes.append(len(seen[-1]))
                return asked_losses[-len(sizes) % len(asked_losses)] * np.array([1, 2])

            def gradient(self, x, t):
                self.loss(x, t)
                return self.backward()

            def step(self, gradient):
                steps.append(gradient)

        network = Network()
        told = mended_epoch(network, asked_pictures, asked_labels, asked_batch_size, rng)
        passes = np.array([len(seen), len(sizes), len(steps), max(sizes, default=0)])
        return None if told is None else np.array(visits), passes, np.array(told, float), np.array(steps)

    rng = np.random.default_rng(asked_seed)
    first, second = epoch(rng), epoch(rng)
    seeds = (asked_seed, asked_seed + 1)
    others = [epoch(np.random.default_rng(seed))[0] for seed in seeds]
    return *first, second[0], np.array([np.array_equal(other, first[0]) for other in others], int)


visits, passes, losses, gradients, visits_again, order_by_rng = ask()
""",
        *("pictures", "labels", "batch_size", "losses", "seed"),
    ),
}
