"""Throw-away virtual environments for the packages that we are measured beside; never the project's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(tempfile.gettempdir()) / "guiwright-benchmark-peers"
"""Made once and used again by later runs."""
INSTALLED = "installed"  # a file that says that an installation came to its end


@dataclass(frozen=True, slots=True)
class Interpreter:
    """How a peer's process is started.

    Attributes:
        python: The interpreter with its packages.
        environment: Variables that it needs.
    """

    python: Path = Path(sys.executable)
    environment: dict[str, str] = field(default_factory=dict)


def farama(folder: Path, chromium: Path) -> Interpreter:
    """The package `miniwob` with Debian's driver for the same browser that we use."""
    python = _virtual_environment(folder / "farama", "miniwob==1.1.0", "gymnasium==1.4.0")
    variables = {"MINIWOB_CHROME_BINARY": str(chromium), "MINIWOB_CHROMEDRIVER": str(_driver(folder))}
    return Interpreter(python, variables)


def browsergym(folder: Path, chromium: Path) -> Interpreter:
    """BrowserGym with a folder that passes our browser off as the one that its Playwright would have fetched."""
    packages = "browsergym-core==0.14.3", "browsergym-miniwob==0.14.3", "miniwob==1.1.0"
    python = _virtual_environment(folder / "browsergym", *packages)
    # Its chat window starts a browser of its own, and takes no other path for it.
    browsers = folder / "browsers"
    launcher = browsers / "chromium-1117" / "chrome-linux" / "chrome"
    launcher.parent.mkdir(parents=True, exist_ok=True)
    launcher.write_text(f'#!/bin/sh\nexec {chromium} --no-sandbox "$@"\n', encoding="utf-8")
    launcher.chmod(0o755)
    (browsers / "chromium-1117" / "INSTALLATION_COMPLETE").touch()
    pages = next(python.parents[1].glob("lib/python*/site-packages/miniwob/html/miniwob"))
    return Interpreter(python, {"MINIWOB_URL": pages.as_uri() + "/", "PLAYWRIGHT_BROWSERS_PATH": str(browsers)})


def _virtual_environment(folder: Path, *packages: str) -> Path:
    """The interpreter of an environment with these packages; made anew when it is not whole."""
    python, mark = folder / "bin" / "python", folder / INSTALLED
    if not mark.is_file() or mark.read_text() != "\n".join(packages):
        print(f"making {folder} with {', '.join(packages)} …", file=sys.stderr)
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *packages], check=True)
        mark.write_text("\n".join(packages), encoding="utf-8")
    return python


def _driver(folder: Path) -> Path:
    """The system's chromedriver, or the one out of Debian's package, unpacked beside the environments."""
    found = shutil.which("chromedriver")
    if found:
        return Path(found)
    unpacked = folder / "chromium-driver"
    driver = unpacked / "usr" / "bin" / "chromedriver"
    if not driver.is_file():
        unpacked.mkdir(parents=True, exist_ok=True)
        subprocess.run(["apt-get", "download", "chromium-driver"], cwd=unpacked, check=True, stdout=sys.stderr)
        for package in unpacked.glob("*.deb"):
            subprocess.run(["dpkg", "-x", str(package), str(unpacked)], check=True)
    return driver


def plain_environment() -> dict[str, str]:
    """The variables of this process without those that lead Python back to the project's own environment."""
    return {
        name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME"}
    }
