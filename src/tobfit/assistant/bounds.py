"""How much one call may hold, and how much work it may cause: the same call is refused or answered everywhere."""

from __future__ import annotations

MAX_TEXT = 1_000_000
"""Characters of one document."""
MAX_WHOLE = 8_000_000
"""Characters of all documents of a call together."""
MAX_DOCUMENTS = 200
"""Documents of one argument."""
MAX_CELLS = 100_000
"""Requirements times products: what one match may judge."""
MAX_ANSWERED = 1_000_000
"""Requirements times products times answers: every answer of a question is a match of its own."""
MAX_LIMIT = 50
"""Items of a list in a result."""
MAX_PROBLEMS = 100
"""Problems in an error."""
SHORT = 600
"""Characters of a text from documents where many texts stand together."""
SECONDS = 120
"""How long one call may take."""
