"""The names under which `gymnasium.make` and `gymnasium.make_vec` find our environments."""

import gymnasium as gym

ENTRY_POINTS = {
    "guiwright/Web-v0": ("guiwright.envs.web.env:WebEnv", "guiwright.envs.web.vector:WebVectorEnv"),
    "guiwright/MiniWoB-v0": ("guiwright.envs.miniwob.env:MiniWoBEnv", "guiwright.envs.miniwob.vector:MiniWoBVectorEnv"),
}


def register_environments() -> None:
    """Registers all environments; registering twice is fine. Nothing heavy is imported."""
    for name, (one, many) in ENTRY_POINTS.items():
        if name not in gym.registry:
            gym.register(id=name, entry_point=one, vector_entry_point=many, order_enforce=False)
