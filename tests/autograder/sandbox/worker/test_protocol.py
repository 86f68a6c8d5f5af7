"""What goes through the pipe comes out the same, and nothing malformed comes out at all."""

import io
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.sandbox.worker.protocol import DTYPES, MAX_ARRAY_BYTES, ProtocolError, read_frame, write_frame

arrays = hnp.arrays(st.sampled_from(DTYPES), hnp.array_shapes(min_dims=0, max_dims=5, min_side=0, max_side=4))


@settings(deadline=None, max_examples=50)
@given(arrays, arrays)
def test_arrays_come_out_as_they_went_in(one, other):
    stream = io.BytesIO()
    write_frame(stream, {"cell": "α"}, {"one": one, "other": other.T})
    stream.seek(0)
    header, received = read_frame(stream)
    assert header["cell"] == "α"
    for sent, name in ((one, "one"), (other.T, "other")):
        assert received[name].dtype == sent.dtype
        assert received[name].shape == sent.shape
        assert received[name].tobytes() == sent.tobytes()
    assert read_frame(stream) is None


def test_big_endian_numbers_keep_their_values():
    stream = io.BytesIO()
    write_frame(stream, {}, {"a": np.array([1.5, -2.0], dtype=">f8")})
    stream.seek(0)
    assert read_frame(stream)[1]["a"].tolist() == [1.5, -2.0]


def frame(header, payload=b""):
    encoded = header if isinstance(header, bytes) else json.dumps(header).encode()
    return len(encoded).to_bytes(4, "big") + encoded + payload


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x00",
        b"\xff\xff\xff\xff" + b"x" * 100,
        frame(b"not json"),
        frame([1, 2]),
        frame({"no": "arrays"}),
        frame({"arrays": [["a", "object", [1]]]}, b"x" * 8),
        frame({"arrays": [["a", "float64", [2]]]}, b"x" * 8),
        frame({"arrays": [["a", "float64", [-1]]]}, b"x" * 8),
        frame({"arrays": [["a", "float64", [1.0]]]}, b"x" * 8),
        frame({"arrays": [["a", "float64", [True]]]}, b"x" * 8),
        frame({"arrays": [["a", "float64", "1"]]}, b"x" * 8),
        frame({"arrays": [["a", "float64", [MAX_ARRAY_BYTES]]]}),
        frame({"arrays": [["a", "float64", [1 << 12] * 10]]}),
        frame({"arrays": [["a", "float64", [1] * 100]]}, b"x" * 8),
        frame({"arrays": [["a", ["float64"], [1]]]}, b"x" * 8),
        frame(b"[" * 100_000),
    ],
)
def test_a_malformed_frame_is_refused(data):
    with pytest.raises(ProtocolError):
        read_frame(io.BytesIO(data))


def test_an_array_of_objects_is_not_sent():
    with pytest.raises(ProtocolError, match="object"):
        write_frame(io.BytesIO(), {}, {"a": np.array([print])})
