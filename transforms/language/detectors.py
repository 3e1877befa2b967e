"""What can tell the language of a text: our own detector, and others behind the same interface."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

import numpy as np

from ..model import Language, LanguageShare
from . import langdetect_library, lingua_library, py3langid_library
from .chinese import chinese
from .profile_detector import ProfileDetector
from .reading import read
from .sample import sample
from .weights import TAGS

DetectorName = Literal["profiles", "langdetect", "py3langid", "lingua"]
DETECTORS: tuple[DetectorName, ...] = get_args(DetectorName)
"""Names of the detectors that `detector_named` knows; the first is the default."""


class Detector(Protocol):
    """Tells the language of a text.

    It goes to workers, so it is picklable and light: what it needs it loads at first use, once for
    each process. The same text and hint have the same answer in every process, thread and order.
    No text is a failure.
    """

    def detect(self, text: str, hint: str | None = None) -> Language:
        """Return the language of `text`; `und` with confidence 0 where there is none to tell.

        Args:
            text: Anything.
            hint: Language tag that the text's source gives, unchecked; may be left alone.
        """


_DECIMALS = 4


@dataclass(frozen=True)
class LibraryDetector:
    """Tells languages as another library does. It has no passages, and takes no hints.

    Attributes:
        name: `langdetect`; or `py3langid` or `lingua`, which the extras of that name install.
    """

    name: Literal["langdetect", "py3langid", "lingua"]

    def detect(self, text: str, hint: str | None = None) -> Language:  # noqa: ARG002
        """Return the language of `text`, as `Detector` says.

        Raises:
            ModuleNotFoundError: The library is not installed.
        """
        part = sample(text)
        reading = read(part)
        letters = int(np.count_nonzero(reading.scripts))
        found = letters and _LIBRARIES[self.name]("".join(map(chr, reading.code_points.tolist())))
        if not found:
            return Language(tag="und", confidence=0.0)
        code, probability = found
        tag = chinese(part)[0] if code.startswith("zh") else TAGS.get(code, code)
        return Language(
            tag=tag,
            confidence=round(min(probability, 1.0), _DECIMALS),
            languages=(LanguageShare(tag=tag, share=1.0),),
        )


_LIBRARIES: dict[str, Callable[[str], tuple[str, float] | None]] = {
    "langdetect": langdetect_library.most_likely,
    "py3langid": py3langid_library.most_likely,
    "lingua": lingua_library.most_likely,
}


def detector_named(name: DetectorName) -> Detector:
    """Return the detector of that name, as the command's `--language-detector` does."""
    return ProfileDetector() if name == "profiles" else LibraryDetector(name)
