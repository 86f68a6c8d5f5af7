"""Long texts of a figure's state: they leave the page, and the page says where they went."""

import json

from figure_data import LONGEST, move_long_texts


def read(folder, address):
    """Return the (file's name, text) that a file of figure data gives to the page."""
    end = ");\n"
    script = (folder / address.split("/")[-1]).read_text(encoding="utf-8")
    return json.loads(f"[{script.removeprefix('figureData(').removesuffix(end)}]")


def test_a_long_text_is_kept_in_a_file_and_a_short_one_in_the_page(tmp_path):
    long = "가" * (LONGEST + 1)
    state = {"weights": long, "title": "T", "_esm": long, "stride": 2}
    saved = move_long_texts({"state": {"a": {"state": dict(state)}}}, tmp_path, "../_static/figure-data")
    entry = saved["state"]["a"]
    assert entry["state"] == {**state, "weights": ""}
    assert list(entry["files"]) == ["weights"]
    address = entry["files"]["weights"]
    assert address.startswith("../_static/figure-data/")
    assert read(tmp_path, address) == [address.split("/")[-1], long]


def test_the_same_text_is_one_file(tmp_path):
    long = "a" * (LONGEST + 1)
    figures = {name: {"state": {"weights": long}} for name in "ab"}
    move_long_texts({"state": figures}, tmp_path, "here")
    assert len(list(tmp_path.iterdir())) == 1
