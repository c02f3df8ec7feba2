"""Secrets by reference: filled in where they may be, hidden in everything that leaves the environment."""

from __future__ import annotations

import html
import json
import os
import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, quote_plus

import gymnasium as gym
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiwright.actions.errors import FormatError, UsageError
from guiwright.actions.failure import Failure
from guiwright.actions.observation import FEEDBACK
from guiwright.actions.schema import Click, Clipboard, KeyDown, KeyUp, Navigate, PressKey, Type
from guiwright.envs import BrowserSettings, Secrets, WebEnv
from guiwright.envs.guard_origins import Origins
from guiwright.envs.outcome import Refusal
from guiwright.envs.secrets import SHORTEST, names_a_secret
from guiwright.training.episode_store import EpisodeStore
from guiwright.training.session import Session

from .watched_servers import AllowedServer

Opener = Callable[..., WebEnv]
VALUE = "p\"ä<s> &/w'o+rd%\\"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=SHORTEST, max_size=20))
def test_a_value_is_found_in_every_spelling(value: str):
    secrets = Secrets({"x": value}) if value.isprintable() else Secrets({"x": "fallback"})
    value = value if value.isprintable() else "fallback"
    spellings = (
        value, quote(value, safe=""), quote(value), quote_plus(value), quote(quote(value, safe=""), safe="").lower(),
        json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1], html.escape(value),
        html.escape(value, quote=False), "".join(f"&#{ord(letter)};" for letter in value),
    )  # fmt: skip
    for spelling in spellings:
        hidden = secrets.hide(f"[[ {spelling} ]]")
        assert hidden == "[[ {{secret:x}} ]]", spelling


def test_a_value_that_was_cut_is_found_by_its_beginning():
    secrets = Secrets({"long": "correct horse battery"})
    assert secrets.hide("value='correct hor…'") == "value='{{secret:long}}'"
    assert secrets.hide("corre…") == "corre…"


def test_the_longer_of_two_values_comes_first_and_references_are_left_alone():
    secrets = Secrets({"short": "pass", "long": "passphrase", "word": "secret"})
    assert secrets.hide("passphrase pass secret") == "{{secret:long}} {{secret:short}} {{secret:word}}"


@dataclass(frozen=True)
class Record:
    name: str
    inner: tuple[object, ...]


def test_records_models_and_containers_are_hidden():
    secrets = Secrets({"x": "hunter22"})
    value = {"a": Record("hunter22", ("is hunter22", 3, None)), "f": Failure(kind="policy", reason="no hunter22")}
    hidden = secrets.hidden(value)
    assert hidden == {
        "a": Record("{{secret:x}}", ("is {{secret:x}}", 3, None)),
        "f": Failure(kind="policy", reason="no {{secret:x}}"),
    }
    assert Secrets().hidden(value) is value


def test_nothing_prints_a_value():
    secrets = Secrets({"x": "hunter22"})
    assert "hunter22" not in repr(secrets) + str(secrets) + str(secrets.recorded()) and secrets.names == ("x",)
    assert pickle.loads(pickle.dumps(secrets)).filled("{{secret:x}}", "") == "hunter22", "for worker processes"


def test_references_are_filled():
    secrets = Secrets({"User": "ada.l", "pass.word": "hunter22"})
    assert secrets.filled("{{secret:user}}/{{ secret:PASS.WORD }}!", "") == "ada.l/hunter22!"
    assert names_a_secret("a {{secret:x}}") and not names_a_secret("{secret:x} {{x}}")
    with pytest.raises(Refusal, match=r"no secret 'other'; there are: pass.word, user"):
        secrets.filled("{{secret:other}}", "")
    with pytest.raises(Refusal, match="there are: none"):
        Secrets().filled("{{secret:other}}", "")


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://shop.example/login", True),
        ("http://shop.example/login", False),
        ("https://shop.example:8443/", False),
        ("https://shop.example.evil.example/", False),
        ("data:text/html,x", False),
        ("about:blank", False),
        ("", False),
    ],
)
def test_a_bound_secret_is_typed_on_its_pages_only(url: str, allowed: bool):
    secrets = Secrets({"x": "hunter22"}, origins={"X": ["https://shop.example"]})
    if allowed:
        assert secrets.filled("{{secret:x}}", url) == "hunter22"
        return
    with pytest.raises(Refusal) as refused:
        secrets.filled("{{secret:x}}", url)
    assert refused.value.failure.kind == "blocked" and "hunter22" not in str(refused.value)


