"""How often Python looks for garbage that refers to itself, of which articles make hardly any."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

OBJECTS = 10_000
"""Made and not freed, till it looks again: a few megabytes. By default 700, which takes 3 % of a
run's time."""


@contextmanager
def garbage_sought_seldom() -> Iterator[None]:
    """Look for garbage after `OBJECTS` objects each, as long as this lasts."""
    before = gc.get_threshold()
    gc.set_threshold(OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
