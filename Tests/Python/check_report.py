"""Opens reports in a headless Chromium: no error, no request but for the file, sorting and toggles work, phone and paper.

Usage: check_report.py CHROMIUM SCREENSHOTS PAGE.html...
"""

import pathlib
import sys

from playwright.sync_api import sync_playwright


def check(condition, message):
    if not condition:
        sys.exit(f"FAILED: {message}")


def column(table, index):
    return [row.locator("td").nth(index).inner_text().strip() for row in table.locator("tbody tr").all()]


def check_sorting(page):
    tables = page.locator("table.sortable").all()
    check(tables, "no table can be sorted")
    for table in tables:
        if not table.is_visible() or table.locator("tbody tr").count() < 2:
            continue
        heads = table.locator("thead th")
        for index in range(heads.count()):
            before = sorted(column(table, index))
            heads.nth(index).locator("button").click()
            first = heads.nth(index).get_attribute("aria-sort")
            falling = column(table, index)
            heads.nth(index).locator("button").click()
            rising = column(table, index)
            check({first, heads.nth(index).get_attribute("aria-sort")} == {"ascending", "descending"}, "aria-sort")
            check(sorted(falling) == before == sorted(rising), "sorting loses rows")
            check(table.locator("th[aria-sort]").count() == 1, "two heads say that they sort")
            numbers = [n for n in map(number, rising if first == "descending" else falling) if n is not None]
            if len(numbers) == len(before):
                check(numbers == sorted(numbers), f"{heads.nth(index).inner_text()}: {numbers} does not rise")


def number(text):
    try:
        return float(text.lstrip("\u2191\u2193 "))
    except ValueError:
        return None


def check_toggles(page):
    toggles = page.locator("figure.chart [role=button]").all()
    for toggle in toggles:
        curve = page.locator("#" + toggle.get_attribute("data-curve"))
        line = curve.locator("> g").first
        visibility = "element => getComputedStyle(element).visibility"
        check(curve.evaluate(visibility) == "visible", "a curve is hidden at first")
        toggle.dispatch_event("click")
        check(curve.evaluate(visibility) == "hidden", "a click does not hide a curve")
        check(toggle.evaluate(visibility) == "visible", "the name of a hidden curve is hidden")
        check(toggle.get_attribute("aria-pressed") == "false", "aria-pressed")
        toggle.focus()
        page.keyboard.press("Enter")
        check(curve.evaluate(visibility) == "visible", "Enter does not show the curve again")
        check(line.count() == 1, "a curve without a drawing")
    return len(toggles)


def check_page(browser, path, shots):
    problems, requests = [], []
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    page = context.new_page()
    page.on("console", lambda message: problems.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda request: requests.append(request.url) if request.url[:5] != "data:" else None)
    page.goto(path.as_uri())
    page.wait_for_load_state("load")
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(element => element.id)")
    check(len(ids) == len(set(ids)), f"ids that are there twice: {sorted({i for i in ids if ids.count(i) > 1})[:5]}")
    page.screenshot(path=shots / f"{path.parent.name}-desktop.png", full_page=True)
    page.pdf(path=shots / f"{path.parent.name}.pdf", format="A4", print_background=True)
    toggles = check_toggles(page)
    check_sorting(page)
    page.set_viewport_size({"width": 390, "height": 844})
    width = page.evaluate("document.documentElement.scrollWidth")
    check(width <= 390, f"on a phone the page is {width} points wide")
    page.reload()
    page.screenshot(path=shots / f"{path.parent.name}-phone.png", full_page=True)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.screenshot(path=shots / f"{path.parent.name}-dark.png", full_page=True)
    check(not problems, f"{path}: {problems}")
    check(set(requests) == {path.as_uri()}, f"{path} asks for {requests}")
    context.close()
    print(f"{path.parent.name}: loads without errors or network; sorting, {toggles} toggles, phone and paper work")


def main():
    chromium, shots, pages = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3:]
    shots.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for path in pages:
            check_page(browser, pathlib.Path(path).resolve(), shots)
        browser.close()


main()
