"""A figure in JupyterLab with a kernel: what the reader touches is what Python reads, and the other way round."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
CELLS = [
    "from modlab.widgets import ConvolutionStepper\nstepper = ConvolutionStepper()\nstepper",
    "import json, pathlib\n"
    "state = [stepper.stride, stepper.row, stepper.column, stepper.output.tolist()]\n"
    "pathlib.Path('state.json').write_text(json.dumps(state))",
    "stepper.stride = 3\nstepper.title = 'Set in Python'",
]


@pytest.fixture
def lab(tmp_path):
    """The address of a notebook in a JupyterLab of its own, and the folder it runs in."""
    pytest.importorskip("jupyterlab", reason="JupyterLab is not installed")
    cells = [nbformat.v4.new_code_cell(source, id=f"cell-{number}") for number, source in enumerate(CELLS)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    work = tmp_path / "work"
    work.mkdir()
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), work / "figure.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    scripts = Path(sys.executable).parent
    environment = {
        **os.environ,
        "PATH": f"{scripts}{os.pathsep}{os.environ.get('PATH', '')}",
        "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
        "JUPYTER_DATA_DIR": str(tmp_path / "data"),
        "JUPYTERLAB_SETTINGS_DIR": str(tmp_path / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(tmp_path / "workspaces"),
    }
    command = [
        scripts / "jupyter-lab",
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        "--ServerApp.port_retries=0",
        "--IdentityProvider.token=",
        f"--ServerApp.root_dir={work}",
    ]
    log = (tmp_path / "log").open("w")
    server = subprocess.Popen([*map(str, command)], cwd=work, env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            if server.poll() is not None:
                pytest.fail(f"JupyterLab ended: {(tmp_path / 'log').read_text()[-2000:]}")
            try:
                urllib.request.urlopen(f"{address}/api", timeout=5).close()
                break
            except OSError:
                time.sleep(0.5)
        yield f"{address}/lab/tree/figure.ipynb?reset", work
    finally:
        server.terminate()
        server.wait(30)
        log.close()


def run_cell(page, number):
    """Run a cell and wait until the kernel has answered."""
    page.get_by_text("| Idle").wait_for(timeout=120_000)
    cell = page.locator(".jp-CodeCell").nth(number)
    cell.locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    cell.locator(".jp-InputPrompt", has_text=re.compile(r"\[\d+\]")).wait_for(timeout=120_000)


@pytest.mark.slow
def test_python_reads_what_is_touched_and_the_figure_shows_what_python_sets(lab, chromium):
    address, work = lab
    page = chromium.new_page(viewport={"width": 1200, "height": 1000})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address, timeout=120_000)
    page.locator(".jp-CodeCell").nth(2).wait_for(timeout=120_000)
    run_cell(page, 0)
    figure = page.locator(".live")
    figure.wait_for(timeout=120_000)
    says = figure.get_by_role("status")

    stride = figure.get_by_label("stride")
    stride.focus()
    page.keyboard.press("ArrowRight")
    figure.get_by_role("grid", name="output").locator('[data-row="1"][data-column="1"]').click()
    assert says.inner_text().startswith("Output 2 × 2. Row 1, column 1: ")
    run_cell(page, 1)
    assert json.loads((work / "state.json").read_text()) == [2, 1, 1, [[0.0, 300.0], [0.0, 300.0]]]

    run_cell(page, 2)
    figure.get_by_text("Output 1 × 2. Row 0, column 1: 100·(−1) + 100·0 + 100·1").wait_for(timeout=30_000)
    assert stride.input_value() == "3"
    assert page.get_by_role("group", name="Set in Python").count() == 1
    assert all(one.startswith((address.split("/lab")[0], "data:", "blob:", "ws:")) for one in asked)
    page.close()
