"""The only loop: nothing else calls `env.step` on behalf of a policy.

Driven by hand, a session goes like this:

    with Session(env, seed=7, store=store) as session:
        while not session.done:
            session.commit(session.propose(policy))
    session.episode

`rollout` does just that.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, cast

import gymnasium as gym
import numpy as np

from ..actions.errors import UsageError
from ..actions.failure import Failure
from ..actions.observation import FEEDBACK, Observation
from ..actions.schema import Action, CallUser, Invalid, Noop, action_from, ends_episode
from ..agent.context import Context, PastStep
from ..agent.policy import Policy
from ..agent.turn import Turn
from ..envs.guard import classify
from .approver import DEFAULT_RULES, NOBODY, Approver, Rules, need_targets, rule_on
from .environment_facts import failure_in, identity, json_part, measured, target_of
from .episode import Author, Episode, Ruling, SkipReason, Step, StopReason
from .episode_store import EpisodeStore, memory_writer
from .episode_writer import EpisodeWriter

NOBODY_THERE = "nobody is there to answer; go on alone or terminate"


class Session:
    """One episode of one environment, from `reset` to its end. Leaving its `with` block aborts what still runs.

    Args:
        env: The environment; the caller makes and closes it.
        task: Given to `reset` as an option; None plays what the environment was made for.
        seed: Of `reset`, and of what the policy samples.
        store: Where to record; None keeps the episode in memory.
        approver: Who is asked about actions that `rules` want to ask about; None refuses them.
        stop_on_change: Leave out the rest of a turn when the screen changed that the next action points at.
        max_steps: Steps after which the episode ends.
        time_limit: Seconds inside `env.step` after which it ends; what policy and person take does not count.
        rules: What to do with an action, by its risk.
        policy: Name of what is going to act, for the head of the recording.

    A world that could not be made is an episode without steps that has already ended (`environment`).
    """

    def __init__(
        self,
        env: gym.Env[Observation, Action],
        task: str | None = None,
        seed: int = 0,
        *,
        store: EpisodeStore | None = None,
        approver: Approver | None = None,
        stop_on_change: bool = True,
        max_steps: int = 30,
        time_limit: float | None = None,
        rules: Rules = DEFAULT_RULES,
        policy: str = "",
    ) -> None:
        if max_steps < 1:
            raise UsageError(f"max_steps is {max_steps}; an episode has at least one step")
        self.env, self.seed, self.max_steps, self.time_limit = env, seed, max_steps, time_limit
        self.stop_on_change, self.rules, self.approver = stop_on_change, rules, approver or NOBODY
        self._stopped: Episode | None = None
        observation, self._info = env.reset(seed=seed, options=None if task is None else {"task": task})
        observation = _copied(observation)
        name, options = identity(env)
        record = memory_writer if store is None else store.record
        self._writer: EpisodeWriter = record(
            observation,
            task=str(task or self._info.get("task") or name),
            env=name,
            env_options=options,
            seed=seed,
            policy=policy,
            info=_recorded_info(self._info),
            measured=measured(env),
        )
        self._context = Context(self._writer.header.goal, observation)
        failure = failure_in(self._info)
        if failure is not None and not failure.of_policy:
            self._end(StopReason.ENVIRONMENT, failure)

    @property
    def context(self) -> Context:
        """What a policy knows now."""
        return self._context

    @property
    def info(self) -> dict[str, Any]:
        """The `info` of the last reset or step, as the environment gave it."""
        return self._info

    @property
    def done(self) -> bool:
        """Whether the episode has ended."""
        return self._stopped is not None

    @property
    def episode(self) -> Episode:
        """The episode so far; while it runs it reads as aborted, as its file would."""
        return self._stopped or self._writer.episode()

    def propose(self, policy: Policy) -> Turn:
        """Asks a policy for the next turn; nothing is executed."""
        self._check_running()
        turns = policy.act([self._context], seed=turn_seed(self.seed, len(self._writer.turns)))
        return only_turns(turns, 1, policy)[0]

    def commit(self, move: Turn | Action, author: Author = "policy") -> Step:
        """Executes a turn, or a single action, and records it.

        Every call steps the environment at least once, so that limits always count. The rest of a turn is left out
        when a step ends the episode, fails, or changes the screen that the next action points at.

        Args:
            move: What to do.
            author: Who wants it.

        Returns:
            The last step that was taken.

        Raises:
            UsageError: If the episode has ended. What the environment raises aborts the episode.
        """
        self._check_running()
        checked = move if isinstance(move, Turn) else action_from(move)
        try:
            step = self._commit_turn(checked, author) if isinstance(checked, Turn) else self._step(checked, author)
        except BaseException:
            # Ctrl-C, or a bug: nobody knows whether the world is where the recording says.
            self.stop()
            raise
        ending = self._ending(step)
        if ending is not None:
            self._end(ending, step.failure if step.failure is not None and not step.failure.of_policy else None)
        return step

    def stop(self, reason: StopReason = StopReason.ABORTED) -> Episode:
        """Ends the episode; one that has already ended stays as it is."""
        return self._stopped or self._end(reason)

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _commit_turn(self, turn: Turn, author: Author) -> Step:
        number = self._writer.turn(turn)
        actions = turn.parsed.actions or (Invalid(reason="the turn holds no action"),)
        before = self._writer.last_seen
        step = self._step(actions[0], author, number)
        for item, action in enumerate(actions[1:], start=1):
            changed = not step.after.same_picture(before)
            reason = self._why_not(action, step, changed)
            if reason is not None:
                self._writer.skip(number, range(item, len(actions)), reason)
                break
            step = self._step(action, author, number, item)
        return step

    def _why_not(self, action: Action, last: Step, changed: bool) -> SkipReason | None:
        """Why the next action of a turn is not executed; None when it is."""
        if self._ending(last) is not None:
            return "done"
        if last.failure is not None:
            return "failure"
        return "screen_changed" if self.stop_on_change and changed and points(action) else None

    def _step(self, action: Action, author: Author, turn: int | None = None, item: int = 0) -> Step:
        risk = classify(action, self._info, target_of(action, self.env) if need_targets(self.rules) else None)
        verdict = rule_on(action, risk, author, rules=self.rules, approver=self.approver, context=self._context)
        reply = self._reply(action, verdict)
        # What was refused still takes a step, so that limits count; `noop` is what every world can do.
        executed = action if verdict in ("allowed", "approved") else Noop()
        started = time.perf_counter()
        observation, given, terminated, truncated, self._info = self.env.step(executed)
        seconds = time.perf_counter() - started
        reward = float(given)
        observation = _copied(observation, feedback=reply)
        model_call = None if turn is None else self._writer.turns[turn]
        step = self._writer.step(
            observation,
            action=action,
            author=author,
            turn=turn,
            item=item,
            risk=risk,
            verdict=verdict,
            reward=reward if math.isfinite(reward) else 0.0,
            terminated=terminated,
            truncated=truncated,
            failure=self._failure(action, verdict, reward, model_call),
            info=_recorded_info(self._info),
            seconds=seconds,
            measured=measured(self.env),
        )
        past = PastStep(action, self._context.observation, step.after.feedback, model_call)
        self._context = self._context.after(past, observation)
        return step

    def _reply(self, action: Action, verdict: Ruling) -> str | None:
        """What the session, rather than the environment, has to say about an action."""
        if verdict in ("refused", "denied"):
            return _refusal(action, verdict)
        if isinstance(action, CallUser):
            answer = self.approver.answer(action.message, self._context)
            return NOBODY_THERE if answer is None else answer
        return None

    def _failure(self, action: Action, verdict: Ruling, reward: float, turn: Turn | None) -> Failure | None:
        """What went wrong in the last step; what broke comes before what the policy did."""
        broken = failure_in(self._info)
        if broken is not None and not broken.of_policy:
            return broken
        if turn is not None and turn.failure is not None:
            return turn.failure
        if not math.isfinite(reward):
            return Failure(kind="grader", reason=f"the environment gave the reward {reward}")
        if verdict in ("refused", "denied"):
            return Failure(kind="blocked", reason=_refusal(action, verdict))
        return broken

    def _ending(self, step: Step) -> StopReason | None:
        """Why the episode ends with its last step; None when it goes on."""
        if step.failure is not None and not step.failure.of_policy:
            return StopReason.MODEL if step.failure.kind == "model" else StopReason.ENVIRONMENT
        if step.terminated or (step.executed and ends_episode(step.action)):
            return StopReason.DONE
        if step.truncated:
            by_time = step.info.get("truncated_by") == "time_limit"
            return StopReason.TIME_LIMIT if by_time else StopReason.STEP_LIMIT
        if step.turn is not None and _left_no_room(self._writer.turns[step.turn]):
            return StopReason.CONTEXT_FULL
        if step.index + 1 >= self.max_steps:
            return StopReason.STEP_LIMIT
        if self.time_limit is not None and sum(each.seconds for each in self._writer.steps) >= self.time_limit:
            return StopReason.TIME_LIMIT
        return None

    def _end(self, reason: StopReason, failure: Failure | None = None) -> Episode:
        self._stopped = self._writer.end(reason, failure)
        return self._stopped

    def _check_running(self) -> None:
        if self._stopped is not None:
            raise UsageError(f"the episode has ended ({self._stopped.stop}); make a new Session for the next one")


def points(action: Action) -> bool:
    """Whether an action refers to a place on the screen."""
    return any(getattr(action, name, None) is not None for name in ("target", "path", "start", "end", "region"))


def turn_seed(seed: int, turn: int) -> int:
    """The seed with which a policy samples turn number `turn` of an episode."""
    return int(np.random.SeedSequence((seed, turn)).generate_state(1)[0])


def only_turns(turns: Sequence[Turn], count: int, policy: Policy) -> Sequence[Turn]:
    """The turns of a policy, one for each context.

    Raises:
        UsageError: If there are more or fewer.
    """
    if len(turns) != count:
        raise UsageError(f"policy {policy.name!r} gave {len(turns)} turns for {count} contexts; one for each is needed")
    return turns


def _refusal(action: Action, verdict: Ruling) -> str:
    return f"{action.name} was not executed: {'refused' if verdict == 'refused' else 'not allowed here'}"


def _left_no_room(turn: Turn) -> bool:
    return turn.finish == "length" and turn.completion_tokens == 0 and turn.prompt_tokens > 0


def _recorded_info(info: Mapping[str, Any]) -> dict[str, Any]:
    return json_part({key: value for key, value in info.items() if key != "failure"})


def _copied(observation: Observation, feedback: str | None = None) -> Observation:
    """The observation in arrays of its own, since environments may reuse theirs; perhaps with other feedback."""
    copy = cast("Observation", {key: np.array(value) for key, value in observation.items()})
    if feedback is not None:
        copy["feedback"] = FEEDBACK.encode(feedback)
    return copy
