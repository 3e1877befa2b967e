"""The one place that knows lingua (https://github.com/pemistahl/lingua-py), which is optional."""

from functools import cache
from typing import Any


def most_likely(text: str) -> tuple[str, float] | None:
    """Return the ISO 639-1 code of the language of `text`, and its confidence.

    Returns:
        None where it knows none.

    Raises:
        ModuleNotFoundError: It is not installed: `pip install 'copydesk[lingua]'`.
    """
    found = _detector().compute_language_confidence_values(text)
    if not found or not found[0].value:
        return None
    return found[0].language.iso_code_639_1.name.lower(), float(found[0].value)


@cache
def _detector() -> Any:
    from lingua import LanguageDetectorBuilder  # noqa: PLC0415  optional

    return LanguageDetectorBuilder.from_all_languages().build()
