"""What the library's tests share: work shared out between two cores."""

import numpy as np
import pytest

from modlab.inside import threads


@pytest.fixture
def two_workers():
    threadpoolctl = pytest.importorskip("threadpoolctl", reason="threadpoolctl is not installed")
    products = threadpoolctl.ThreadpoolController().select(user_api="blas")
    threads._tools.cache_clear()
    with products.limit(limits=2):
        if all(library["num_threads"] < 2 for library in products.info()):
            pytest.skip("the matrix product has one thread here")
        yield products
        threads._tools.cache_clear()


@pytest.fixture
def shared_out(two_workers, monkeypatch):
    """However small an array is, two cores share it."""
    monkeypatch.setattr(threads, "SMALL", 0)
    assert len(threads.shares(np.zeros((2, 2)), axis=1)) == 2
