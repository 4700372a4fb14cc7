import pytest

from tests.cli.installation import Installation


@pytest.fixture(scope="module")
def installation(tmp_path_factory) -> Installation:
    """A fresh installation with its tables."""
    made = Installation(tmp_path_factory.mktemp("installation"))
    done = made.honglian("migrate")
    assert done.returncode == 0, done.stderr
    return made
