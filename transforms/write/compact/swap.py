"""Files of a folder are replaced by others at one moment, where the file system can do that.

On Linux a folder beside is made of the new files and of links to those that stay, and both folders
change places: whoever lists the folder sees all records, each once, at any moment. Whoever has
listed it before, and opens a file only afterwards, may find that file gone, and lists again.

Elsewhere, and in a folder that has others in it, the new files are put there first and the old
ones deleted then: in between, whoever lists the folder sees records twice, and never too few.

Each can be done again from wherever it was broken off.
"""

import ctypes
import errno
import os
import shutil
from collections.abc import Collection
from pathlib import Path

_AT_FDCWD = -100  # paths are as they are written; of <fcntl.h>
_RENAME_EXCHANGE = 2  # of <linux/fs.h>
_CANNOT = {errno.ENOSYS, errno.EINVAL, errno.EXDEV, errno.EPERM}


def swap(folder: Path, prepared: Path, new: Collection[str], replaced: Collection[str]) -> None:
    """Put files in place of others.

    Args:
        folder: Where both belong, on the file system of `prepared`.
        prepared: A folder in which the new files wait, and nothing else; it is taken away.
        new: Their names.
        replaced: Names of the files that go.

    Raises:
        OSError: Something cannot be moved or deleted; done again it goes on from there.
    """
    is_waiting = any((prepared / name).exists() for name in new)
    if is_waiting and not _exchange(folder, prepared, new, replaced):
        for name in new:
            if (prepared / name).exists():
                (prepared / name).rename(folder / name)
    for name in replaced:
        (folder / name).unlink(missing_ok=True)
        (prepared / name).unlink(missing_ok=True)
    if prepared.exists():
        _bring_back(prepared, folder)
        prepared.rmdir()


def _exchange(
    folder: Path, prepared: Path, new: Collection[str], replaced: Collection[str]
) -> bool:
    """Let both folders change places; return False where that cannot be done."""
    names = os.listdir(folder)  # noqa: PTH208  names are all that is wanted
    if any((folder / name).is_dir() for name in names):
        return False
    for name in os.listdir(prepared):  # noqa: PTH208
        if name not in new:  # a link that was made before a crash
            (prepared / name).unlink()
    try:
        for name in set(names).difference(replaced, new):
            os.link(folder / name, prepared / name)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
        for name in set(os.listdir(prepared)).difference(new):  # noqa: PTH208
            (prepared / name).unlink()
        return False
    shutil.copystat(folder, prepared)
    if _renamed(prepared, folder):
        return True
    for name in set(names).difference(replaced, new):
        (prepared / name).unlink()
    return False


def _bring_back(prepared: Path, folder: Path) -> None:
    """Let what came while the folders changed places not go with the old one."""
    for path in prepared.iterdir():
        there = folder / path.name
        if there.exists() and there.samefile(path):
            path.unlink()
        else:
            path.rename(there)


def _renamed(first: Path, second: Path) -> bool:
    """Exchange two folders at one moment; return False where that cannot be done."""
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "renameat2"):
        return False
    paths = os.fsencode(first), os.fsencode(second)
    if not library.renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE):
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(second))
