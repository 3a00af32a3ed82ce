"""Open a page, write down what it does, and ask what a reader would see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe

DESK, PHONE = 1280, 320
SERIOUS = {"serious", "critical"}


@dataclass
class Visit:
    """A page that is open, and what happened while it was."""

    page: Any
    dialogs: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def scrolls_sideways(self) -> bool:
        """Whether the page as a whole is wider than the window."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))

    def violations(self) -> list[str]:
        """List what an accessibility checker finds serious."""
        found = Axe().run(self.page).response["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in SERIOUS]

    def rows(self, table: str) -> list[str]:
        """Give the names of the rows of a table as they stand from above to below."""
        names = self.page.eval_on_selector_all(
            f"#table-{table} tbody tr",
            "rows => rows.map(row => [row.getBoundingClientRect().top, row.cells[0].textContent])",
        )
        return [name for _, name in sorted(names, key=lambda row: row[0])]


@contextmanager
def visit(browser: Any, file: Path, *, width: int = DESK, **options: Any) -> Iterator[Visit]:
    """Open a file; whatever it asks for beside itself is written down and stopped."""
    page = browser.new_page(viewport={"width": width, "height": 800}, **options)
    seen = Visit(page)
    address = file.as_uri()

    def answer(route: Any) -> None:
        if route.request.url.split("#")[0] == address:
            route.continue_()
        else:
            seen.requests.append(route.request.url)
            route.abort()

    page.route("**/*", answer)
    page.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: seen.said.append(message.text))
    page.on("pageerror", lambda error: seen.said.append(str(error)))
    page.goto(address)
    yield seen
    page.close()


def written(folder: Path, name: str, text: str) -> Path:
    """Write a page into a folder of the test."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
