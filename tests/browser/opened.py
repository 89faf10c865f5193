"""A page that was opened in a browser, and all that happened there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs

NOTE_VIOLATIONS = """
window.violations = [];
addEventListener("securitypolicyviolation",
                 event => window.violations.push(event.violatedDirective + " " + event.blockedURI));
"""


@attrs.define(eq=False)
class Opened:
    """A page with what it asked for, what it said on the console, which errors it threw and which dialogs it opened."""

    page: Any
    address: str
    requests: list[str] = attrs.field(factory=list)
    messages: list[str] = attrs.field(factory=list)
    errors: list[str] = attrs.field(factory=list)
    dialogs: list[str] = attrs.field(factory=list)

    def dismiss(self, dialog: Any) -> None:
        """Notes what a dialog says, and closes it."""
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    @classmethod
    def of(cls, context: Any, path: Path, *, scripts: bool = True) -> Opened:
        """Opens a file and, where it may run scripts, waits until it is drawn."""
        made = cls(context.new_page(), path.as_uri())
        context.on("request", lambda request: made.requests.append(request.url))
        made.page.on("console", lambda message: made.messages.append(f"{message.type}: {message.text}"))
        made.page.on("pageerror", lambda error: made.errors.append(str(error)))
        made.page.on("dialog", lambda dialog: made.dismiss(dialog))
        context.add_init_script(NOTE_VIOLATIONS)
        context.set_default_timeout(30_000)
        made.page.goto(made.address)
        if scripts:
            made.settle()
        return made

    def settle(self) -> None:
        """Waits until what was changed is drawn."""
        self.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    @property
    def trouble(self) -> list[str]:
        """All that a quiet page does not do: errors, warnings, dialogs, requests but the one for itself, what its
        security policy forbade, and variables that a planted script set."""
        others = [url for url in self.requests if url != self.address]
        violations = self.page.evaluate("window.violations || []")
        planted = self.page.evaluate("'planted' in window ? ['a planted script ran: ' + window.planted] : []")
        return [*self.messages, *self.errors, *self.dialogs, *others, *violations, *planted]

    def visible_text(self, within: str = "body") -> str:
        """What can be read in an element: texts that are not shown are left out."""
        return str(self.page.locator(within).inner_text())

    def overflow(self) -> int:
        """How many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
