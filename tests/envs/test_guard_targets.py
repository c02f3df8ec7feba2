"""What an action is going to reach: asked of real pages, and what that makes of its risk."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from guiwright.actions.schema import (
    Action,
    Click,
    Drag,
    HoldKey,
    KeyDown,
    KeyUp,
    MouseDown,
    MouseUp,
    Noop,
    PressKey,
    Type,
)
from guiwright.agent.context import Context
from guiwright.envs import Risk, WebEnv, classify
from guiwright.envs.guard_target import TargetFacts
from guiwright.envs.guard_words import act_in
from guiwright.training.approver import CAREFUL_RULES, DEFAULT_RULES, FixedApprover, need_targets
from guiwright.training.session import Session

from .conftest import PAGES

Opener = Callable[..., WebEnv]


def at(column: int, row: int) -> tuple[float, float]:
    return (column * 100 + 40) / 400, (row * 40 + 12) / 300


AMOUNT, BUY, TAKE, GO_ON = at(0, 0), at(1, 0), at(2, 0), at(3, 0)
QUERY, FIND, FILE, CROSS = at(0, 1), at(1, 1), at(2, 1), at(3, 1)
BIN, TEXT, CLOSED, FRAME = at(0, 2), at(1, 2), at(2, 2), at(3, 2)
NOTE, AGREE = at(0, 3), at(1, 3)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("action", "risk"),
    [
        (Click(target=AMOUNT), Risk.CHANGE),
        (Click(target=BUY), Risk.PAY),
        (Click(target=BUY, button="right"), Risk.CHANGE),
        (Type(target=AMOUNT, text="5"), Risk.CHANGE),
        (Type(target=AMOUNT, text="5", submit=True), Risk.PAY),
        (PressKey(target=AMOUNT, keys=("Enter",)), Risk.PAY),
        (PressKey(target=AMOUNT, keys=("Delete",)), Risk.CHANGE),
        (Type(target=QUERY, text="shoes\n"), Risk.SUBMIT),
        (Click(target=FIND), Risk.SUBMIT),
        (Click(target=TAKE), Risk.NAVIGATE),
        (Click(target=GO_ON), Risk.NAVIGATE),
        (Click(target=FILE), Risk.UPLOAD),
        (Click(target=CROSS), Risk.DELETE),
        (Drag(path=(TEXT, BIN)), Risk.DELETE),
        (Drag(path=(BIN, TEXT)), Risk.CHANGE),
        (Drag(path=(BUY, BUY)), Risk.PAY),
        (MouseDown(target=BUY), Risk.PAY),
        (MouseUp(target=CLOSED), Risk.SEND),
        (Type(target=BUY, text="a"), Risk.PAY),
        (Type(target=GO_ON, text="a"), Risk.NAVIGATE),
        (PressKey(target=CROSS, keys=("a",)), Risk.DELETE),
        (Click(target=FRAME), Risk.SEND),
        (Click(target=TEXT), Risk.CHANGE),
        (PressKey(target=NOTE, keys=("ctrl", "Enter")), Risk.SEND),
        (Click(target=AGREE), Risk.CHANGE),
        (Click(target=(0.9, 0.9)), Risk.CHANGE),
    ],
    ids=str,
)
def test_the_risk_of_what_is_reached(page: WebEnv, action: Action, risk: Risk):
    assert classify(action, {}, page.target_facts(action)) is risk


@pytest.fixture(scope="module")
def page(browser: None) -> Iterator[WebEnv]:
    env = WebEnv((PAGES / "guard.html").as_uri(), width=400, height=300)
    env.reset(seed=0)
    yield env
    env.close()


@pytest.mark.browser
def test_keys_go_to_what_has_the_focus(page: WebEnv):
    page.step(Click(target=AMOUNT))
    facts = page.target_facts(PressKey(keys=("Enter",)))
    assert facts is not None and (facts.role, facts.form, facts.form_name) == ("textbox", "post", "Jetzt kaufen")
    page.step(Click(target=FRAME))
    assert classify(PressKey(keys=("Space",)), {}, page.target_facts(PressKey(keys=("Space",)))) is Risk.SEND
    assert page.target_facts(Click()) is not None, "where the pointer is"


COUNT_CLICKS = "() => { window.clicks = 0; document.querySelector('button').onclick = () => { window.clicks++ } }"


@pytest.mark.browser
@pytest.mark.parametrize(
    "action",
    [
        PressKey(keys=("Tab", "Enter")),
        PressKey(keys=("Tab", " ")),
        PressKey(keys=("Enter", "Tab"), presses=2),
        HoldKey(keys=("Tab", "Enter"), duration=0.1),
        KeyDown(keys=("Tab", "Enter")),
    ],
    ids=str,
)
def test_a_chord_that_goes_on_to_a_button_and_presses_it_is_asked_about(page: WebEnv, action: Action):
    page.step(Click(target=AMOUNT))
    risk = classify(action, {}, page.target_facts(action))
    page.evaluate(COUNT_CLICKS)
    page.step(action)
    assert page.evaluate("clicks"), "what the question is about"
    assert CAREFUL_RULES[risk] == "ask"
    page.step(KeyUp(keys=action.keys))


@pytest.mark.browser
@pytest.mark.parametrize("text", ["5\t ", "5\t\t x"], ids=repr)
def test_a_text_presses_nothing_but_what_has_the_focus(page: WebEnv, text: str):
    page.step(Click(target=AMOUNT))
    page.evaluate(COUNT_CLICKS)
    page.step(Type(text=text, clear=True))
    assert page.evaluate("[clicks, document.activeElement.name]") == [0, "amount"]
    assert classify(Type(text=text), {}, page.target_facts(Type(text=text))) is Risk.CHANGE


@pytest.mark.browser
def test_a_careful_session_asks_before_the_click(open_page: Opener):
    env, asked = open_page("guard.html"), []

    class Person(FixedApprover):
        def approve(self, action: Action, risk: Risk, context: Context) -> bool:
            asked.append(risk)
            return False

    with Session(env, approver=Person(yes=False), rules=CAREFUL_RULES) as session:
        env.evaluate("() => { window.clicks = 0; addEventListener('click', () => { window.clicks++ }, true) }")
        refused, done = session.commit(Click(target=BUY)), session.commit(Click(target=TEXT))
        assert (refused.risk, refused.verdict, refused.author) == (Risk.PAY, "refused", "policy")
        assert (done.risk, done.verdict) == (Risk.CHANGE, "allowed")
        assert env.evaluate("clicks") == 1 and asked == [Risk.PAY]


def test_an_environment_that_is_not_there_says_nothing():
    env = WebEnv()
    assert env.target_facts(Noop()) is None
    env.close()


def test_rules_that_make_no_difference_ask_nothing():
    assert not need_targets(DEFAULT_RULES) and need_targets(CAREFUL_RULES)
    assert need_targets({Risk.CHANGE: "allow"}), "what has no rule is asked about"


@pytest.mark.parametrize(
    ("target", "action", "risk"),
    [
        (TargetFacts("link", "Read on", address="https://a.b/"), PressKey(keys=("Enter",)), Risk.NAVIGATE),
        (TargetFacts("button", "Send"), PressKey(keys=(" ",)), Risk.SEND),
        (TargetFacts("button", "Send"), PressKey(keys=("ctrl", "a")), Risk.CHANGE),
        (TargetFacts("button", "Send"), Type(text=" "), Risk.SEND),
        (TargetFacts("textbox", "Send to"), Type(text="a b"), Risk.CHANGE),
        (TargetFacts("textbox", "Send to"), Click(), Risk.CHANGE),
        (TargetFacts("listitem", "Mail 3"), PressKey(keys=("Delete",)), Risk.DELETE),
        (TargetFacts("listitem", "Mail 3"), PressKey(keys=("cmd", "Backspace")), Risk.DELETE),
        (TargetFacts("textbox", "To"), PressKey(keys=("Backspace",)), Risk.CHANGE),
        (TargetFacts("textbox", "To"), PressKey(keys=("shift", "Tab")), Risk.CHANGE),
        (TargetFacts("textbox", "To"), PressKey(keys=("shift", "Enter")), Risk.SUBMIT),
        (TargetFacts("menuitem", "Rename"), PressKey(keys=("Down", "Enter")), Risk.SEND),
        (TargetFacts("button", "Delete"), PressKey(keys=("Space", "Tab")), Risk.DELETE),
        (TargetFacts(), PressKey(keys=("Delete",)), Risk.CHANGE),
        (TargetFacts("button", "OK", kind="submit", form="dialog"), Click(), Risk.CHANGE),
        (TargetFacts("button", "OK", kind="submit", form="post", form_name="Delete account"), Click(), Risk.DELETE),
    ],
)
def test_keys_and_forms(target: TargetFacts, action: Action, risk: Risk):
    assert classify(action, {}, target) is risk


@pytest.mark.parametrize(
    ("act", "texts"),
    [
        ("pay", ["Pay now", "PLACE YOUR ORDER", "Check out", "Zahlungspflichtig bestellen", "Überweisen", "Payer",
                 "Passer la commande", "Comprar ahora", "Realizar pedido", "立即支付", "提交订单", "購入する",
                 "Оплатить"]),
        ("delete", ["Delete", "Remove item", "Close my account", "Löschen", "In den Papierkorb", "Supprimer",
                    "Eliminar", "Borrar todo", "删除", "清空购物车", "削除", "Удалить"]),
        ("send", ["Send", "Reply all", "Post", "Absenden", "Veröffentlichen", "Envoyer", "Publier", "Enviar",
                  "Compartir", "发送", "回复", "送信", "Отправить"]),
        (None, ["Cancel", "Next", "Repayment plan", "Undeleted", "Postcode", "Abbrechen", "Annuler", "Weiter",
                "取消", ""]),
    ],
)  # fmt: skip
def test_words_in_several_languages(act: str | None, texts: list[str]):
    assert {text: act_in(text) for text in texts} == dict.fromkeys(texts, act)
