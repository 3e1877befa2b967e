"""What every model here has in common: frozen values whose JSON form is stable."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict


class Model(BaseModel):
    """A value: immutable, compared by content, and stable as JSON.

    Fields that a newer version added are ignored when its JSON is read back, so a
    running job can be updated. Bytes are written as URL-safe base64 (RFC 4648 section 5).
    """

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        ser_json_bytes="base64",
        val_json_bytes="base64",
        allow_inf_nan=False,
    )

    def encoded(self) -> bytes:
        """Return it as JSON in UTF-8.

        What is grouped is grouped in this form: a runner that keeps groups in memory keeps them
        decoded, and a model takes several times the memory and time of its JSON.
        """
        return self.model_dump_json().encode()

    @classmethod
    def decoded(cls, encoded: bytes) -> Self:
        """Return the model whose JSON is `encoded`."""
        return cls.model_validate_json(encoded)


def to_utc(moment: datetime) -> datetime:
    """Return `moment` in UTC; a time without a zone is taken to be UTC already.

    Raises:
        ValueError: In UTC it lies outside the calendar.
    """
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{moment} is outside the calendar in UTC") from error


UtcDatetime = Annotated[datetime, AfterValidator(to_utc)]
"""A timezone-aware time in UTC, whatever zone it was given in."""


class Step(StrEnum):
    """A stage that may refuse a document; the value is what the output says."""

    READ = "read"
    CLEAN = "clean"