def test_all_secrets_are_bound_to_one_rule():
    secrets = Secrets({"x": "hunter22", "y": "hunter33"})
    bound = secrets.bound(Origins((), "https://shop.example/login"))
    assert bound.filled("{{secret:x}}{{secret:y}}", "https://shop.example/") == "hunter22hunter33"
    with pytest.raises(Refusal, match="'y' must not be typed"):
        bound.filled("{{secret:y}}", "https://elsewhere.example/")
    assert secrets.filled("{{secret:y}}", "https://elsewhere.example/") == "hunter33"


def test_more_secrets_are_added_without_losing_one():
    secrets = Secrets({"x": "hunter22"}, origins={"x": ["https://shop.example"]})
    joined = secrets.joined({"X": "hunter33", "y": "hunter44"}).joined({"x": "hunter22"})
    assert joined.hide("hunter22 hunter33 hunter44") == "{{secret:x}} {{secret:x-2}} {{secret:y}}"
    with pytest.raises(Refusal, match="'x' must not be typed"):
        joined.filled("{{secret:x}}", "https://elsewhere.example/")


def test_a_text_that_holds_a_bound_value_is_known():
    secrets = Secrets({"x": "hunter22", "y": "hunter33"}, origins={"x": ["https://shop.example"]})
    secrets.check("is &#104;unter22", "https://shop.example/")
    secrets.check("is hunter33, not hunter", "https://elsewhere.example/")
    for url in ("https://elsewhere.example/", "data:text/html,x", ""):
        with pytest.raises(Refusal, match="'x' must not be typed") as refused:
            secrets.check("hunter33 and hunter22", url)
        assert refused.value.failure.kind == "blocked"
    Secrets().check("hunter22", "")


@pytest.mark.parametrize(
    ("values", "origins"),
    [
        ({"": "hunter22"}, {}),
        ({"a b": "hunter22"}, {}),
        ({"a": "abc"}, {}),
        ({"a": "line\nline"}, {}),
        ({}, {"a": ["b"]}),
    ],
)
def test_what_cannot_be_a_secret_is_said_without_it(values, origins):
    with pytest.raises(UsageError) as error:
        Secrets(values, origins)
    assert not any(value in str(error.value) for value in values.values())


def test_they_come_from_variables_and_from_a_file_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GUIWRIGHT_SECRET_SHOP_KEY", "hunter22")
    assert Secrets.from_environment().filled("{{secret:shop_key}}", "") == "hunter22"
    file = tmp_path / "secrets.json"
    file.write_text(json.dumps({"a": "hunter22", "b": {"value": "hunter23", "origins": ["shop.example"]}}))
    file.chmod(0o644)
    if os.name == "posix":
        with pytest.raises(UsageError, match="chmod 600"):
            Secrets.from_file(file)
    file.chmod(0o600)
    secrets = Secrets.from_file(file)
    assert secrets.filled("{{secret:b}}", "https://shop.example/") == "hunter23"
    for junk in ('{"a": "hunter22"', "[]", '{"a": {"origins": []}}', '{"a": 3}'):
        file.write_text(junk)
        with pytest.raises(FormatError) as error:
            Secrets.from_file(file)
        assert "hunter" not in str(error.value) and error.value.__cause__ is None


PAGE = """<body style='margin:0'><form><input name=q id=q style='width:200px;height:40px'></form>
<iframe src='OTHER/inner' style='border:0;width:200px;height:60px'></iframe>
<script>q.oninput = () => { document.title = q.value };
q.onblur = () => { if (q.value) alert('is ' + q.value) }</script>"""


@pytest.fixture(scope="module")
def site(browser: None) -> Iterator[AllowedServer]:
    pages: dict[str, tuple[str, dict[str, str]]] = {
        "/inner": ("<body style='margin:0'><input style='height:50px'>", {})
    }
    server, other = AllowedServer(pages.get), AllowedServer(pages.get)
    pages["/"] = PAGE.replace("OTHER", other.origin), {}
    server.pages = (server.origin, other.origin)  # type: ignore[attr-defined]
    yield server
    server.close()
    other.close()


