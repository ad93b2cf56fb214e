"""The fuzz targets as plain tests: over what each begins with, and over every input that once failed."""

from __future__ import annotations

import pytest

from fuzz.seeds import FOUND, SEEDS
from fuzz.targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_are_taken_as_promised(name):
    for body in SEEDS[name]():
        TARGETS[name](body)


@pytest.mark.parametrize("path", sorted(FOUND.glob("*-*")), ids=lambda path: path.name)
def test_what_was_found_stays_mended(path):
    TARGETS[path.name.partition("-")[0]](path.read_bytes())


def test_every_target_has_seeds_and_a_promise():
    assert list(SEEDS) == list(TARGETS)
    assert all(target.__doc__ for target in TARGETS.values())
