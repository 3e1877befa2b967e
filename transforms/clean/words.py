"""Word lists: sections of lines, a language and its phrases on each."""

from functools import cache
from importlib.resources import files


@cache
def word_list(name: str) -> dict[str, tuple[str, ...]]:
    """Return the phrases in the file `name` of `lists/`, by section, as written.

    A section begins with its name in square brackets. Its lines are a language, a colon, and
    phrases with ` | ` between. Lines that begin with `#` are comments.
    """
    sections: dict[str, list[str]] = {}
    section: list[str] = []
    for line in files(__package__).joinpath("lists", name).read_text("utf-8").splitlines():
        if line.startswith("["):
            section = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            section.extend(line.partition(":")[2].strip().split(" | "))
    return {title: tuple(phrases) for title, phrases in sections.items()}
