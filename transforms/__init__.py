"""Apache Beam transforms for articles."""

from .model import coders as _coders  # noqa: F401  # tells Beam how models cross between workers
