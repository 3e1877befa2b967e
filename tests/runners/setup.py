"""Set up the runners that the suite compares, in `.cache/runners`: as many as can be had here.

    python tests/runners/setup.py [prism] [flink] [spark]

Prism is built by Go from its module, whose checksum Go verifies. The job servers of Flink and Spark
come from Maven Central by Maven, which is told to refuse what differs from its published checksum.
Of a runner that cannot be had there is a file `<runner>.missing` instead, which says why.
"""

import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

BEAM = version("apache-beam")
FOLDER = Path(__file__).parents[2] / ".cache" / "runners" / BEAM

_PATIENCE_SECONDS = 240  # building Prism from nothing takes two cores 130
_LIBRARIES = "2.62.0"
"""Version of the libraries that a job server is made of where its own jar is not to be had. Workers
of later versions understand it, as the suite shows."""
_SPARK = "3.5.0"  # those libraries leave Spark to whoever runs them
_JOB_SERVERS: Mapping[str, tuple[str, str, Sequence[str]]] = {
    "flink": (
        f"org.apache.beam:beam-runners-flink-1.19-job-server:{BEAM}",
        "org.apache.beam.runners.flink.FlinkJobServerDriver",
        (f"org.apache.beam:beam-runners-flink-1.19:{_LIBRARIES}",),
    ),
    "spark": (
        f"org.apache.beam:beam-runners-spark-3-job-server:{BEAM}",
        "org.apache.beam.runners.spark.SparkJobServerDriver",
        (
            f"org.apache.beam:beam-runners-spark-3:{_LIBRARIES}",
            f"org.apache.beam:beam-runners-java-job-service:{_LIBRARIES}",
            f"org.apache.spark:spark-core_2.12:{_SPARK}",
            f"org.apache.spark:spark-streaming_2.12:{_SPARK}",
        ),
    ),
}
_OPENED = (  # to reflection, which both need on Java 17
    *(f"java.base/java.{name}" for name in ("io", "lang", "lang.invoke", "net", "nio", "text")),
    *(f"java.base/java.{name}" for name in ("time", "util", "util.concurrent")),
    *("java.base/java.util.concurrent.atomic", "java.base/sun.nio.ch"),
)


class MissingError(Exception):
    """A runner cannot be had here; the message says why, in a line."""


class TooSlowError(MissingError):
    """It could not be had in time, as where a network answers nothing."""


def main(names: Sequence[str]) -> None:
    """Set up each runner of `names` that is not there, and tell of each."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    groups = (("prism",), ("flink", "spark"))  # Maven one at a time: they share a repository
    with ThreadPoolExecutor() as executor:
        told = [
            executor.submit(_set_up, *(each for each in group if each in names)) for group in groups
        ]
    for lines in told:
        sys.stdout.write(lines.result())


def _set_up(*names: str) -> str:
    """Set up runners one after the other; where one took too long, the others are not tried."""
    lines = []
    too_slow = None
    for name in names:
        missing = FOLDER / f"{name}.missing"
        try:
            if too_slow:
                raise too_slow
            made = _prism() if name == "prism" else _job_server(name)
            missing.unlink(missing_ok=True)
            lines.append(f"{name}: {made}\n")
        except MissingError as error:
            missing.write_text(str(error))
            lines.append(f"{name}: not set up: {error}\n")
            too_slow = error if isinstance(error, TooSlowError) else None
    return "".join(lines)


def _prism() -> Path:
    prism = FOLDER / "prism"
    if not prism.exists():
        package = f"github.com/apache/beam/sdks/v2/go/cmd/prism@v{BEAM}"
        _run("go", "install", package, GOBIN=str(FOLDER))
    shortcut = FOLDER.parents[1] / "prism"
    shortcut.unlink(missing_ok=True)
    shortcut.symlink_to(prism.relative_to(shortcut.parent))
    return prism


def _job_server(name: str) -> Path:
    jar = FOLDER / f"{name}.jar"
    if jar.exists():
        return jar
    artifact, main_class, libraries = _JOB_SERVERS[name]
    if shutil.which("java") is None:
        raise MissingError("java is not installed")
    work = FOLDER / name
    work.mkdir(exist_ok=True)
    try:
        _maven("dependency:copy", f"-Dartifact={artifact}", f"-DoutputDirectory={work}")
        (work / "{1}-{2}.jar".format(*artifact.split(":"))).replace(jar)
    except TooSlowError:
        raise
    except MissingError:
        (work / "pom.xml").write_bytes(_pom(libraries))
        _maven(f"--file={work}", "dependency:copy-dependencies", f"-DoutputDirectory={work}")
        _make_jar(jar, main_class, sorted(work.glob("*.jar")))
    return jar


def _pom(libraries: Sequence[str]) -> bytes:
    project = ET.Element("project", xmlns="http://maven.apache.org/POM/4.0.0")
    for tag, text in zip(
        ("modelVersion", "groupId", "artifactId", "version"),
        ("4.0.0", "copydesk", "job-server", BEAM),
        strict=True,
    ):
        ET.SubElement(project, tag).text = text
    dependencies = ET.SubElement(project, "dependencies")
    for library in libraries:
        dependency = ET.SubElement(dependencies, "dependency")
        for tag, text in zip(("groupId", "artifactId", "version"), library.split(":"), strict=True):
            ET.SubElement(dependency, tag).text = text
    return ET.tostring(project)


def _make_jar(jar: Path, main_class: str, libraries: Sequence[Path]) -> None:
    """Write a jar that holds nothing but where its libraries are, for `java -jar`."""
    entries = {
        "Manifest-Version": "1.0",
        "Main-Class": main_class,
        "Class-Path": " ".join(path.relative_to(jar.parent).as_posix() for path in libraries),
        "Add-Opens": " ".join(_OPENED),
    }
    with zipfile.ZipFile(jar, "w") as archive:
        lines = (_folded(f"{name}: {value}") for name, value in entries.items())
        archive.writestr("META-INF/MANIFEST.MF", "".join(lines))


def _folded(line: str) -> str:
    """Return a line of a manifest, in which none has more than 72 bytes."""
    return "\r\n ".join(line[start : start + 70] for start in range(0, len(line), 70)) + "\r\n"


def _maven(*arguments: str) -> None:
    _run("mvn", "--batch-mode", "--no-transfer-progress", "--strict-checksums", *arguments)


def _run(*command: str, **environment: str) -> None:
    if shutil.which(command[0]) is None:
        raise MissingError(f"{command[0]} is not installed")
    try:
        subprocess.run(
            command,
            check=True,
            capture_output=True,
            text=True,
            timeout=_PATIENCE_SECONDS,
            env=os.environ | environment,
        )
    except subprocess.TimeoutExpired:
        raise TooSlowError(f"{command[0]} took longer than {_PATIENCE_SECONDS} s") from None
    except subprocess.CalledProcessError as error:
        lines = [line for line in f"{error.stderr}\n{error.stdout}".splitlines() if line.strip()]
        told = [line for line in lines if "ERROR" in line] or lines or ["failed"]
        raise MissingError(f"{command[0]}: {told[0].strip()[:300]}") from None


if __name__ == "__main__":
    main(sys.argv[1:] or ("prism", *_JOB_SERVERS))
