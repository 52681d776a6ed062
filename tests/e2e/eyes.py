"""What a careful reader looks for on a page that is open: each gives what is wrong, in words."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
_EVERYTHING = "{ rules: { 'target-size': { enabled: true } } }"
_WHAT_DIFFERS = "{ runOnly: ['color-contrast', 'target-size', 'scrollable-region-focusable'] }"
_MOST_BYTES = 200_000
# What Tab must reach, in the page's order; of a group of radio buttons, the one that is chosen or the first.
_REACHABLE = """
(() => {
  const all = 'a[href], button, input:not([type=hidden]), select, textarea, summary, audio[controls], ' +
    'video[controls], iframe, [tabindex="0"]';
  const chosen = (one) => one.type !== 'radio' || one.checked ||
    ![...document.getElementsByName(one.name)].some((other) => other.checked) &&
      document.getElementsByName(one.name)[0] === one;
  window.tabs = [...document.querySelectorAll(all)].filter((one) =>
    one.checkVisibility({ checkVisibilityCSS: true }) && !one.matches(':disabled') && one.tabIndex >= 0 &&
    !one.closest('[inert]') && chosen(one));
  window.walked = [];
  const seen = (one) => {
    const marks = [one, one.closest('label'), ...one.labels ?? []].filter(Boolean).map((each) =>
      getComputedStyle(each));
    return marks.some((style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
  };
  document.addEventListener('focusin', ({ target }) => walked.push([target, seen(target)]), true);
  document.body.tabIndex = -1;
  document.body.focus();  // Tab begins at the page's beginning, wherever it stood before
  document.body.removeAttribute('tabindex');
  return tabs.length;
})()
"""
_WALKED = """
(() => {
  const named = (one) => one.outerHTML.slice(0, 110).replace(/\\s+/g, ' ');
  const order = [...new Set(walked.map(([one]) => one))];
  const places = order.map((one) => tabs.indexOf(one)).filter((place) => place >= 0);
  return {
    missed: tabs.filter((one) => one.isConnected && !order.includes(one)).map(named),
    blind: walked.filter(([one, is]) => !is && one.localName !== 'iframe').map(([one]) => named(one)),
    astray: places.filter((place, at) => at && place < places[at - 1]).map((place) => named(tabs[place])),
  };
})()
"""
# What has the focus is not wholly under something that stays where it is (WCAG 2.2, 2.4.11).
_COVERED = """
tabs.filter((one) => {
  one.focus();
  const box = one.getBoundingClientRect();
  const [left, top] = [Math.max(box.left, 0), Math.max(box.top, 0)];  // what of it is in the window
  const [width, height] = [Math.min(box.right, innerWidth) - left, Math.min(box.bottom, innerHeight) - top];
  const at = [[.5, .5], [.1, .1], [.9, .1], [.1, .9], [.9, .9]].map(([x, y]) =>
    document.elementFromPoint(left + x * width, top + y * height));
  const own = (seen) => seen && (one.contains(seen) || seen.contains(one) ||
    [...one.labels ?? []].some((label) => label.contains(seen)));
  return box.width > 1 && !at.some(own);
}).map((one) => one.outerHTML.slice(0, 110))
"""


class Watch:
    """What a page asks for and complains of, from now on."""

    def __init__(self, page: Page) -> None:
        self.hosts: set[str] = set()
        self.complaints: list[str] = []
        page.on("request", self._asked)
        page.on("console", lambda told: self._complained(told.type, told.text))
        page.on("pageerror", lambda fault: self.complaints.append(str(fault)))

    def _asked(self, request: Request) -> None:
        if request.url.startswith("http"):
            self.hosts.add(urlsplit(request.url).netloc)

    def _complained(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(text)


def axe_findings(page: Page) -> list[str]:
    """What axe finds, targets under 24 px among it (WCAG 2.2, 2.5.8)."""
    page.evaluate(AXE.read_text())
    return _axe(page, _EVERYTHING)


def axe_findings_again(page: Page) -> list[str]:
    """What axe finds after the page changed its colours and its width alone."""
    return _axe(page, _WHAT_DIFFERS)


def _axe(page: Page, what: str) -> list[str]:
    found: dict[str, Any] = page.evaluate(f"axe.run({what})")
    return [
        f"{fault['id']}: {node['html'][:150]}" for fault in found["violations"] for node in fault["nodes"]
    ]


def too_wide(page: Page, *, at: int) -> list[str]:
    """What sticks out of a window so many pixels wide."""
    size = page.viewport_size
    page.set_viewport_size({"width": at, "height": size["height"] if size else 800})
    if page.evaluate("document.documentElement.scrollWidth") <= at:
        return []
    out = page.evaluate(
        "[...document.querySelectorAll('main *, header *, footer *')]"
        f".filter((one) => one.getBoundingClientRect().right > {at} + 1)"
        ".slice(0, 3).map((one) => one.outerHTML.slice(0, 100))"
    )
    return [f"wider than {at}: {out}"]


def too_heavy(page: Page) -> list[str]:
    """Whether the page and all it needs take more on the wire than a thin line bears."""
    told = page.evaluate(
        "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
        ".map((one) => one.encodedBodySize)"
    )
    return [f"{sum(told)} bytes"] if sum(told) > _MOST_BYTES else []


def lost_by_keyboard(page: Page) -> list[str]:
    """Walk the page by Tab: what is never reached, out of order, reached without being seen, or covered."""
    count = page.evaluate(_REACHABLE)
    for _ in range(count // 20 + 3):
        for _ in range(20):
            page.keyboard.press("Tab")
        if page.evaluate("tabs.every((one) => !one.isConnected || walked.some(([other]) => other === one))"):
            break
    found = page.evaluate(_WALKED)
    found["covered"] = page.evaluate(_COVERED)
    return [f"{how} by Tab: {one}" for how, those in found.items() for one in those]
