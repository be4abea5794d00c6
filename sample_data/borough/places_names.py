"""Names of places: made of the streets, districts and estates they stand in, each once a type."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass
class Around:
    """What a name can be made of."""

    street: str = ""
    district: str = ""
    estate: str = ""
    green: str = ""
    number: int = 1

    @property
    def stem(self) -> str:
        """'Marlbrook' of 'Marlbrook Road'; the street's whole name where it is one word or begins with 'The'."""
        words = self.street.split()
        return " ".join(words[:-1]) if len(words) > 1 and words[0] != "The" else self.street


@dataclass
class Namer:
    """Gives names, none twice in one type."""

    parts: Mapping[str, Sequence[str]]
    rng: random.Random
    used: dict[str, set[str]] = field(default_factory=dict)

    def name(self, type_: str, templates: Sequence[str], around: Around) -> str:
        """A name that no place of the type has yet; the street is added where all are gone."""
        used = self.used.setdefault(type_, set())
        fits = [t for t in templates if self._fits(t, around)] or ["{district} " + type_]
        found = ""
        first = len(used)
        for turn in range(24):
            # In turn, so that each way of naming has its share; by chance where that name is gone.
            template = fits[first % len(fits)] if turn < 4 else self.rng.choice(fits)
            found = self._fill(template, around)
            if found.casefold() not in used:
                break
        else:
            for tail in (f", {around.street}", f", {around.district}", *(f" {n}" for n in range(2, 99))):
                if (
                    tail.strip(", ")
                    and tail.strip(", ") not in found
                    and (found + tail).casefold() not in used
                ):
                    found += tail
                    break
        used.add(found.casefold())
        return found

    def keep(self, type_: str, name: str) -> None:
        """A name that is given away already."""
        self.used.setdefault(type_, set()).add(name.casefold())

    def _fits(self, template: str, around: Around) -> bool:
        wanted = set(re.findall(r"\{(\w+)\}", template))
        have = {
            "street": around.street,
            "stem": around.street,
            "estate": around.estate,
            "green": around.green,
            "greenstem": around.green,
        }
        return all(have.get(w, "there") for w in wanted)

    def _fill(self, template: str, around: Around) -> str:
        listed = re.fullmatch(r"(.*)\[(\w+)\](.*)", template)
        if listed:
            template = listed.group(1) + self.rng.choice(list(self.parts[listed.group(2)])) + listed.group(3)
        saint = self.rng.choice(list(self.parts["saint"]))
        word, word2 = self.rng.sample(list(self.parts["word"]), 2)
        text = template.format(
            street=around.street, stem=around.stem, district=around.district, estate=around.estate, green=around.green,
            greenstem="-".join(around.green.split()[:2]), saint=saint, word=word, word2=word2, number=around.number,
        )  # fmt: skip
        # 'St James' Church', 'St Edda's St Edda's …': saints in s take no other, and no word stands twice running.
        return re.sub(r"\b(\w+)( \1\b)+", r"\1", re.sub(r"s's\b", "s'", text))
