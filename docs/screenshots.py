"""Take the README's screenshots from a running demo, small enough to keep.

./run demo --port 8000            (in one terminal)
./run python docs/screenshots.py  (in another)
"""

import os
import sys
from io import BytesIO
from pathlib import Path
from uuid import uuid4

from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright

FOLDER = Path(__file__).parent / "screenshots"
PHONE = ViewportSize(width=390, height=760)
WIDTH = 300  # Pixels in the README.


def keep(page: Page, name: str) -> None:
    """Store what the page shows as a small WebP."""
    page.wait_for_timeout(300)
    picture = Image.open(BytesIO(page.screenshot()))
    picture.thumbnail((WIDTH, WIDTH * 3), Image.Resampling.LANCZOS)
    picture.save(FOLDER / f"{name}.webp", quality=82, method=6)


def main(address: str) -> None:
    """Be the first person the demo offers, and look at four pages."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM_PATH") or None)
        page = browser.new_page(viewport=PHONE, device_scale_factor=2, locale="sv-FI", reduced_motion="reduce")
        page.goto(f"{address}/in")
        page.locator("button[name=person]").first.click()
        page.wait_for_url("**/flode")
        keep(page, "feed")
        form = uuid4()
        page.goto(f"{address}/ge/{form}")
        keep(page, "choose")
        page.goto(f"{address}/ge/{form}/till?typ=tack")
        page.locator(".person").first.click()
        page.locator(".sticky-act button").last.click()
        page.get_by_role("textbox").fill(
            "Du räddade brödhyllan i morse. Kunden med barnvagnen sa att det doftade som hemma."
        )
        page.evaluate("document.activeElement.blur()")
        keep(page, "write")
        page.goto(f"{address}/ladan")
        page.goto(address + str(page.locator(".box a.card:not(.card--sealed)").nth(1).get_attribute("href")))
        keep(page, "keepsake")
        browser.close()


main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000")
