"""The page for instructors: what it says of mutants is what the file of their counts says."""

import pytest


@pytest.fixture
def rows(data):
    return data("mutants")["rows"]


def cells_of(page):
    """The cells of the table of mutants, as text, row by row."""
    (table,) = [table for table in page.find_all("table") if "kill rate" in table.get_text()]
    return [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]


def test_the_table_has_a_row_for_each_exercise_and_one_for_all(page, rows):
    head, *body, last = cells_of(page)
    assert head[0] == "exercise"
    assert [row[0] for row in body] == [row["exercise"] for row in rows]
    for shown, row in zip(body, rows, strict=True):
        assert [int(text) for text in shown[1:5]] == [
            row["made"],
            row["killed"],
            row["equivalent"],
            row["survived"],
        ]
    assert last[0] == "all"
    for column, name in enumerate(("made", "killed", "equivalent", "survived"), 1):
        assert int(last[column].replace(",", "")) == sum(row[name] for row in rows)


def test_the_kill_rate_is_the_part_of_the_wrong_ones(page, rows):
    _, *body, last = cells_of(page)
    for shown, row in zip(body, rows, strict=True):
        wrong = row["killed"] + row["survived"]
        assert float(shown[5].removesuffix("%")) == pytest.approx(100 * row["killed"] / wrong, abs=0.051)
    killed, survived = (sum(row[name] for row in rows) for name in ("killed", "survived"))
    assert float(last[5].removesuffix("%")) == pytest.approx(100 * killed / (killed + survived), abs=0.051)


def test_the_text_says_how_many_there_are(prose, rows):
    made, killed = (sum(row[name] for row in rows) for name in ("made", "killed"))
    assert f"Of {made:,} mutants the checks notice {killed:,}" in prose
