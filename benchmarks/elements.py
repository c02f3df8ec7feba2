"""What it costs to see more than the picture: elements, tree and marks of a page of 20,000 nodes, beside Playwright.

    python benchmarks/elements.py [--nodes 20000] [--looks 40] [--json]

Every time is one whole call from Python, on a page that changed just before, after a step that saw that.
CPU time is that of Python, the driver and the browser together: it says more than the clock on a busy machine.
Playwright's `aria_snapshot`, the nearest peer that installs with pip, runs in the same Chromium on the same page;
Chromium's own tree (`Accessibility.getFullAXTree`) and its snapshot (`DOMSnapshot.captureSnapshot`) are what one could
have built upon.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from guiwright.actions.schema import Noop
from guiwright.envs import WebEnv
from guiwright.envs.web.loop import loop_thread
from guiwright.envs.web.marks import with_marks

ROW = """<div class=row><h4>Row {n}</h4><p>Some words about it <a href="#{n}">more {n}</a></p>
<label>Amount <input value="{n}"></label><button>Buy {n}</button></div>"""
NODES_OF_A_ROW = 12  # elements and texts
BUDGET = 16384
WARM_UP = 3
DENSE = "<style>.row{display:inline-block;width:58px;height:34px;overflow:hidden;font-size:6px}*{margin:0}</style>"


def page_of(nodes: int, dense: bool) -> str:
    """A page of rows with headings, links, fields and buttons; a dense one has hundreds of them on the screen."""
    rows = "".join(ROW.format(n=n) for n in range(nodes // NODES_OF_A_ROW))
    return f"<meta charset=utf-8><title>Rows</title>{DENSE if dense else ''}{rows}"


def timed(call: Callable[[], Any], env: WebEnv, looks: int) -> tuple[list[float], float]:
    """Milliseconds of each call by the clock, and of one call by all processors."""
    times, worked = [], 0.0
    for look in range(-WARM_UP, looks):
        env.evaluate("n => { document.body.style.paddingTop = `${n & 1}px`; }", look)
        env.step(Noop())
        before, begun = cpu_seconds(), time.perf_counter()
        call()
        if look >= 0:
            times.append(1000 * (time.perf_counter() - begun))
            worked += cpu_seconds() - before
    return times, 1000 * worked / looks


def cpu_seconds() -> float:
    """Of this process and all that it started, so far."""
    ticks, parents = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        parents[int(folder.name)], ticks[int(folder.name)] = int(fields[1]), int(fields[11]) + int(fields[12])
    mine = {os.getpid()}
    while more := {child for child, parent in parents.items() if parent in mine} - mine:
        mine |= more
    return sum(ticks[process] for process in mine) / os.sysconf("SC_CLK_TCK")


def measure(url: str, looks: int) -> list[dict[str, Any]]:
    """One line for each way of looking at a page."""
    env = WebEnv(url)
    try:
        observation, _ = env.reset(seed=0)
        nodes = env.evaluate("document.evaluate('count(//node())', document).numberValue")
        world = env._living_world()
        page, run = world.tabs.page, lambda part: loop_thread().run(part, 60)
        session = run(world.tabs.session())

        def fresh(look: Callable[[], Any]) -> Callable[[], Any]:
            def call() -> Any:
                world.references.observed()
                return look()

            return call

        picture, whole = observation["screenshot"], (0.0, 0.0, 1.0, 1.0)
        elements = env.elements()
        ways: dict[str, Callable[[], Any]] = {
            "elements": fresh(lambda: env.elements().text(8192)),
            "elements and tree": fresh(lambda: (env.accessibility_tree(BUDGET), env.elements().text(8192))),
            "marks drawn": lambda: with_marks(picture, elements.elements, whole, 150),
            "playwright aria_snapshot": lambda: run(page.locator("body").aria_snapshot()),
            "CDP getFullAXTree": lambda: run(session.send("Accessibility.getFullAXTree")),
            "CDP captureSnapshot": lambda: run(
                session.send("DOMSnapshot.captureSnapshot", {"computedStyles": ["cursor"], "includePaintOrder": True})
            ),
        }
        return [line(name, nodes, *timed(call, env, looks), call()) for name, call in ways.items()]
    finally:
        env.close()


def line(name: str, nodes: float, times: list[float], cpu: float, answer: Any) -> dict[str, Any]:
    """What one way costs, and how large its answer is."""
    text = answer if isinstance(answer, str) else json.dumps(answer, default=str)
    return {
        "way": name,
        "nodes": int(nodes),
        "median_ms": round(statistics.median(times), 1),
        "p95_ms": round(sorted(times)[int(0.95 * (len(times) - 1))], 1),
        "cpu_ms": round(cpu, 1),
        "bytes": len(text.encode()),
    }


def main() -> None:
    """Measures both pages and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nodes", type=int, default=20_000)
    parser.add_argument("--looks", type=int, default=40)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        for name, dense in (("long page", False), ("dense page", True)):
            file = Path(folder) / f"{name[:4]}.html"
            file.write_text(page_of(options.nodes, dense), encoding="utf-8")
            for row in measure(file.as_uri(), options.looks):
                shown = json.dumps({"page": name, **row}) if options.json else (
                    f"{name:11}{row['way']:26}{row['nodes']:7} nodes {row['median_ms']:8.1f} ms median "
                    f"{row['p95_ms']:8.1f} ms p95 "
                    f"{row['cpu_ms']:8.1f} ms CPU {row['bytes']:10} bytes"
                )  # fmt: skip
                print(shown, flush=True)


if __name__ == "__main__":
    main()
