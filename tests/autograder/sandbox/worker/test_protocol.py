"""What goes through the pipe comes out the same, and nothing malformed comes out at all."""

import io
import json

import numpy as np
import pytest
from bounds import in_bounds
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
        frame({"arrays": {"abc": 1}}),
        frame({"arrays": "abc"}),
        frame({"arrays": [["a", "bool", [1]], ["a", "bool", [1]]]}, b"xx"),
        frame({"arrays": [[1, "bool", [1]]]}, b"x"),
        frame({"arrays": [["a", "bool", {}]]}, b"x"),
        frame({"arrays": [["a", "bool", [0, *[1 << 24] * 15]]]}),
        frame('{"arrays": [], "x": "é"}'.encode()),
    ],
)
def test_a_malformed_frame_is_refused(data):
    with pytest.raises(ProtocolError):
        read_frame(io.BytesIO(data))


def test_an_array_of_objects_is_not_sent():
    with pytest.raises(ProtocolError, match="object"):
        write_frame(io.BytesIO(), {}, {"a": np.array([print])})


def frame_or_error(data, **bounds):
    """Return what the reader gives; anything but a frame, the end, or the one exception fails the test."""
    try:
        received = read_frame(io.BytesIO(data), **bounds)
    except ProtocolError:
        return None
    if received is not None:
        header, arrays = received
        assert type(header) is dict
        assert all(type(name) is str and array.dtype.name in DTYPES for name, array in arrays.items())
        assert all(array.flags.writeable for array in arrays.values())
        assert sum(array.nbytes for array in arrays.values()) <= len(data)
        repr(header)
    return received


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inside: (
        st.lists(inside, max_size=4)
        | st.dictionaries(st.text(st.characters(), max_size=5), inside, max_size=4)
    ),
    max_leaves=10,
)
sides = st.integers(-1, 3) | st.integers() | values
announced = st.tuples(
    st.sampled_from("ab") | values, st.sampled_from(DTYPES) | values, st.lists(sides, max_size=3) | values
)


@settings(deadline=None)
@given(st.binary())
def test_arbitrary_bytes_give_a_frame_or_the_one_error(data):
    frame_or_error(data)
    frame_or_error(len(data).to_bytes(4, "big") + data)


@settings(deadline=None, max_examples=300)
@given(
    values | st.fixed_dictionaries({"arrays": values | st.lists(announced | values, max_size=3)}),
    st.binary(max_size=100),
)
def test_an_arbitrary_header_gives_a_frame_or_the_one_error(header, payload):
    frame_or_error(frame(header, payload))


@settings(deadline=None)
@given(arrays, st.data())
def test_a_real_frame_with_a_few_bytes_changed_gives_a_frame_or_the_one_error(array, data):
    stream = io.BytesIO()
    write_frame(stream, {"values": {"a": "array"}, "cell": "x"}, {"a": array, "b": array})
    content = bytearray(stream.getvalue())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        content[at : at + data.draw(st.integers(0, 4))] = data.draw(
            st.binary(max_size=4) | st.sampled_from([b"[", b"{", b'"', b"\\u"])
        )
    frame_or_error(bytes(content))


@pytest.mark.parametrize("step", [1, 3, 1000])
def test_a_frame_that_comes_in_pieces_is_the_same(step):
    class Slow(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, step))

    stream = io.BytesIO()
    write_frame(stream, {"cell": "x"}, {"a": np.arange(1000)})
    header, received = read_frame(Slow(stream.getvalue()))
    assert header["cell"] == "x"
    np.testing.assert_array_equal(received["a"], np.arange(1000))


def test_truth_values_are_0_and_1_whatever_the_bytes():
    received = read_frame(io.BytesIO(frame({"arrays": [["a", "bool", [4]]]}, b"\x00\x01\x02\xff")))[1]["a"]
    assert received.view(np.uint8).tolist() == [0, 1, 1, 1]


@pytest.mark.parametrize("depth", [25, 500, 900, 5000])
def test_a_header_that_is_nested_deeply_is_refused(depth):
    for opening, closing in (("[", "]"), ('{"a":', "}")):
        header = '{"arrays": [], "x": ' + opening * depth + "0" + closing * depth + "}"
        with pytest.raises(ProtocolError):
            read_frame(io.BytesIO(frame(header.encode())))


def test_the_reader_sets_how_large_a_header_and_all_arrays_may_be():
    stream = io.BytesIO()
    write_frame(stream, {"x": "y" * 1000}, {"a": np.zeros(10), "b": np.zeros(10)})
    data = stream.getvalue()
    assert read_frame(io.BytesIO(data), header_bytes=2000, arrays_bytes=160) is not None
    with pytest.raises(ProtocolError, match="header is too large"):
        read_frame(io.BytesIO(data), header_bytes=1000)
    with pytest.raises(ProtocolError, match="More arrays are announced"):
        read_frame(io.BytesIO(data), arrays_bytes=159)


def test_arrays_that_are_too_many_are_refused_before_one_is_read():
    names = [[f"a{i}", "float64", [1 << 21]] for i in range(5)]
    stream = io.BytesIO(frame({"arrays": names}, b"x" * 100))
    with pytest.raises(ProtocolError, match="More arrays are announced"):
        read_frame(stream)
    assert len(stream.read()) == 100


@pytest.mark.parametrize(
    "data",
    [
        "frame(b'[' * MAX_REPLY_HEADER_BYTES)",
        "frame(b'[' + b'[],' * (MAX_REPLY_HEADER_BYTES // 3 - 1) + b'0]')",
        "frame(b'{\"arrays\": [], \"x\": [' + b'{\"a\":0},' * (MAX_REPLY_HEADER_BYTES // 8 - 10) + b'0]}')",
        "frame(b'{\"arrays\": [' + b','.join(b'[\"%d\",\"bool\",[0]]' % i for i in range(12_000)) + b']}')",
        "frame(b'{\"arrays\": [' + b','.join(b'[\"%d\",\"bool\",[1]]' % i for i in range(12_000)) + b']}', b'x' * 12_000)",
        "frame(b'{\"arrays\": [[\"a\",\"bool\",[' + b'1,' * 100_000 + b'1]]]}', b'x')",
        "frame(b'{\"arrays\": [[\"a\",\"bool\",[' + b'9' * 4000 + b']]]}', b'x')",
        "frame(b'{\"arrays\": [[\"a\",\"bool\",[0' + b',16777216' * 15 + b']]]}', b'x')",
        'frame(b\'{"arrays": [["a","float64",[2097152]]]}\', b\'x\' * (1 << 24))',
        "b'\\xff' * (1 << 26)",
    ],
)
def test_no_reply_takes_long_or_much_memory(data):
    program = f"""
        def frame(header, payload=b""):
            return len(header).to_bytes(4, "big") + header + payload

        class Drip(io.BytesIO):
            def read(self, size=-1):
                return super().read(min(size, 100))

        data = {data}
        for kind in (io.BytesIO, Drip):
            try:
                read_frame(kind(data), header_bytes=MAX_REPLY_HEADER_BYTES)
            except ProtocolError:
                pass
    """
    imports = "import io\nfrom autograder.sandbox.worker.protocol import MAX_REPLY_HEADER_BYTES, ProtocolError, read_frame"
    in_bounds(imports, program, 150)
