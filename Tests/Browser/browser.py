"""Drives Debian's chromium over a pipe, by the DevTools protocol: nothing else is needed, and no port is opened."""

import base64
import json
import os
import pathlib
import select
import subprocess
import tempfile
import time

# A sandbox needs rights that containers do not give; only pages that tick made are opened.
ARGUMENTS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run",
    "--disable-extensions", "--disable-background-networking", "--force-color-profile=srgb", "--remote-debugging-pipe",
]


class BrowserFailed(Exception):
    """The browser did not do what it was told."""


class Browser:
    """One chromium with one page."""

    def __init__(self, program: str = "chromium"):
        self.profile = tempfile.TemporaryDirectory()
        commands, self.commands = os.pipe()
        self.answers, answers = os.pipe()

        def attach():
            # chromium reads commands from 3 and answers on 4; the numbers may be taken by the ends that are meant.
            ends = os.dup(commands), os.dup(answers)
            os.dup2(os.dup(ends[0]), 3)
            os.dup2(os.dup(ends[1]), 4)

        self.process = subprocess.Popen(
            [program, *ARGUMENTS, f"--user-data-dir={self.profile.name}", "about:blank"], close_fds=False,
            preexec_fn=attach, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(commands)
        os.close(answers)
        self.buffer = b""
        self.number = 0
        self.session = None
        self.events: list[dict] = []
        page = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.session = None
            self.call("Browser.close")
        except (BrowserFailed, OSError):
            self.process.kill()
        self.process.wait(timeout=20)
        os.close(self.commands)
        os.close(self.answers)
        # Its helpers write a moment longer.
        for _ in range(20):
            try:
                return self.profile.cleanup()
            except OSError:
                time.sleep(0.2)

    def call(self, method: str, **parameters) -> dict:
        """Returns the result of a command; what happens meanwhile goes into `events`."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.commands, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise BrowserFailed(f"{method}: {answer['error'].get('message')}")
                return answer["result"]

    def receive(self, seconds: float = 60) -> dict:
        while b"\0" not in self.buffer:
            if not select.select([self.answers], [], [], seconds)[0]:
                raise BrowserFailed("chromium does not answer")
            data = os.read(self.answers, 1 << 20)
            if not data:
                raise BrowserFailed("chromium ended")
            self.buffer += data
        message, self.buffer = self.buffer.split(b"\0", 1)
        document = json.loads(message)
        if "method" in document:
            self.events.append(document)
        return document

    def look(self, width: int, height: int, scheme: str):
        """Sets the size of the page and the mode of light."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def open(self, path: pathlib.Path):
        self.events.clear()
        self.call("Page.navigate", url=path.resolve().as_uri())
        deadline = time.monotonic() + 60
        while not any(event["method"] == "Page.loadEventFired" for event in self.events):
            if time.monotonic() > deadline:
                raise BrowserFailed(f"{path.name} does not load")
            self.receive()

    def evaluate(self, expression: str):
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in result:
            raise BrowserFailed(str(result["exceptionDetails"]))
        return result["result"].get("value")

    def screenshot(self, path: pathlib.Path, whole: bool = True, height: int | None = None):
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": height or size["height"], "scale": 1}
        options = {"clip": clip, "captureBeyondViewport": True} if whole else {}
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png", **options)["data"]))

    @property
    def complaints(self) -> list[str]:
        """What the page wrote to the console, what it threw, and what it asked of any network."""
        found = []
        for event in self.events:
            parameters = event.get("params", {})
            match event["method"]:
                case "Runtime.consoleAPICalled":
                    found.append(f"console.{parameters['type']}")
                case "Runtime.exceptionThrown":
                    found.append(parameters["exceptionDetails"]["text"])
                case "Log.entryAdded":
                    found.append(parameters["entry"]["text"])
                case "Network.requestWillBeSent" if not parameters["request"]["url"].startswith("file:"):
                    found.append(f"asks for {parameters['request']['url'][:80]}")
                case "Network.requestWillBeSent" if parameters.get("type") != "Document":
                    found.append(f"asks for another file: {parameters['request']['url'][:80]}")
        return found