@pytest.mark.browser
def test_nothing_that_leaves_the_environment_holds_a_value(site: AllowedServer, tmp_path: Path):
    secrets = Secrets({"shop": VALUE})
    env = gym.make(
        "guiwright/Web-v0", url=site.origin + "/", width=200, height=120, secrets=secrets, disable_env_checker=True,
        origins=site.pages,  # type: ignore[attr-defined]
    )  # fmt: skip
    store = EpisodeStore(tmp_path / "episodes")
    with Session(env, store=store) as session:
        session.commit(Type(text="{{secret:shop}}", target=(0.3, 0.1)))
        assert env.unwrapped.evaluate("q.value") == VALUE
        assert session.info["title"] == "{{secret:shop}}"
        assert VALUE not in str(env.unwrapped.elements()) + env.unwrapped.accessibility_tree()
        session.commit(PressKey(keys=("ctrl", "a")))
        session.commit(Clipboard(op="copy"))
        assert "{{secret:shop}}" in session.commit(Clipboard(op="read")).after.feedback
        session.commit(PressKey(keys=("Enter",)))
        assert session.info["url"] == f"{site.origin}/?q={{{{secret:shop}}}}"
        session.commit(Type(text="{{secret:shop}}", target=(0.3, 0.1)))
        said = session.commit(Click(target=(0.5, 0.95)))
        assert "{{secret:shop}}" in json.dumps(said.info) + said.after.feedback, "of the dialog"
    env.close()
    spellings = {VALUE, quote(VALUE), quote_plus(VALUE), json.dumps(VALUE)[1:-1], html.escape(VALUE)}
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert files and not any(spelling.encode() in file.read_bytes() for file in files for spelling in spellings)


@pytest.mark.browser
def test_a_bound_secret_is_not_typed_into_a_frame_of_another_origin(site: AllowedServer):
    secrets = Secrets({"shop": "hunter22"}, origins={"shop": [site.origin]})
    env = WebEnv(site.origin + "/", width=200, height=120, origins=site.pages, secrets=secrets)  # type: ignore[attr-defined]
    env.reset(seed=0)
    observation, *_, info = env.step(Type(text="{{secret:shop}}", target=(0.3, 0.6)))
    assert info["failure"].kind == "blocked" and "must not be typed" in FEEDBACK.decode(observation["feedback"])
    assert "failure" not in env.step(Type(text="{{secret:shop}}", target=(0.3, 0.1)))[-1]
    assert env.evaluate("q.value") == "hunter22"
    *_, info = env.step(Type(text="{{secret:none}}"))
    assert info["failure"].kind == "policy" and "there are: shop" in info["failure"].reason
    env.close()


@pytest.mark.browser
def test_a_bound_secret_is_not_pasted_into_a_page_of_another_origin(site: AllowedServer):
    own, other = site.pages  # type: ignore[attr-defined]
    secrets = Secrets({"shop": "hunter22"}, origins={"shop": [own]})
    settings = BrowserSettings(permissions=("clipboard-read",))
    env = WebEnv(own + "/", width=200, height=120, origins=(other,), secrets=secrets, settings=settings)
    env.reset(seed=0)
    ctrl_v = PressKey(keys=("ctrl", "v"))
    for action in (
        Type(text="key hunter22", target=(0.3, 0.1), clear=True), PressKey(keys=("ctrl", "a")),
        PressKey(keys=("ctrl", "c")), PressKey(keys=("End",)), ctrl_v,
    ):  # fmt: skip
        assert "failure" not in env.step(action)[-1]
    assert env.evaluate("q.value") == "key hunter22" * 2, "on a page of its own"
    assert env.evaluate("navigator.clipboard.readText()") == "key hunter22"

    paste_keys = (PressKey(keys=("shift", "Insert")), ctrl_v, PressKey(keys=("ctrl", "shift", "v")))
    frame, page = Click(target=(0.3, 0.6)), Navigate(url=other + "/inner")
    env.evaluate("() => { q.onblur = null }")
    for place in (frame, page, Click(target=(0.3, 0.2))):
        assert "failure" not in env.step(place)[-1]
        for paste in (*paste_keys, Clipboard(op="paste")):
            observation, *_, info = env.step(paste)
            assert info["failure"].kind == "blocked" and "hunter22" not in FEEDBACK.decode(observation["feedback"])
        env.step(KeyDown(keys=("Control",)))
        assert env.step(Type(text="v"))[-1]["failure"].kind == "blocked"
        env.step(KeyUp(keys=("Control",)))
    assert env.evaluate("document.querySelector('input').value") == ""
    assert env.evaluate("navigator.clipboard.readText()") == "", "by a script of the page"

    env.step(Clipboard(op="write", text="harmless"))
    assert "failure" not in env.step(ctrl_v)[-1]
    assert env.evaluate("document.querySelector('input').value") == "harmless"
    env.close()


def test_secrets_are_given_as_what_hides_them():
    with pytest.raises(UsageError, match="Secrets") as error:
        WebEnv(secrets={"shop": "hunter22"})
    assert "hunter22" not in str(error.value)
