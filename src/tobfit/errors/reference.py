"""The pages of all error codes, as they ship."""

from __future__ import annotations

from importlib import resources


def code_pages() -> dict[str, str]:
    """Code -> page (Markdown, English), in the order of the codes.

    >>> code_pages()["TF101"].splitlines()[0]
    '# TF101: there is no such file'
    """
    folder = resources.files("tobfit") / "errors" / "pages"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".md")), key=lambda file: file.name)
    return {file.name.removesuffix(".md"): file.read_text(encoding="utf-8") for file in files}
