"""The one place that knows py3langid (https://github.com/adbar/py3langid), which is optional."""

from functools import cache
from typing import Any


def most_likely(text: str) -> tuple[str, float] | None:
    """Return the ISO 639-1 code of the language of `text`, and its probability.

    Returns:
        None for an empty text.

    Raises:
        ModuleNotFoundError: It is not installed: `pip install 'copydesk[langid]'`.
    """
    if not text.strip():
        return None
    code, probability = _identifier().classify(text)
    return str(code), float(probability)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  optional

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
