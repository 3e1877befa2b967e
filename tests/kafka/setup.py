"""Set up Apache Kafka in `.cache/kafka`, from Maven Central, whose checksums Maven verifies.

Where it cannot be had there is a file `kafka.missing` instead, which says why.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

VERSION = "4.1.1"
FOLDER = Path(__file__).parents[2] / ".cache" / "kafka" / VERSION
LIBRARIES = FOLDER / "lib"
MISSING = FOLDER / "kafka.missing"

_PATIENCE_SECONDS = 240
_POM = f"""\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>copydesk</groupId>
  <artifactId>kafka</artifactId>
  <version>{VERSION}</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>{VERSION}</version>
    </dependency>
  </dependencies>
</project>
"""


class MissingError(Exception):
    """Kafka cannot be had here; the message says why, in a line."""


def main() -> None:
    """Set Kafka up if it is not there, and tell of it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    try:
        _set_up()
    except MissingError as error:
        MISSING.write_text(str(error))
        sys.stdout.write(f"kafka: not set up: {error}\n")
    else:
        MISSING.unlink(missing_ok=True)
        sys.stdout.write(f"kafka: {LIBRARIES}\n")


def _set_up() -> None:
    if shutil.which("java") is None:
        raise MissingError("java is not installed")
    if LIBRARIES.exists():
        return
    aside = FOLDER / f"lib.{os.getpid()}"
    (FOLDER / "pom.xml").write_text(_POM)
    try:
        _maven(f"--file={FOLDER}", "dependency:copy-dependencies", f"-DoutputDirectory={aside}")
        aside.replace(LIBRARIES)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _maven(*arguments: str) -> None:
    command = ["mvn", "--batch-mode", "--no-transfer-progress", "--strict-checksums", *arguments]
    if shutil.which(command[0]) is None:
        raise MissingError("Maven (mvn) is not installed")
    try:
        subprocess.run(
            [*command, "-DincludeScope=runtime"],
            check=True,
            capture_output=True,
            text=True,
            timeout=_PATIENCE_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise MissingError(f"Maven took longer than {_PATIENCE_SECONDS} s") from None
    except subprocess.CalledProcessError as error:
        lines = [line for line in f"{error.stderr}\n{error.stdout}".splitlines() if line.strip()]
        told = [line for line in lines if "ERROR" in line] or lines or ["failed"]
        raise MissingError(f"Maven: {told[0].strip()[:300]}") from None


if __name__ == "__main__":
    main()
