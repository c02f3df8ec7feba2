"""The table of MiniWoB tasks in the documentation is about the tasks and solvers that there are."""

import importlib.util
from pathlib import Path
from types import ModuleType

from guiwright.envs.miniwob import TASKS
from guiwright.training.data.solvers import SOLVERS
from guiwright.training.data.solvers.limits import NEARLY, NOT_ALWAYS

SCRIPT = Path(__file__).parents[1] / "docs" / "write_miniwob_tasks.py"


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("write_miniwob_tasks", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cells(line: str) -> list[str]:
    return [cell.strip(" `") for cell in line.split("|")[1:-1]]


def test_every_task_has_its_row_and_no_other() -> None:
    assert list(script().rows()) == list(TASKS), "run `make tables`"


def test_limits_flags_and_notes_are_those_of_the_code() -> None:
    tables = script()
    for task, line in tables.rows().items():
        name, limit, flags, *_, note = cells(line)
        assert (name, limit, flags, note) == (task, *tables.facts(task), tables.note(task)), "run `make tables`"


def test_what_falls_short_is_explained_and_nothing_else_is() -> None:
    tables = script()
    full = f"{tables.SEEDS}/{tables.SEEDS}"
    for task, line in tables.rows().items():
        *_, exact, above, steps, _ = cells(line)
        assert float(steps) > 0
        if task in NEARLY:
            assert above == full, (task, above)
        elif task not in NOT_ALWAYS:
            assert exact == above == full, (task, exact, above)


def test_the_summary_is_that_of_the_rows() -> None:
    tables = script()
    page = tables.PAGE.read_text(encoding="utf-8")
    assert page.endswith(tables.summary(tables.rows().values())) and page.startswith(tables.HEAD)


def test_only_tasks_with_solvers_are_said_to_fall_short() -> None:
    assert not set(NEARLY) & set(NOT_ALWAYS)
    assert {*NEARLY, *NOT_ALWAYS} <= set(SOLVERS) == set(TASKS)
