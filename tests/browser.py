"""Pages in the system's Chromium that complain about what a person would not see.

A page fails its test at the end when a script raised an error, the browser refused something under
the content policy, a static file was missing, or the server answered 500.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, sync_playwright

# The browser must not phone home: it would slow the tests and reach outside the machine.
SWITCHES = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
)


@dataclass
class Pages:
    """Opens pages of one test; every person gets a page, and so a session, of their own."""

    browser: Browser
    base_url: str
    complaints: list[str] = field(default_factory=list)

    def __call__(
        self, *, width: int = 1440, height: int = 900, touch: bool = False, javascript: bool = True
    ) -> Page:
        """Open a fresh page in a session of its own."""
        context = self.browser.new_context(
            base_url=self.base_url,
            viewport={"width": width, "height": height},
            has_touch=touch,
            is_mobile=touch,
            java_script_enabled=javascript,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        page.on("console", self._hear)
        page.on("response", self._watch)
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        # Refusals (4xx) are part of many tests; the browser also prints those as errors.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _watch(self, response: Response) -> None:
        missing = response.status >= 400 and "/static/" in response.url
        if missing or response.status >= 500:
            self.complaints.append(f"{response.status} for {response.url}")

    def close(self) -> None:
        """Close all pages; raise AssertionError with everything a page complained about."""
        for context in list(self.browser.contexts):
            context.close()
        assert not self.complaints, "\n".join(self.complaints)


@contextmanager
def start_chromium(path: str) -> Iterator[Callable[..., AbstractContextManager[Pages]]]:
    """Start the browser at `path`; yield a function that gives the pages of one test."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, headless=True, args=list(SWITCHES)
        )

        @contextmanager
        def opener(*, base_url: str) -> Iterator[Pages]:
            pages = Pages(browser, base_url)
            yield pages
            pages.close()

        yield opener
        browser.close()


def assert_accessible(page: Page) -> None:
    """Fail with the list of accessibility violations that axe finds in the open page."""
    found = Axe().run(page).response["violations"]
    lines = [f"{one['id']}: {one['help']} – {one['nodes'][0]['html'][:200]}" for one in found]
    assert not lines, "\n".join(lines)


def picture(page: Page, path: Path) -> Path:
    """Save the whole page as a PNG."""
    page.screenshot(path=path, full_page=True)
    return path
