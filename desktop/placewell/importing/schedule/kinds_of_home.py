"""How applicants write a type of home ('2B/4P', '2 bed 4 person', 'Studio') as bedrooms and people."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "single": "1"}
_BED = r"b(?:ed(?:room)?s?|drm?s?|r)?"
_BOTH = re.compile(
    rf"(?<![\d.])(\d)\s*-?\s*{_BED}\.?[\s/,\-–+x×|]*\(?\s*(\d{{1,2}})\s*-?\s*p(?!lot|art|hase)", re.I
)
_BEDS = re.compile(r"(?<![\d.])(\d)\s*\+?\s*-?\s*(?:b(?![a-z])|bed(?:room)?s?\b|b/?r\b)", re.I)
_PEOPLE = re.compile(r"(?<![\d.])(\d{1,2})\s*-?\s*(?:p(?![a-z])|pers|person|people|bedspace)", re.I)
_STUDIO = re.compile(r"\b(studios?|bed\s?-?sits?|stu)\b", re.I)
_WHEELCHAIR = re.compile(r"\b(wch|wca|wcd|wc|w/c|wheel\s?-?chair|m4\s*\(?3\)?)|(?<=\dp)w\b", re.I)


@dataclass(frozen=True)
class KindOfHome:
    """Bedrooms (0 for a studio), people where they are said, and whether it says it is for a wheelchair."""

    bedrooms: int
    people: int | None
    wheelchair: bool = False

    @property
    def text(self) -> str:
        """'2b4p', '2b', 'studio'."""
        if self.bedrooms == 0 and self.people in (None, 1):
            return "studio"
        return f"{self.bedrooms}b" + ("" if self.people is None else f"{self.people}p")


def kind_of_home(text: str) -> KindOfHome | None:
    """What a cell says of a home's size; None where it says nothing of it."""
    said = re.sub(r"\b(" + "|".join(_NUMBERS) + r")\b", lambda m: _NUMBERS[m[1].lower()], text, flags=re.I)
    said = said.replace("_", " ")
    wheelchair = _WHEELCHAIR.search(said) is not None
    people = _PEOPLE.search(said)
    count = int(people[1]) if people else None
    if _STUDIO.search(said):
        return KindOfHome(0, count or 1, wheelchair)
    both = _BOTH.search(said)
    if both:
        return KindOfHome(int(both[1]), int(both[2]), wheelchair)
    beds = _BEDS.search(said)
    if beds:
        return KindOfHome(int(beds[1]), count, wheelchair)
    return None
