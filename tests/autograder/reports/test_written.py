"""What an earlier grading wrote goes, what this one writes and what anybody else wrote stays."""

import json

import pytest

from autograder.reports.written import LIST, make_way


def write(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("...")


def there(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {LIST}


def test_what_is_not_written_any_more_goes_with_its_folder(tmp_path):
    assert make_way(tmp_path, ["grades.csv", "feedback/kim.html", "logs/kim.txt"]) == []
    write(
        tmp_path, "grades.csv", "feedback/kim.html", "feedback/mine.txt", "logs/kim.txt", "logs/.kim.txt.part"
    )
    assert make_way(tmp_path, ["grades.csv"]) == ["feedback/kim.html", "logs/kim.txt"]
    assert there(tmp_path) == {"grades.csv", "feedback/mine.txt"}
    assert not (tmp_path / "logs").exists()
    assert make_way(tmp_path, ["grades.csv"]) == []


def test_a_grader_that_is_ended_before_it_wrote_or_as_it_removed_forgets_nothing(tmp_path, monkeypatch):

    def end(*_):
        raise KeyboardInterrupt

    make_way(tmp_path, ["kim.html", "lee.html"])
    write(tmp_path, "kim.html", "lee.html")
    with monkeypatch.context() as ended:
        ended.setattr("autograder.reports.written.write_whole", end)
        with pytest.raises(KeyboardInterrupt):
            make_way(tmp_path, ["lee.html"])
    write(tmp_path, "kim.html")
    assert make_way(tmp_path, ["lee.html"]) == ["kim.html"]
    assert there(tmp_path) == {"lee.html"}


@pytest.mark.parametrize(
    "strange", ["not-utf8-\udcff.html", "a\nb.html", 'a"b.html', "한글.html", "a\\b.html"]
)
def test_strange_names_come_back(tmp_path, strange):
    make_way(tmp_path, [strange])
    write(tmp_path, strange)
    assert make_way(tmp_path, []) == [strange]
    assert there(tmp_path) == set()


@pytest.mark.parametrize(
    "noted",
    [
        b"",
        b"\xff",
        b"[" * 100_000,
        b"3",
        b"{}",
        json.dumps(["../outside", "/", "", ".", "..", "\0", 3, None, ["mine"], "folder", "no such"]).encode(),
        json.dumps(["{outside}"]).encode(),
    ],
)
def test_whatever_the_list_says_nothing_outside_is_removed(tmp_path, noted):
    out = tmp_path / "out"
    write(tmp_path, "outside", "out/mine", "out/folder/mine")
    (out / LIST).write_bytes(noted.replace(b"{outside}", str(tmp_path / "outside").encode()))
    assert make_way(out, ["new"]) == []
    assert there(tmp_path) == {"outside", "out/mine", "out/folder/mine", f"out/{LIST}"}
    assert json.loads((out / LIST).read_text()) == ["new"]
