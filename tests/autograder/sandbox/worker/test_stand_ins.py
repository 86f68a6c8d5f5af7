"""What a notebook imports to be looked at, and what is not here: it costs nothing, and gives nothing away."""

import numpy as np
import pytest
import tqdm as real

from autograder.notebook.rebuilding import Step
from autograder.sandbox.runner import Limits, run

WAYS = {
    "a bar": "from tqdm import tqdm\ny = np.array([float(i) for i in tqdm(range(3), desc='images')])",
    "a bar of notebooks": "from tqdm.notebook import tqdm, trange\ny = np.array([float(i) for i in trange(3)])",
    "a bar by hand": "import tqdm\nbar = tqdm.tqdm(total=3)\nbar.update(1)\nbar.set_description('x')\nbar.close()\ny = np.arange(3.0)",
    "a bar in with": "from tqdm.auto import tqdm\nwith tqdm(range(3)) as bar:\n    y = np.array([float(i) for i in bar])",
    "display": "from IPython.display import display, Markdown, clear_output\ndisplay(Markdown('# here'))\nclear_output(wait=True)\ny = np.arange(3.0)",
    "get_ipython": "from IPython import get_ipython\nshell = get_ipython()\ny = np.arange(3.0)",
    "unused": "import pandas as pd, seaborn\nfrom scipy import signal\ny = np.arange(3.0)",
    "unused inside": "def f():\n    import torch\n    return np.arange(3.0)\ny = f()",
    "asked for": "try:\n    import cupy as xp\nexcept ImportError:\n    xp = np\ny = xp.arange(3.0)",
    "one of two": "import math, pandas\ny = np.arange(3.0) * math.cos(0)",
}


def made(source):
    steps = [
        Step("given", "g", "import numpy as np"),
        Step("answer", "c-answer", source),
        Step("read", "c", names=("y",)),
    ]
    return run(steps, {}, (), Limits())


@pytest.mark.parametrize("source", WAYS.values(), ids=WAYS)
def test_it_costs_nothing(source):
    result = made(source)
    assert result.errors == {}
    np.testing.assert_array_equal(result.values["c", "y"], [0, 1, 2])


@pytest.mark.parametrize("use", ["pd.DataFrame", "pd()", "signal.convolve2d", "signal(3)"])
def test_what_is_not_here_says_so_when_it_is_used(use):
    result = made(f"import pandas as pd\nfrom scipy import signal\ny = {use}")
    assert result.errors["c-answer"]["type"] == "ModuleNotFoundError"
    assert result.errors["c-answer"]["message"] in ("No module named 'pandas'", "No module named 'scipy'")
    assert result.errors["c-answer"]["line"] == 3


def test_a_bar_is_looped_over_and_counted_as_the_real_one():
    from stand_ins import Bar

    for given in ([1, 2, 3], range(4)):
        assert list(Bar(given)) == list(real.tqdm(given, disable=True))
        assert len(Bar(given)) == len(real.tqdm(given, disable=True))
    assert len(Bar(total=5)) == len(real.tqdm(total=5, disable=True))
