"""The memory that this machine has to give, as Linux tells it."""

from contextlib import suppress
from pathlib import Path


def free_memory(root: Path = Path("/")) -> int | None:
    """Return how many bytes a process may yet take; None if that is not told.

    It is what the machine has available, or what is left of a limit that is set on this process
    and those beside it (a control group, such as a container's), whichever is less.

    Args:
        root: Where `proc` and `sys` are.
    """
    found = [*_available(root), *_left_in_groups(root)]
    return max(0, min(found)) if found else None


def _available(root: Path) -> list[int]:
    with suppress(OSError):
        for line in (root / "proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return [int(line.split()[1]) * 1024]
    return []


def _left_in_groups(root: Path) -> list[int]:
    """Return what is left in each group that this process is in: its own and those around it."""
    left = []
    for group in _groups(root):
        limit = _number(group / "memory.max", group / "memory.limit_in_bytes")
        used = _number(group / "memory.current", group / "memory.usage_in_bytes")
        if limit is not None and used is not None:
            left.append(limit - used + _reclaimable(group / "memory.stat"))
    return left


def _groups(root: Path) -> list[Path]:
    lines: list[str] = []
    with suppress(OSError):
        lines = (root / "proc/self/cgroup").read_text().splitlines()
    groups = []
    for line in lines:
        _, _, controllers_and_path = line.partition(":")
        controllers, _, path = controllers_and_path.partition(":")
        if controllers not in ("", "memory"):
            continue
        top = root / "sys/fs/cgroup" / controllers
        own = top / path.strip("/")
        groups += [own, *(folder for folder in own.parents if folder.is_relative_to(top))]
    return groups


def _number(*files: Path) -> int | None:
    for file in files:
        with suppress(OSError, ValueError):  # "max", where there is no limit
            return int(file.read_text())
    return None


def _reclaimable(stat: Path) -> int:
    """Return how much of what a group uses are files that are held as long as there is room."""
    with suppress(OSError, ValueError):
        for line in stat.read_text().splitlines():
            name, _, value = line.partition(" ")
            if name in ("inactive_file", "total_inactive_file"):
                return int(value)
    return 0
