"""Run, show, report, replay and score real episodes in a real browser, as a person does."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser


def test_show_lists_and_tells(guiwright, played: Path) -> None:
    listed = guiwright("show", played)
    assert listed.code == 0
    assert listed.out.count("enter-text") == 2
    documents = guiwright("show", played, "--json").document
    assert [document["success"] for document in documents] == [True, True]

    told = guiwright("show", played, "1")
    assert told.code == 0
    assert "type(text=" in told.out
    assert "reward 1" in told.out
    steps = guiwright("show", played, documents[0]["id"], "--json").document["steps"]
    assert [step["action"]["name"] for step in steps] == ["click", "type", "click"]
    assert steps[0]["picture_after"] == steps[1]["picture_before"]


def test_show_says_what_can_be_asked_for(guiwright, played: Path) -> None:
    ran = guiwright("show", played, "3")
    assert ran.code == 2
    assert "from 1 to 2" in ran.err


def test_report_is_one_file(guiwright, played: Path, tmp_path: Path) -> None:
    ran = guiwright("report", played, "--out", tmp_path / "deep" / "report.html", "--json")
    assert ran.code == 0
    page = Path(ran.document["report"]).read_text("utf-8")
    assert page.count('<details class="episode solved"') == 2


def test_replay_does_the_same_again_and_finds_a_divergence(guiwright, played: Path, tmp_path: Path) -> None:
    again = guiwright("replay", played, "--check", "--json")
    assert again.code == 0, again.out
    assert [(result["steps"], result["divergence"]) for result in again.document] == [(3, None), (3, None)]

    changed = tmp_path / "changed"
    shutil.copytree(played, changed)
    file = sorted(changed.glob("*.jsonl"))[0]
    file.write_text(file.read_text("utf-8").replace('"seed":5', '"seed":6').replace('"seed": 5', '"seed": 6'), "utf-8")
    other = guiwright("replay", changed, "1", "--check")
    assert other.code == 1
    assert "at the reset: goal was" in other.out


def test_a_foreign_recording_cannot_choose_what_is_started(guiwright, played: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign"
    shutil.copytree(played, foreign)
    for file in foreign.glob("*.jsonl"):
        file.write_text(file.read_text("utf-8").replace("guiwright/MiniWoB-v0", "os:system"), "utf-8")
    ran = guiwright("replay", foreign)
    assert ran.code == 2
    assert "'os:system'" in ran.err


def test_a_policy_is_scored_on_recordings(guiwright, played: Path, tmp_path: Path) -> None:
    ran = guiwright("evaluate", "replay", "--model", "uniform-click", "--data", played, "--out", "score.json")
    assert ran.code == 0
    assert "enter-text" in ran.out
    score = json.loads((tmp_path / "score.json").read_text())
    assert score["overall"]["steps"] == 6
    assert score["overall"]["action_type"]["successes"] == 4


def test_a_policy_is_scored_live(guiwright) -> None:
    ran = guiwright(
        *("evaluate", "online", "--model", "uniform-click", "--tasks", "enter-text,focus-text"),
        *("--episodes", "1", "--max-steps", "1", "--json"),
    )
    assert ran.code == 0
    assert [row["task"] for row in ran.document["tasks"]] == ["enter-text", "focus-text"]
    assert ran.document["overall"]["episodes"] == 2


def test_a_failed_task_exits_with_one(guiwright) -> None:
    ran = guiwright("run", "--task", "enter-text", "--model", "uniform-click", "--max-steps", "1", "--out", "store")
    assert ran.code == 1
    assert "✗ enter-text seed 0" in ran.out
    assert "guiwright report store" in ran.err


def test_a_page_of_ones_own(guiwright, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<title>Mine</title><button>OK</button>")
    url = (tmp_path / "page.html").as_uri()
    ran = guiwright(
        *("run", "--env", "web", "--url", url, "--goal", "Press OK", "--model", "random", "--max-steps", "2"),
        *("--out", "store", "--json"),
    )
    assert ran.document["episodes"][0]["steps"] == 2
    assert ran.code == 1  # the step limit came before anybody said that it was done
    steps = guiwright("show", "store", "1", "--json").document["steps"]
    assert steps[0]["info"]["title"] == "Mine"
    typed = ("record", "--env", "web", "--by", "typed", "--url", url, "--goal", "Press OK", "--out", "store")
    mine = guiwright(*typed, text="terminate")
    assert mine.code == 0


def test_a_person_records_by_typing(guiwright, tmp_path: Path) -> None:
    typed = "?\nclick 0.5\nflick 0.5 0.5\n\nclick 0.5 0.9\nscroll down 1\nterminate\n"
    ran = guiwright("record", "--task", "click-test", "--out", "store", "--json", text=typed)
    assert "Click the button." in ran.err
    assert "Field required" in ran.err
    assert "did you mean 'click'" in ran.err
    assert ran.document["episodes"][0]["stop"] == "done"
    steps = guiwright("show", "store", "1", "--json").document["steps"]
    assert [(step["action"]["name"], step["author"]) for step in steps] == [
        ("click", "human"),
        ("scroll", "human"),
        ("terminate", "human"),
    ]


def test_solvers_record_demonstrations_and_go_on(guiwright) -> None:
    arguments = ("record", "--by", "solver", "--task", "click-test", "--task", "enter-text", "--out", "store", "--json")
    ran = guiwright(*arguments)
    assert ran.code == 0, ran.err
    assert ran.document["recorded"] == {"click-test": 1, "enter-text": 1}
    more = guiwright(*arguments, "--episodes", "2").document
    assert (more["found"], more["total"], sum(more["recorded"].values())) == (2, 4, 2)


def test_the_demonstration_prints_a_table_and_writes_a_report(guiwright, tmp_path: Path) -> None:
    ran = guiwright("demo", "--model", "solver", "--episodes", "5", "--out", "store")
    assert ran.code == 0, ran.err
    assert "click-test-2" in ran.out
    assert "seconds/step" in ran.out
    page = (tmp_path / "store" / "report.html").read_text("utf-8")
    assert page.count('<details class="episode') == 5


def test_doctor_finds_the_essentials(guiwright) -> None:
    ran = guiwright("doctor", "--json")
    states = {check["name"]: check["state"] for check in ran.document["checks"]}
    assert ran.code == 0, ran.out
    assert {states[name] for name in ("python", "packages", "torch", "browser", "web environment")} == {"ok"}


def test_doctor_says_how_to_get_a_browser(guiwright) -> None:
    ran = guiwright("doctor", GUIWRIGHT_CHROMIUM="/nonexistent/chromium")
    assert ran.code == 1
    assert "playwright install chromium" in ran.out
    assert "Traceback" not in ran.err
