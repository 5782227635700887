"""How does a line in the log look? One JSON object a line, with the fields that were named and no others."""

import json
import logging
import traceback
from datetime import UTC, datetime

# What may be added to a line by `extra=`; whatever else a caller adds is left out.
_FIELDS = ("route", "method", "status", "milliseconds", "reference")


class JsonLines(logging.Formatter):
    """Write each line as a JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """Give one line; of an exception its kind and the places it went through, never its words (they may quote)."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            line["trace"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        return json.dumps(line, ensure_ascii=False)
