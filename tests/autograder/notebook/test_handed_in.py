"""Whatever lies where a student's file should be, the reader gives bytes or a sentence, and never waits."""

import contextlib
import os
import socket
import threading
import unicodedata
from pathlib import Path

import pytest
from bounds import in_bounds
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.notebook.handed_in import UnreadableError, read_handed_in


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=40), st.integers(0, 40))
def test_it_gives_the_bytes_or_says_that_there_are_too_many(tmp_path, content, at_most):
    path = tmp_path / "x"
    path.write_bytes(content)
    if len(content) <= at_most:
        assert read_handed_in(path, at_most) == content
    else:
        with pytest.raises(
            UnreadableError, match=rf"x is larger than {at_most} bytes; hand in a smaller one\."
        ):
            read_handed_in(path, at_most)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(), min_size=1, max_size=300).filter(lambda name: "/" not in name))
def test_any_name_gives_a_sentence(tmp_path, name):
    with pytest.raises(UnreadableError) as error:
        read_handed_in(tmp_path / "nothing here" / name, 10, folders=1)
    assert not any(unicodedata.category(character)[0] == "C" for character in str(error.value))


def a_socket(path):
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(path))
    server.close()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (os.mkfifo, "x cannot be opened: it is not a file."),
        (os.mkdir, "x cannot be opened: it is not a file."),
        (a_socket, "x cannot be opened: it is not a file."),
        (lambda path: path.symlink_to("/dev/zero"), "x is a link to another place; hand in the file itself."),
        (lambda path: path.symlink_to(path), "x is a link to another place; hand in the file itself."),
        (lambda path: None, "There is no file x."),
    ],
)
def test_what_is_no_file_gets_a_sentence(tmp_path, monkeypatch, make, sentence):
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    path = tmp_path / "x"
    make(path.relative_to(tmp_path) if make is a_socket else path)
    with pytest.raises(UnreadableError) as error:
        read_handed_in(path, 10)
    assert str(error.value) == sentence


@pytest.mark.parametrize("device", ["zero", "null", "random", "tty", "stdin"])
def test_a_device_is_not_opened(device):
    with pytest.raises(UnreadableError):
        read_handed_in(Path("/dev", device), 10)


def test_a_file_that_nobody_may_read_gets_a_sentence(tmp_path, monkeypatch):
    (tmp_path / "x").write_bytes(b"x")

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)  # root may read everything
    with pytest.raises(UnreadableError, match=r"x cannot be opened: Permission denied\."):
        read_handed_in(tmp_path / "x", 10)


def test_the_students_own_folders_must_not_be_links_and_the_instructors_may(tmp_path):
    (tmp_path / "real" / "kim" / "toy").mkdir(parents=True)
    (tmp_path / "real" / "kim" / "toy" / "x").write_bytes(b"1")
    (tmp_path / "submitted").symlink_to("real")
    assert read_handed_in(tmp_path / "submitted" / "kim" / "toy" / "x", 10, folders=2) == b"1"
    for link, target in (("lee", "kim"), ("kim/other", "toy")):
        (tmp_path / "real" / link).symlink_to(target)
        path = tmp_path / "real" / ("lee/toy" if link == "lee" else link) / "x"
        with pytest.raises(UnreadableError, match=f"{link.split('/')[-1]} is a link to another place"):
            read_handed_in(path, 10, folders=2)


@pytest.mark.parametrize("becomes", ["a pipe", "a link"])
def test_what_changes_between_the_look_and_the_opening_is_neither_followed_nor_waited_for(
    tmp_path, monkeypatch, becomes
):
    path = tmp_path / "x"
    path.write_bytes(b"x")
    (tmp_path / "secret").write_bytes(b"secret")
    really_open = os.open

    def swap_and_open(place, flags):
        assert flags & os.O_NONBLOCK  # or the test would wait as well
        path.unlink()
        os.mkfifo(path) if becomes == "a pipe" else path.symlink_to("secret")
        return really_open(place, flags)

    monkeypatch.setattr(os, "open", swap_and_open)
    with pytest.raises(UnreadableError, match="x cannot be opened"):
        read_handed_in(path, 10)


def test_a_file_that_grows_is_read_up_to_the_limit(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"x" * 100)
    done = threading.Event()

    def grow():
        with path.open("ab") as file:
            while not done.wait(0.0001) and file.tell() < 1 << 27:
                file.write(b"x" * 1_000_000)

    growing = threading.Thread(target=grow)
    growing.start()
    try:
        while path.stat().st_size < 2 << 22:
            with contextlib.suppress(UnreadableError):
                assert len(read_handed_in(path, 1 << 22)) <= 1 << 22
        with pytest.raises(UnreadableError, match=r"x is larger than 4 MB"):
            read_handed_in(path, 1 << 22)
    finally:
        done.set()
        growing.join()


def test_a_huge_file_costs_no_more_than_the_limit(tmp_path):
    with (tmp_path / "x").open("wb") as file:
        file.truncate(1 << 40)
    program = f"""
        try:
            read_handed_in(Path({str(tmp_path / "x")!r}), 16 << 20)
        except UnreadableError as error:
            assert "larger than 16 MB" in str(error)
        else:
            raise AssertionError("it was read")
    """
    in_bounds(
        "from pathlib import Path\nfrom autograder.notebook.handed_in import UnreadableError, read_handed_in",
        program,
        60,
    )
