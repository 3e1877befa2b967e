"""Which files a file, a folder or a glob means."""

import os

import pytest
from apache_beam.io.filesystem import FileMetadata, MatchResult
from apache_beam.io.filesystems import FileSystems

from transforms.read import NoMatchError, match_files, match_sizes, read_file


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder that is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def create(*paths, content="It rained."):
    for path in paths:
        folder, _, _ = path.rpartition("/")
        if folder:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
        with open(path, "w") as file:  # noqa: PTH123
            file.write(content)


def test_a_file_is_itself_whatever_it_is_called(here):
    create("_a.txt", ".b.txt", "c[1].txt")
    assert match_files("_a.txt") == ["_a.txt"]
    assert match_files(".b.txt") == [".b.txt"]
    assert match_files("c[1].txt") == ["c[1].txt"]


def test_a_folder_is_all_below_it_in_order(here):
    create("news/b.txt", "news/2024/a.txt", "other/c.txt")
    assert match_files("news") == ["news/2024/a.txt", "news/b.txt"]


def test_sizes_are_told_with_the_paths_as_far_as_they_are_known(here):
    create("news/b.txt", "news/a.txt")
    create("news/c.txt", content="It snowed all day.")
    (here / "news" / "gone.txt").symlink_to("nowhere")
    assert list(match_sizes("news").items()) == [
        ("news/a.txt", 10),
        ("news/b.txt", 10),
        ("news/c.txt", 18),
        ("news/gone.txt", 0),
    ]


@pytest.mark.parametrize("spelling", ["news", "news/", "./news", "news//", "other/../news"])
def test_paths_are_normalised_but_stay_relative(here, spelling):
    create("news/a.txt", "other/b.txt")
    assert match_files(spelling) == ["news/a.txt"]


def test_an_absolute_path_stays_absolute(here):
    create("news/a.txt")
    assert match_files(f"{here}//news") == [f"{here}/news/a.txt"]


def test_the_current_folder(here):
    create("a.txt", "news/b.txt")
    assert match_files(".") == ["a.txt", "news/b.txt"]


@pytest.mark.parametrize(
    ("glob", "expected"),
    [
        ("*.txt", ["a.txt"]),
        ("news/*.txt", ["news/b.txt"]),
        ("news/*/*", ["news/2024/c.md", "news/2024/c.txt"]),
        ("news/**/*.txt", ["news/2024/05/d.txt", "news/2024/c.txt", "news/b.txt"]),
        ("**/c.*", ["news/2024/c.md", "news/2024/c.txt"]),
        ("news/20??/*.md", ["news/2024/c.md"]),
        ("news/[a-c].txt", ["news/b.txt"]),
        ("news/[!a].txt", ["news/b.txt"]),
        ("n*/**", ["news/2024/05/d.txt", "news/2024/c.md", "news/2024/c.txt", "news/b.txt"]),
        ("./news/*", ["news/b.txt"]),
    ],
)
def test_a_glob(here, glob, expected):
    create("a.txt", "news/b.txt", "news/2024/c.txt", "news/2024/c.md", "news/2024/05/d.txt")
    assert match_files(glob) == expected


def test_below_a_folder_or_glob_what_begins_with_a_dot_or_an_underscore_is_left_out(here):
    create("_in/a.txt", "_in/.git/b.txt", "_in/_runs/c.txt", "_in/_SUCCESS", "_in/.hidden")
    assert match_files("_in") == ["_in/a.txt"]
    assert match_files("_in/**") == ["_in/a.txt"]


def test_what_a_copydeskignore_names_is_left_out_of_its_folder(here):
    create("in/a.txt", "in/README.md", "in/sub/README.md", "in/drafts/b.txt", "in/sub/drafts/c.txt")
    create("in/old/2020/d.txt", "in/old/2024/e.txt", "in/notes")
    ignore = "# not articles\nREADME.md\n\ndrafts\nold/2020\nnotes/\n"
    create("in/.copydeskignore", content=ignore)
    assert match_files("in") == ["in/a.txt", "in/notes", "in/old/2024/e.txt"]


def test_a_copydeskignore_holds_for_globs_and_not_for_files_that_are_named(here):
    create("in/a.txt", "in/b.txt")
    create("in/.copydeskignore", content="b.*")
    assert match_files("in/*.txt") == ["in/a.txt"]
    assert match_files("in/b.txt") == ["in/b.txt"]


@pytest.mark.parametrize("pattern", ["missing", "missing/*.txt", "empty", "*.nothing", "gone://x"])
def test_no_match_is_an_error_that_names_the_pattern(here, pattern):
    (here / "empty").mkdir()
    with pytest.raises(NoMatchError) as error:
        match_files(pattern)
    assert error.value.message.startswith(f"{pattern}: ")


def test_pipes_are_left_out_of_a_folder_since_they_might_be_read_for_ever(here):
    create("in/a.txt")
    os.mkfifo("in/pipe")
    assert match_files("in") == ["in/a.txt"]
    assert match_files("in/pipe") == ["in/pipe"]


def test_a_link_that_leads_nowhere_is_a_file_that_cannot_be_read(here):
    create("in/a.txt")
    (here / "in" / "gone.txt").symlink_to("nowhere")
    assert match_files("in") == ["in/a.txt", "in/gone.txt"]
    (failure,) = read_file("in/gone.txt")
    assert failure.reason == "unreadable"


def test_a_folder_that_cannot_be_listed_stands_among_the_files_and_fails_when_read(
    here, monkeypatch
):
    create("in/a.txt", "in/locked/b.txt")
    scan = os.scandir

    def scandir(path):
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert match_files("in") == ["in/a.txt", "in/locked"]
    assert match_files("in/*/*.txt") == ["in/locked"]
    assert match_files("in/**/b.txt") == ["in/locked"]
    assert match_files("in/*.txt") == ["in/a.txt"]
    (failure,) = read_file("in/locked")
    assert failure.reason == "unreadable"


def test_other_file_systems_are_asked_through_beam(monkeypatch):
    stored = ["gs://b/in/a.txt", "gs://b/in/_x/b.txt", "gs://b/in/sub/c.txt", "gs://b/in/sub/"]

    def match(patterns):
        (pattern,) = patterns
        prefix = pattern.removesuffix("**")
        found = [path for path in stored if path.startswith(prefix)]
        return [MatchResult(pattern, [FileMetadata(path, 1) for path in found])]

    monkeypatch.setattr(FileSystems, "match", match)
    monkeypatch.setattr(FileSystems, "exists", lambda path: path in stored)
    assert match_files("gs://b/in") == ["gs://b/in/a.txt", "gs://b/in/sub/c.txt"]
    assert match_files("gs://b/in/a.txt") == ["gs://b/in/a.txt"]
    assert match_files("gs://b/in/*.txt") == ["gs://b/in/a.txt"]
    assert match_files("gs://b/**/c.txt") == ["gs://b/in/sub/c.txt"]
    assert match_sizes("gs://b/in/a.txt") == {"gs://b/in/a.txt": 1}


@pytest.mark.parametrize("pattern", ["news/[z-a]*.txt", "nowhere/*.txt"])
def test_a_glob_that_can_mean_nothing_matches_nothing(pattern, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news").mkdir()
    (tmp_path / "news/a.txt").write_text("It rained.")
    with pytest.raises(NoMatchError):
        match_files(pattern)
