"""Print the whole book as one PDF, by a browser: `make pdf`.

The book is first built as a single page (`jupyter-book build . --builder singlehtml`). Chromium, Chrome or Edge prints it, tagged
and with an outline, so that a screen reader finds its headings and the alt texts of its pictures.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
PRINT_STYLE = """
.bd-sidebar-primary, .bd-sidebar-secondary, .bd-header-article, .prev-next-footer, .copybtn { display: none !important }
.bd-article-container { max-width: none !important } pre { white-space: pre-wrap } img, table, .admonition { break-inside: avoid }
details.hide, #contents, #pst-skip-link, #pst-back-to-top, .skip-link { display: none !important }
h1 { break-before: page } .headerlink { display: none }
"""
# On paper nothing can be unfolded: answers are printed open, the pictures' code is left out.
UNFOLD = "document.querySelectorAll('details:not(.hide)').forEach(fold => { fold.open = true })"


def print_page(chromium, page: Path, pdf: Path) -> None:
    """Print a page from disk.

    Parameters
    ----------
    chromium : playwright.sync_api.Browser
    page, pdf : Path
        What to read and what to write.
    """
    opened = chromium.new_page(color_scheme="light")
    opened.goto(page.resolve().as_uri(), wait_until="networkidle", timeout=120_000)
    opened.add_style_tag(content=PRINT_STYLE)
    opened.evaluate(UNFOLD)
    unfinished = pdf.with_suffix(".part")
    opened.pdf(path=unfinished, format="A4", tagged=True, outline=True, print_background=True)
    opened.close()
    unfinished.replace(pdf)


def main() -> int:
    """Print the single page to `_build/convolution-by-hand.pdf`."""
    built = Path("_build/pdf/_build/singlehtml/book/index.html")
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        print("No browser was found to print with: install Chromium or Chrome.", file=sys.stderr)
        return 2
    if not built.exists():
        print("The single page is missing: run `make pdf`, which builds it first.", file=sys.stderr)
        return 2
    # Its links to styles and pictures are written as from the folder above.
    page = shutil.copy(built, built.parent.parent / "book.html")
    pdf = Path("_build/convolution-by-hand.pdf")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        print_page(chromium, page, pdf)
        chromium.close()
    print(f"{pdf}: {pdf.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
