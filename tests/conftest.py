"""What all tests share."""


def pytest_ignore_collect(collection_path):
    """Leave scripts and helpers beside the tests alone; docstring examples are run in the packages, not here."""
    if collection_path.suffix == ".py" and not collection_path.name.startswith("test_"):
        return True
    return None
