"""A browser window on the viewer, with the few gestures the tests are written in."""

import importlib.resources
import shutil
import time

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait


class Browser:
    def __init__(self, link, patience=10):
        options = webdriver.ChromeOptions()
        for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
                         "--window-size=1280,900", "--force-device-scale-factor=1", "--lang=en-US",
                         "--accept-lang=en-US"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
        driver = shutil.which("chromedriver")
        self.driver = webdriver.Chrome(options=options, service=Service(driver) if driver else None)
        self.patience = patience
        self.driver.get(link)
        self.base = self.driver.execute_script("return location.origin")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.driver.quit()

    def go(self, fragment):
        self.driver.execute_script("location.hash = arguments[0]", fragment)

    def open(self, fragment):
        """A page from the start: what an earlier one left is gone."""
        self.driver.get("about:blank")
        self.driver.get(self.base + "/" + fragment)

    def reload(self):
        self.driver.refresh()

    def size(self, width, height):
        # The window of headless Chromium has a minimal width; the emulated screen has none.
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})

    def until(self, condition, what="the page"):
        return WebDriverWait(self.driver, self.patience, 0.05, [StaleElementReferenceException]).until(
            lambda _: condition(), f"waited in vain for {what}")

    def all(self, selector):
        return [element for element in self.driver.find_elements(By.CSS_SELECTOR, selector) if element.is_displayed()]

    def wait(self, selector):
        return self.until(lambda: self.all(selector), selector)[0]

    def wait_text(self, text, selector="main"):
        self.until(lambda: text in self.wait(selector).text, f"{text!r} in {selector}")

    def click(self, selector):
        """Again when the page was drawn anew in between."""
        self.until(lambda: self.wait(selector).click() or True, selector)

    def keys(self, *keys):
        ActionChains(self.driver).send_keys(*keys).perform()

    def type(self, selector, text):
        self.wait(selector).send_keys(text)

    def script(self, text, *values):
        return self.driver.execute_script(text, *values)

    def focused(self):
        return self.driver.switch_to.active_element

    def choose_theme(self, name):
        self.wait("x-theme-switch label")
        self.script("document.querySelector(`x-theme-switch input[value=${arguments[0]}]`).click()", name)
        self.until(lambda: self.script("return document.documentElement.dataset.theme ?? 'system'") == name)

    def choose_language(self, code):
        self.script("""
            const select = document.querySelector("x-language-switch select");
            select.value = arguments[0];
            select.dispatchEvent(new Event("change", { bubbles: true }));""", code)
        self.until(lambda: self.script("return document.documentElement.lang").startswith(code))

    def unfold_longest(self):
        self.wait("x-turn-card")
        self.script("""
            const cards = [...document.querySelectorAll("x-turn-card")].slice(0, 20);
            const longest = cards.reduce((best, card) =>
                (card.turn.traces.length > best.turn.traces.length ? card : best));
            longest.isUnfolded = true;
            longest.scrollIntoView();
            scrollBy(0, -130);""")

    def settle(self):
        """Lets what is delayed happen, and animations come to rest."""
        time.sleep(0.6)
        self.until(lambda: not self.script("""
            return document.getAnimations().some((animation) =>
                animation.playState === "running" && animation.effect.getComputedTiming().endTime !== Infinity)"""),
            "the end of animations")

    def accessibility_violations(self):
        """Serious and critical findings of axe-core; the package is only where its script comes from."""
        script = (importlib.resources.files("axe_playwright_python") / "axe.min.js").read_text()
        # As an element the page's own policy would refuse the script; the debugger may run it.
        self.driver.execute_cdp_cmd("Runtime.evaluate", {"expression": script})
        found = self.driver.execute_async_script("axe.run({preload: false}).then(arguments[0])")
        return [f"{rule['id']}: {node['html'][:160]} {[check['message'] for check in node['any']][:1]}"
                for rule in found["violations"] if rule["impact"] in ("serious", "critical")
                for node in rule["nodes"][:4]]

    def complaints(self):
        """What the console says against the page: errors, and what the content policy refused."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]
