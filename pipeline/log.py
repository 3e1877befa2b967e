"""What a watch or a stream tells of itself on stderr: a line for each thing that happens."""

import json
import logging
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TextIO


class Log:
    """Writes lines for a person, or JSON for a program.

    In JSON each line is an object with `time` (ISO 8601, UTC), `level`, `event`, `message` and what
    the event has: `run_id`, `source`, counts.

    Args:
        form: `text` or `json`.
        quiet: Whether to say only what is wrong.
        now: Tells the time.
        stream: Where to; None for whatever stderr is then.
    """

    def __init__(
        self,
        form: str,
        *,
        quiet: bool = False,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        stream: TextIO | None = None,
    ) -> None:
        self._is_json = form == "json"
        self._quiet = quiet
        self._now = now
        self._stream = stream

    def tell(self, event: str, message: str, **fields: Any) -> None:
        """Tell what happened."""
        if not self._quiet:
            self._tell("info", event, message, fields)

    def trouble(self, event: str, message: str, **fields: Any) -> None:
        """Tell what went wrong and is tried again."""
        self._tell("warning", event, message, fields)

    def fail(self, event: str, message: str, **fields: Any) -> None:
        """Tell what ended it."""
        self._tell("error", event, message, fields)

    def takes_warnings(self) -> None:
        """Let warnings of our own modules be lines of the same form."""
        if self._is_json:
            for handler in logging.getLogger().handlers:
                handler.setFormatter(_JsonFormatter())

    def _tell(self, level: str, event: str, message: str, fields: dict[str, Any]) -> None:
        if self._is_json:
            line = _json(self._now(), level, event, message, fields)
        else:
            line = f"copydesk: {message}"
        stream = self._stream or sys.stderr
        stream.write(f"{line}\n")
        stream.flush()


class _JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC)
        level = record.levelname.lower()
        fields = {"exception": self.formatException(record.exc_info)} if record.exc_info else {}
        return _json(moment, level, record.name, record.getMessage(), fields)


def _json(moment: datetime, level: str, event: str, message: str, fields: dict[str, Any]) -> str:
    told = {"time": f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"}
    told |= {"level": level, "event": event, "message": message, **fields}
    return json.dumps(told, ensure_ascii=False, default=str)
