"""What an environment says about itself, cut down to what a recording can hold."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from typing import Any, cast

import gymnasium as gym
import numpy as np
from pydantic import ValidationError

from ..actions.failure import Failure
from ..actions.schema import Action
from ..envs.guard_target import TargetFacts

_NO_JSON = object()


def json_part(values: Mapping[str, Any]) -> dict[str, Any]:
    """The entries that JSON can hold exactly; the others are left out.

    Examples:
        >>> json_part({"url": "about:blank", "count": np.int64(3), "page": object(), "size": (1, 2)})
        {'url': 'about:blank', 'count': 3, 'size': [1, 2]}
    """
    found = {key: _plain(value) for key, value in values.items() if isinstance(key, str)}
    return {key: value for key, value in found.items() if value is not _NO_JSON}


def failure_in(info: Mapping[str, Any]) -> Failure | None:
    """The failure that an environment reports, also as a dict."""
    value = info.get("failure")
    if value is None or isinstance(value, Failure):
        return value
    try:
        return Failure.model_validate(value)
    except ValidationError:
        return Failure(kind="environment", reason=f"a failure that is none of ours: {value!r}"[:300])


def measured(env: gym.Env[Any, Any]) -> dict[str, Any]:
    """What the environment measured in its last reset or step; empty when it measures nothing."""
    record = getattr(env.unwrapped, "measured", None)
    return json_part(asdict(record)) if is_dataclass(record) and not isinstance(record, type) else {}


def identity(env: gym.Env[Any, Any]) -> tuple[str, dict[str, Any]]:
    """The registered id of an environment (or the name of its class) and what it was made with."""
    spec = env.spec
    if spec is None:
        return type(env.unwrapped).__name__, {}
    return spec.id, json_part(spec.kwargs)


def target_of(action: Action, env: gym.Env[Any, Any]) -> TargetFacts | None:
    """The element that an action is going to reach, if the environment can tell."""
    ask = getattr(env.unwrapped, "target_facts", None)
    return None if ask is None else cast("TargetFacts | None", ask(action))


def _plain(value: Any) -> Any:
    """The value in JSON types, or `_NO_JSON`; something with secrets says itself what may be `recorded`."""
    recorded = getattr(value, "recorded", None)
    if callable(recorded) and not isinstance(value, type):
        value = recorded()
    if isinstance(value, (np.generic, np.ndarray)) and value.ndim == 0:
        value = value.item()
    if value is None or isinstance(value, (bool, int)):
        return value if value is None or type(value) is bool else int(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else _NO_JSON
    if isinstance(value, Mapping):
        inner = {key: _plain(item) for key, item in value.items()}
        whole = all(isinstance(key, str) and item is not _NO_JSON for key, item in inner.items())
        return inner if whole else _NO_JSON
    if isinstance(value, (list, tuple)):
        items = [_plain(item) for item in value]
        return _NO_JSON if any(item is _NO_JSON for item in items) else items
    return _NO_JSON
