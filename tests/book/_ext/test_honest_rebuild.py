"""A failed build fails again until its cause is mended."""

EXCLUDE = 'exclude_patterns = ["_build"]'


def test_a_failed_build_fails_again_until_it_is_mended(tmp_path, sphinx):
    page = tmp_path / "index.rst"
    page.write_text("A page\n======\n\n:doc:`no-such-page`\n", encoding="utf-8")
    assert sphinx(tmp_path, ["honest_rebuild"], EXCLUDE).returncode == 1
    assert sphinx(tmp_path, ["honest_rebuild"], EXCLUDE).returncode == 1
    page.write_text("A page\n======\n", encoding="utf-8")
    assert sphinx(tmp_path, ["honest_rebuild"], EXCLUDE).returncode == 0
