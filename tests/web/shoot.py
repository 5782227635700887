"""How does this page look? Take its picture: python tests/web/shoot.py URL OUT.png --width 390 --dark"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from browser import DESKTOP_WIDTH, Look, axe_violations, open_browser, open_page, sideways_scroll


def main() -> int:
    """Take the picture; 1 where --axe finds a fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("picture")
    parser.add_argument("--width", type=int, default=DESKTOP_WIDTH)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--contrast", action="store_true")
    parser.add_argument("--forced-colors", action="store_true")
    parser.add_argument("--no-script", action="store_true")
    parser.add_argument("--element", metavar="SELECTOR", help="only this part of the page")
    parser.add_argument("--window", action="store_true", help="only what the window shows, not the whole page")
    parser.add_argument("--axe", action="store_true", help="list what axe finds, and what scrolls sideways")
    options = parser.parse_args()
    look = Look(
        width=options.width,
        scheme="dark" if options.dark else "light",
        contrast="more" if options.contrast else "no-preference",
        forced_colors="active" if options.forced_colors else "none",
        script=not options.no_script,
    )
    with open_browser() as browser, open_page(browser, options.url, look) as page:
        if options.element:
            page.locator(options.element).first.screenshot(path=options.picture)
        else:
            page.screenshot(path=options.picture, full_page=not options.window)
        faults = axe_violations(page) + sideways_scroll(page) if options.axe else []
    print("\n".join(faults) or f"{options.picture} {look.width} px")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
