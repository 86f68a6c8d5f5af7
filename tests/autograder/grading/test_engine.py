"""Tasks in other processes: in any order, tried twice, and a process that dies harms nobody else."""

import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from autograder.course import CourseError
from autograder.grading.engine import LostTaskError, Processes, outcomes


def work(number, folder):
    """Double a number; some numbers make trouble."""
    if number == 3:
        os._exit(1)  # as a crash of the interpreter would
    if number == 5:
        mark = os.path.join(folder, "tried")
        if not os.path.exists(mark):
            open(mark, "w").close()
            raise RuntimeError("the first time it goes wrong")
    if number == 7:
        raise RuntimeError("it goes wrong each time")
    if number == 9:
        raise CourseError("nobody can be graded here")
    time.sleep(0.01)
    return 2 * number


def stay(_number, folder):
    """Say which process this is, and stay for long."""
    open(os.path.join(folder, str(os.getpid())), "w").close()
    time.sleep(20)
    open(os.path.join(folder, "stayed"), "w").close()


def run(numbers, folder, executor):
    tasks = ((number, (number, str(folder))) for number in numbers)
    return dict(outcomes(tasks, work, executor, at_once=4))


def test_a_process_that_dies_costs_its_own_task_alone(tmp_path):
    with Processes(2) as processes:
        done = run([0, 1, 2, 3, 4, 6, 8], tmp_path, processes)
    assert isinstance(done.pop(3), LostTaskError)
    assert done == {0: 0, 1: 2, 2: 4, 4: 8, 6: 12, 8: 16}


def test_a_task_is_tried_twice(tmp_path):
    with Processes(2) as processes:
        done = run([4, 5, 6, 7], tmp_path, processes)
    assert str(done.pop(7)) == "it goes wrong each time"
    assert done == {4: 8, 5: 10, 6: 12}


def test_what_concerns_everybody_ends_it(tmp_path):
    with Processes(1) as processes, pytest.raises(CourseError, match="nobody can be graded"):
        run([1, 9, 2], tmp_path, processes)


def test_few_tasks_are_taken_at_a_time(tmp_path):
    taken = []

    def tasks():
        for number in range(100, 140):
            taken.append(number)
            yield number, (number, str(tmp_path))

    with ThreadPoolExecutor(1) as thread:
        for done, _ in enumerate(outcomes(tasks(), work, thread, at_once=4), 1):
            assert len(taken) <= done + 4
    assert len(taken) == 40


@pytest.mark.parametrize("alone", [False, True])
def test_who_stops_it_waits_for_nothing(tmp_path, alone):
    """What still runs is ended with it."""

    def interrupt():
        while not list(tmp_path.iterdir()):
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGINT)

    task = (stay, 0, str(tmp_path))
    threading.Thread(target=interrupt, daemon=True).start()
    with pytest.raises(KeyboardInterrupt), Processes(1) as processes:
        processes.alone(*task) if alone else processes.submit(*task).result()
    assert multiprocessing.active_children() == []
    assert not (tmp_path / "stayed").exists()
