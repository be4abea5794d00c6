"""Names looked for in text that stays, and taken out: whole names everywhere, telling parts in the case's own texts.

A whole name of two words or more is found whatever its accents, apostrophes, capitals and separators
('Zoe_Quayle', 'QUAYLE, Zoë'). A single word (a log-in, a surname alone) is taken out only where it is at
least four letters long, only in the case's own texts, and only where no published list and no guidance
has that word: so that 'Park' stays in the name of a place.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from placewell.work.redact_table import NAME_GONE, WORDS_GONE

LEAST_PART = 4
LEAST_PHRASE = 8
_MARKS = "[\u0300-\u036f]*"
_APOSTROPHES = "'\u2019\u2018\u02bc`\u00b4"
_BETWEEN = r"[\s_.,\-\u2010-\u2014\u00a0+]+"
_START, _END = r"(?<![^\W_])", r"(?![^\W_])"


def folded(text: str) -> str:
    """Small letters without accents, for looking quickly whether a word can be there at all."""
    if text.isascii():
        return text.casefold()
    bare = unicodedata.normalize("NFD", text.casefold())
    return re.sub("[\u0300-\u036f]", "", re.sub(f"[{_APOSTROPHES}]", "'", bare))


class Search:
    """What is looked for: names, and longer texts that went elsewhere and may be quoted."""

    def __init__(self, names: Iterable[str], phrases: Iterable[str], published: Sequence[str]) -> None:
        """`published` are folded texts whose words are left alone where they stand singly."""
        whole = {n.strip() for n in names if n.strip()}
        parts = {p for n in whole for p in _parts(n)}
        single = {p for p in parts if len(p) >= LEAST_PART and not _said_in(folded(p), published)}
        self.everywhere = _Pattern([v for n in whole for v in _orders(_parts(n))])
        self.own = _Pattern([*(v for n in whole for v in _orders(_parts(n))), *([p] for p in sorted(single))])
        kept = sorted(
            {p.strip() for p in phrases if len(p.strip()) >= LEAST_PHRASE}, key=lambda p: (-len(p), p)
        )
        self.phrases = kept

    def column(self, values: Sequence[Any], own: bool) -> tuple[list[Any], int]:
        """A column with names (and, of the case's own, quoted texts) taken out, and how many values changed."""
        texts = {v for v in values if isinstance(v, str) and v}
        pattern = self.own if own else self.everywhere
        if not pattern.likely("\n".join(texts)) and not (own and any(self._quotes(t) for t in texts)):
            return list(values), 0
        cleaned = {text: self.text(text, own) for text in texts}
        made = [cleaned.get(v, v) if isinstance(v, str) else v for v in values]
        return made, sum(a != b for a, b in zip(values, made, strict=True))

    def text(self, text: str, own: bool) -> str:
        """One text with them taken out; text that is JSON stays so."""
        if text[:1] in "{[":
            try:
                held = json.loads(text)
            except ValueError:
                held = None
            if isinstance(held, dict | list):
                made = each_text(held, lambda t: self._plain(t, own))
                return text if made == held else json.dumps(made, ensure_ascii=False)
        return self._plain(text, own)

    def _plain(self, text: str, own: bool) -> str:
        if own:
            for phrase in self._quotes(text):
                text = text.replace(phrase, WORDS_GONE)
        return (self.own if own else self.everywhere).sub(text)

    def _quotes(self, text: str) -> list[str]:
        return [p for p in self.phrases if p in text]


def each_text(value: Any, change: Callable[[str], str]) -> Any:
    """A value from JSON with every text in it changed; keys stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [each_text(v, change) for v in value]
    if isinstance(value, dict):
        return {k: each_text(v, change) for k, v in value.items()}
    return value


class _Pattern:
    """Ways of writing names, as one expression behind a quick look for their longest parts."""

    def __init__(self, ways: Sequence[Sequence[str]]) -> None:
        # A stretch of plain letters is there however the name is written.
        self._hints = sorted({max(re.findall(r"[^\W_]+", folded(" ".join(w))), key=len) for w in ways})
        longest = sorted({tuple(w) for w in ways}, key=lambda w: (-len(w), -sum(map(len, w)), w))
        made = "|".join(_BETWEEN.join(map(_loosely, w)) for w in longest)
        self._found = re.compile(f"{_START}(?:{made}){_END}", re.IGNORECASE) if made else None

    def likely(self, text: str) -> bool:
        """Whether any of them can be in it."""
        low = folded(text)
        return any(hint in low for hint in self._hints)

    def sub(self, text: str) -> str:
        if self._found is None or not self.likely(text):
            return text
        bare = unicodedata.normalize("NFD", text)
        made, count = self._found.subn(NAME_GONE, bare)
        return unicodedata.normalize("NFC", made) if count else text


def _parts(name: str) -> list[str]:
    return [p for p in re.split(r"[\s,_]+", name.strip()) if re.search(r"[^\W_]", p)]


def _orders(parts: Sequence[str]) -> list[list[str]]:
    """As it was typed, the surname first, and without middle names; nothing for a single word."""
    if len(parts) < 2:
        return []
    ways = [list(parts), [parts[-1], *parts[:-1]]]
    return ways if len(parts) == 2 else [*ways, [parts[0], parts[-1]]]


def _loosely(part: str) -> str:
    """An expression for a word, whatever its accents, apostrophes and hyphens."""
    made = []
    for sign in unicodedata.normalize("NFD", part):
        if unicodedata.combining(sign):
            continue
        if sign in _APOSTROPHES:
            made.append(f"[{_APOSTROPHES}]?")
        elif sign in "-\u2010\u2011\u2013":
            made.append(r"[\s_\-\u2010-\u2014]?")
        elif sign == ".":
            made.append(r"\.?")
        else:
            made.append(re.escape(sign) + _MARKS)
    return "".join(made)


def _said_in(word: str, published: Sequence[str]) -> bool:
    """Whether a published text has the word standing by itself."""
    whole = re.compile(_START + re.escape(word) + _END)
    return any(word in text and whole.search(text) for text in published)
