"""What `factcheck` says alone: what to type next, for whoever is there and what lies around."""

from __future__ import annotations

from pathlib import Path

CLAIMS = "*.factcheck.y*ml"
PROSE = (".md", ".txt", ".html", ".htm")
AT_HOME = ("readme", "changelog", "license", "security", "contributing")  # no articles
FACTS = "--published 2025-02-21T12:30+08:00"


def welcome(folder: Path) -> str:
    """The sentence of what it does, then commands that work here, the likeliest first."""
    article = _article(folder) or "draft.md"
    claims = _claims(folder)
    data = _data(folder)
    steps = [
        ("an article, as it stands", f"factcheck check {article} {FACTS}"),
        ("its claims in a file, to review and keep", f"factcheck draft {article} {FACTS}"),
    ]
    if claims:
        steps.insert(0, ("the claims that lie here", f"factcheck check {claims}{data}"))
        steps.append(("a page to show", f"factcheck check {claims}{data} --output report.html"))
        steps.append(("the prices, to check without the network", f"factcheck fetch {claims}"))
    else:
        steps.insert(0, ("a small project that checks at once", "factcheck init"))
        steps.append(("what can be checked", "factcheck kinds"))
    lines = [
        "factcheck holds what is said about markets against market data.",
        "",
        *(f"  {command}\n      {what}" for what, command in steps),
        "",
        "All commands: factcheck --help",
    ]
    return "\n".join(lines)


def _claims(folder: Path) -> str:
    """The folder of claim files, or the one there is; "" where there is none near by."""
    if any((folder / "claims").glob(CLAIMS)):
        return "claims/"
    found = sorted(path.name for path in folder.glob(CLAIMS))
    return "" if not found else _quoted(found[0]) if len(found) == 1 else "."


def _article(folder: Path) -> str:
    names = sorted(
        path.name
        for path in folder.iterdir()
        if path.suffix in PROSE and not path.stem.lower().startswith(AT_HOME)
    )
    return _quoted(names[0]) if names else ""


def _quoted(name: str) -> str:
    """A name that can be typed as it is shown; others are left to the reader."""
    import shlex

    return shlex.quote(name) if name.isprintable() and not name.startswith("-") else ""


def _data(folder: Path) -> str:
    """The option for a folder of prices, unless a configuration may name it already."""
    there = [name for name in ("prices/", "claims/prices/") if (folder / name).is_dir()]
    return f" --data {there[0]}" if there and not (folder / "factcheck.toml").exists() else ""
