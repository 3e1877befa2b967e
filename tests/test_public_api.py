"""What each package offers is listed, in order, there, and documented."""

import importlib
import inspect

import pytest

PACKAGES = [
    "transforms",
    *(
        f"transforms.{name}"
        for name in ("model", "read", "clean", "language", "deduplicate", "enrich", "write")
    ),
]


@pytest.mark.parametrize("name", PACKAGES)
class TestPackages:
    def test_each_name_on_the_list_is_there_once(self, name):
        package = importlib.import_module(name)
        assert len(set(package.__all__)) == len(package.__all__)
        assert [each for each in package.__all__ if not hasattr(package, each)] == []

    def test_each_class_and_function_says_what_it_is(self, name):
        package = importlib.import_module(name)
        offered = [getattr(package, each) for each in package.__all__]
        undocumented = [
            each.__name__
            for each in offered
            if (inspect.isclass(each) or inspect.isfunction(each)) and not each.__doc__
        ]
        assert undocumented == []


def test_every_transform_of_the_readme_is_offered_by_the_package_itself():
    import transforms

    assert {
        "Read",
        "Clean",
        "DetectLanguage",
        "Deduplicate",
        "Enrich",
        "WritePartitioned",
    } <= set(transforms.__all__)
