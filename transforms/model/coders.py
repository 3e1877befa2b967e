"""How models cross from worker to worker: as JSON, through coders that Beam knows by type."""

from typing import Any, Self

from apache_beam import coders

from .article import Article
from .base import Model
from .document import Document
from .duplicate import Duplicate
from .failure import Failure
from .index import IndexEntry


class ModelCoder(coders.Coder):
    """Encodes one class of model as JSON in UTF-8.

    The order of fields is that of the class and no time or hash seed goes in, so equal models
    have equal bytes. Even so a model is never a grouping key here: keys are `str` or `bytes`.
    """

    def __init__(self, model: type[Model]) -> None:
        self._model = model

    def encode(self, value: Model) -> bytes:
        """Return `value` as JSON."""
        return value.encoded()

    def decode(self, encoded: bytes) -> Model:
        """Return the model whose JSON is `encoded`."""
        return self._model.decoded(encoded)

    def estimate_size(self, value: Model) -> int:
        """Return about how many bytes that is: Beam asks for its metrics, and a page is large."""
        return sum(len(part) for part in vars(value).values() if isinstance(part, str | bytes))

    def is_deterministic(self) -> bool:
        """Equal models have equal bytes."""
        return True

    def to_type_hint(self) -> type[Model]:
        """Return the class of the models."""
        return self._model

    @classmethod
    def from_type_hint(cls, typehint: Any, registry: Any) -> Self:  # noqa: ARG003
        """Return the coder of the model class `typehint`; Beam's registry calls this."""
        return cls(typehint)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ModelCoder) and self._model is other._model

    def __hash__(self) -> int:
        return hash((ModelCoder, self._model))


def register(*models: type[Model]) -> None:
    """Let Beam encode PCollections of these models with `ModelCoder`."""
    for model in models:
        coders.registry.register_coder(model, ModelCoder)


register(Document, Article, Duplicate, Failure, IndexEntry)
