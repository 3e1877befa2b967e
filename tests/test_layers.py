"""The order of the rooms: who may import whom. Read from the source; nothing is imported."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STAGES = {"read", "clean", "language", "deduplicate", "enrich", "write"}
PURE_STAGES = STAGES - {"read", "write"}  # those two are input and output, which Beam does
ONLY_IMPORT = {
    "trafilatura": {
        "transforms/clean/page/engine.py",
        "transforms/clean/page/main_content.py",
        "transforms/clean/page/names.py",
        "transforms/clean/page/pruning.py",
        "transforms/clean/page/thorough.py",
    },
    "justext": {"transforms/clean/page/prose.py"},
    "langdetect": {"transforms/language/langdetect_library.py"},
    "py3langid": {"transforms/language/py3langid_library.py"},
    "lingua": {"transforms/language/lingua_library.py"},
}


def modules(folder: str) -> list[Path]:
    found = sorted((ROOT / folder).rglob("*.py"))
    assert found, f"{folder} has no modules: the tests below would pass in vain"
    return found


def imports(path: Path) -> Iterator[str]:
    """Yield every module that a file imports, absolute: `transforms.model.base`, `apache_beam`."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, (base, node.module)))
            yield from (f"{module}.{alias.name}" for alias in node.names)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", modules("transforms"), ids=name)
class TestTransforms:
    def test_never_import_the_application(self, path):
        assert not [module for module in imports(path) if module.split(".")[0] == "pipeline"]

    def test_import_each_other_relatively_so_that_the_folder_can_be_vendored(self, path):
        absolute = [
            node
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.ImportFrom)
            and not node.level
            and (node.module or "").split(".")[0] == "transforms"
        ]
        assert not absolute

    def test_a_stage_never_imports_another(self, path):
        own = path.relative_to(ROOT / "transforms").parts[0]
        if own not in STAGES:
            return
        others = {f"transforms.{stage}" for stage in STAGES - {own}}
        assert not [m for m in imports(path) if ".".join(m.split(".")[:2]) in others]

    def test_the_model_imports_nothing_above_it(self, path):
        if path.parent.name != "model":
            return
        ours = [m for m in imports(path) if m.split(".")[0] == "transforms"]
        assert all(m.startswith("transforms.model") for m in ours)

    def test_only_verbs_import_beam(self, path):
        parts = path.relative_to(ROOT / "transforms").parts
        pure = (parts[0] in PURE_STAGES and parts[-1] != "transform.py") or (
            parts[0] == "model" and parts[-1] != "coders.py"
        )
        if pure:
            assert not [m for m in imports(path) if m.split(".")[0] == "apache_beam"]

    def test_read_no_options_and_no_environment(self, path):
        if name(path) == "transforms/testing.py":  # makes test pipelines
            return
        source = path.read_text()
        assert "PipelineOptions" not in source
        assert "environ" not in source
        assert "getenv" not in source

    def test_wrapped_libraries_have_their_doors(self, path):
        for library, doors in ONLY_IMPORT.items():
            if name(path) not in doors:
                assert not [m for m in imports(path) if m.split(".")[0] == library], library

    def test_beam_files_keep_annotations_that_beam_can_check(self, path):
        modules_imported = list(imports(path))
        if any(m.split(".")[0] == "apache_beam" for m in modules_imported):
            assert "__future__.annotations" not in modules_imported
