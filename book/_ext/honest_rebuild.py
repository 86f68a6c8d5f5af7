"""After a build with warnings, read every page again the next time.

Sphinx reads only changed pages, and a page that is not read gives no warning: after a failed `-W` build, the
same command run again would succeed although nothing was mended.
"""

from pathlib import Path

from sphinx.application import ENV_PICKLE_FILENAME


def forget_pages_after_warnings(app, exception):
    """Remove the saved environment when the build had warnings."""
    if exception or app._warncount:
        Path(app.doctreedir, ENV_PICKLE_FILENAME).unlink(missing_ok=True)


def setup(app):
    app.connect("build-finished", forget_pages_after_warnings)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
