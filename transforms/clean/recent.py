"""What was made of the documents that came last: an exact copy of one is not worked on again.

A copy is what has the same bytes and of which its container says the same. So what comes out is
what working on it again would give, and memory changes no result.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable

from ..model import Article, CleanError, Document

MOST_BYTES = 32 << 20
"""Of texts: some thousand articles, in each worker."""
_EACH_BYTES = 1_000  # what an article takes beside its text, about, and a refusal


class Recent:
    """Keeps the articles that were made last, and why others were refused.

    Args:
        most_bytes: How much memory they may take, about.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._made: OrderedDict[bytes, Article | CleanError] = OrderedDict()

    def article(self, document: Document, clean: Callable[[Document], Article]) -> Article:
        """Return the article that `document` holds: that of a copy of it, or what `clean` makes.

        Raises:
            CleanError: A copy was refused, or `clean` refuses it.
        """
        key = _key(document)
        made = self._made.get(key)
        if made is None:
            try:
                made = clean(document)
            except CleanError as error:
                made = CleanError(error.reason, error.message)  # without the frames that led to it
            self._keep(key, made)
        else:
            self._made.move_to_end(key)
        if isinstance(made, CleanError):
            raise CleanError(made.reason, made.message)
        return made.model_copy(update={"id": document.id, "source": document.source})

    def _keep(self, key: bytes, made: Article | CleanError) -> None:
        self._made[key] = made
        self._bytes += _size(made)
        while self._bytes > self._most_bytes:
            _, oldest = self._made.popitem(last=False)
            self._bytes -= _size(oldest)


def _key(document: Document) -> bytes:
    claims = document.claims.model_dump_json().encode()
    # SHA-256, since processors have instructions for it: twice as fast as BLAKE2 there.
    digest = hashlib.sha256(document.source.media_type.encode() + b"\n")
    digest.update(claims + b"\n")
    digest.update(document.content)
    return digest.digest()


def _size(made: Article | CleanError) -> int:
    return _EACH_BYTES + (0 if isinstance(made, CleanError) else 4 * len(made.text))
