"""The benchmark compares like with like, and answers in one sentence when it cannot. It asserts no speed."""

import pytest

from modlab.benchmark import Row, main, measure, run, table


def test_run_asks_every_contender_in_its_own_process():
    seen = []
    rows = run(
        ["simple-convnet"], repeat=2, batch_size=2, progress=lambda done, total: seen.append((done, total))
    )
    assert [row.contender for row in rows] == measure.contenders()
    assert seen == [(1, 2), (2, 2)]
    assert rows[0].slides_ratio == 1
    assert all(row.milliseconds > 0 for row in rows)
    assert all((row.peak_mebibytes is None) == (row.contender == "PyTorch") for row in rows)


def test_table_says_what_was_not_measured():
    text = table([Row("deep-convnet", "modlab", 40.25, 9.0, 1.25, None)])
    assert text.splitlines()[1].split() == ["deep-convnet", "modlab", "40.2", "9.0x", "1.25x", "-"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [(["lenet"], "knows simple-convnet, deep-convnet; got 'lenet'"), (["--repeat", "0"], "at least 1")],
)
def test_bad_arguments_get_one_sentence(arguments, sentence, capsys):
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert sentence in error
    assert error.count("\n") == 1


def test_a_worker_that_stops_early_gets_a_sentence(capfd):
    with pytest.raises(RuntimeError, match="The benchmark of modlab stopped early"):
        measure.Contender("modlab", "no-such-network", 2)
    capfd.readouterr()
