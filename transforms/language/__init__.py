"""DetectLanguage: which language an article is in, and which passages are in others."""

from .detectors import DETECTORS, Detector, LibraryDetector, detector_named
from .language import detect_language, tag_language
from .profile_detector import ProfileDetector
from .transform import DetectLanguage

__all__ = [
    "DETECTORS",
    "DetectLanguage",
    "Detector",
    "LibraryDetector",
    "ProfileDetector",
    "detect_language",
    "detector_named",
    "tag_language",
]
