"""What the applicant states against what was read: each that differs is a query, and none stands in the way."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from placewell.domain.case import Answer, Claim
from placewell.domain.tenure import AFFORDABLE, ROOMS
from placewell.importing.schedule import words

Total = Mapping[str, Any]
"""One option as `case_totals.totals` has it."""

_USE = re.compile(
    r"\b(E(?:\([a-g]\))?(?:\([iv]+\))?|F1(?:\([a-g]\))?|F2(?:\([a-d]\))?|[A-D][1-8]|sui generis)(?![\w(])"
)
_BEDS = re.compile(r"\b(\d)\s*(\+|or more)?[\s-]*bed(?!\s*-?spaces?)")
_SHARE = re.compile(r"\bshare\b|%|per ?cent|percentage|proportion")
_PHASE = re.compile(r"\bphase (\d+)\b")


def queries(
    shown: Sequence[Total], claims: Sequence[Claim], answers: Sequence[Answer] = ()
) -> list[dict[str, Any]]:
    """The statements that differ from what was read, as 'what', 'read' and 'stated' with where each stands.

    A statement of something that was not read (no habitable rooms in the schedule) is no query: that is on
    the list of what is to come.
    """
    given = {(a.question, a.option.casefold()): a for a in answers}
    documents: dict[str, str] = {}
    found = []
    for claim in claims:
        if claim.value is None:
            continue
        of = [s for s in shown if claim.option.casefold() in ("", str(s["option"]).casefold())]
        for total in of:
            ends = read_of(claim.about, claim.unit, total)
            # A spreadsheet's 50% is 0.5 in its cell.
            stated = claim.value * 100 if _is_share(claim) and 0 < claim.value < 1 else claim.value
            if not ends or any(e is None or _same(e, stated, claim.about) for e in ends):
                continue
            key = f"query:{claim.about.casefold()}"
            first = documents.setdefault(key, claim.document)
            if claim.document != first:
                # Each document's statement is a question of its own.
                key = f"{key}:{claim.document.casefold()}"
            answer = given.get((key, total["option"].casefold())) or given.get((key, ""))
            found.append(
                {
                    "what": claim.about,
                    "read": ends[-1],
                    "stated": stated,
                    "unit": claim.unit,
                    "scheme": total["name"],
                    "option": total["option"],
                    "document": claim.document,
                    "page": claim.page,
                    "question": key,
                    "answer": None if answer is None else answer.value,
                    "look_again": "" if answer is None else answer.look_again,
                }
            )
    return found


def _is_share(claim: Claim) -> bool:
    return claim.unit == "%" or bool(_SHARE.search(claim.about.casefold()))


def _same(read: float, stated: float, about: str) -> bool:
    """Whether a figure is the stated one but for its rounding, and never by more than a hundredth of it.

    Homes and rooms are counted, so they are the same or not.
    """
    if read == stated:
        return True
    if (
        float(stated).is_integer()
        and re.search(r"homes|units|dwellings|rooms|spaces|bed\b", about.casefold())
        and ("share" not in about.casefold() and "%" not in about)
    ):
        return False
    digits = f"{stated!r}".partition(".")[2].rstrip("0")
    half = 0.5 * 10 ** -len(digits)
    return bool(abs(read - stated) <= min(half, abs(stated) / 100) + 1e-9)


def read_of(about: str, unit: str, total: Total) -> list[float | None]:
    """What was read for a statement: one figure, or both ends of a range, None where it is not known.

    Empty where the statement is of nothing that Placewell adds up.
    """
    said = " ".join(re.sub(r"[_:,]+", " ", about.casefold()).split())
    if _is_of_more(said, about):
        return []
    if re.search(r"\bsite\b.*\b(area|ha|hectares)\b|^(site|hectares)$|site area", said):
        if total["site_ha"] is None:
            return [None]
        return [total["site_ha"] * (10_000 if unit.casefold() in ("m2", "m²", "sqm") else 1)]
    if re.search(r"\bblue\b|other land", said):
        return [total["blue_line_ha"]]
    if re.search(r"\b(?<!older )people\b(?!'s)|population|residents", said):
        return [total.get("people")]
    if re.search(r"\bchildren\b|child yield", said):
        return [total.get("children")]
    use = _USE.search(about)
    if use or ("floorspace" in said and "resident" not in said):
        return _floorspace(said, use[1] if use else "", total)
    if _SHARE.search(said) or unit == "%":
        return _share(said, total)
    if "lost" in said or "demolish" in said or "existing homes" in said:
        tenure = _tenure(said)
        return [total["lost_by_tenure"].get(tenure, 0) if tenure else total["lost_homes"]]
    if re.search(r"\bnet\b", said):
        return [total["net_homes"]]
    if "habitable" in said:
        tenure, by = _tenure(said), total["habitable_rooms_by_tenure"]
        if tenure:
            return [None if by is None else by.get(tenure, 0)]
        return [] if "affordable" in said else _ends(total, "habitable_rooms")
    if (_BEDS.search(said) or "studio" in said) and _tenure(_BEDS.sub(" ", said)):
        return []  # homes of one size and tenure at once are not among the totals
    if re.search(r"\bgia\b|floor ?space|floor area", said):
        return _ends(total, "gia_m2")
    if re.search(r"bed ?-?spaces", said):
        return [total["bed_spaces"]]
    return _counts(said, total)


_KNOWN = re.compile(
    r"\b(homes?|units?|dwellings?|flats?|residential|total|number|no|of|the|and|in|by|a|per cent|percent|percentage|share|proportion"
    r"|proposed|new|additional|stated|gross|net|lost|losses|demolished|demolition|existing|replaced|affordable|housing|tenures?"
    r"|habitable|rooms?|bed ?-?spaces?|bedroom(ed)?s?|beds?|studios?|student|cluster|shared living|co-?living|care|phase|phases|or more|c3"
    r"|gia|nia|gea|gross internal|floor ?space|floor ?areas?|areas?|site|hectares?|ha|m2|m²|sqm|use|class|uses|blue|red|line|other|land"
    r"|people|population|residents|children|child yield|yield|all)\b|[\d.,%²()+-]+"
)
"""What a statement may say beside tenures and use classes and still be one of the totals that are read."""


def _is_of_more(said: str, about: str) -> bool:
    """Whether a statement is of something narrower or other than a total ('wheelchair homes', 'homes per hectare')."""
    rest = _USE.sub(" ", about).casefold()
    rest = _KNOWN.sub(" ", re.sub(r"[_:,;]+", " ", rest))
    rest = " ".join(rest.split())
    return bool(rest) and not words.tenure(rest) and rest not in _TENURE_WORDS


_TENURE_WORDS = {"social", "social rented", "intermediate", "market", "private", "affordable rented"}


def _counts(said: str, total: Total) -> list[float | None]:
    if total["homes"] is None:
        return [None]
    if found := _PHASE.search(said):
        return [total["by_phase"].get(str(int(found[1])), 0)]
    if found := _BEDS.search(said):
        least = int(found[1])
        more = bool(found[2])
        return [
            sum(
                n
                for k, n in total["by_bedrooms"].items()
                if k.isdigit() and (int(k) == least or (more and int(k) > least))
            )
        ]
    if "studio" in said and "student" not in said:
        return [total["by_bedrooms"].get("0", 0)]
    if re.search(r"\b(student|cluster|co-living|shared living|care)?\s*(bed)?rooms\b", said):
        return [total["rooms"]]
    tenure = _tenure(said)
    if tenure:
        return [total["by_tenure"].get(tenure, 0)]
    if "affordable" in said:
        return [sum(n for t, n in total["by_tenure"].items() if t in AFFORDABLE)]
    if re.search(r"\b(homes|units|dwellings)\b", said):
        return _ends(total, "homes")
    return []


def _ends(total: Total, name: str) -> list[float | None]:
    ends: list[float | None] = total["ranges"].get(name) or [total[name]]
    return ends


def _tenure(said: str) -> str:
    bare = re.sub(
        r"\b(homes|units|dwellings|rooms|share|percentage|proportion|of|by|the|lost|demolished|habitable|home|room|total|number|per cent)\b|%",
        " ",
        said,
    )
    return words.tenure(bare)


def _share(said: str, total: Total) -> list[float | None]:
    by_room = "habitable" in said
    if "affordable" in said and not _tenure(said):
        return [total["affordable_share"]["by_habitable_room" if by_room else "by_home"]]
    tenure = _tenure(said)
    if not tenure:
        return []
    counts = (
        total["habitable_rooms_by_tenure"]
        if by_room
        else {t: n for t, n in total["by_tenure"].items() if t not in ROOMS}
    )
    whole = sum(counts.values()) if counts else 0
    return [None if not whole else round(100 * counts.get(tenure, 0) / whole, 4)]


def _floorspace(said: str, use: str, total: Total) -> list[float | None]:
    state = next((s for s in ("existing", "lost", "proposed") if s in said), "proposed")
    measure = next((m for m in ("GIA", "NIA", "GEA") if m.casefold() in said.split()), "")
    rows = [
        f
        for f in total["floorspace"]
        if f["state"] == state
        and (not use or f["use"].casefold().startswith(use.casefold()))
        and (not measure or f["measure"] == measure)
    ]
    if not measure:
        # Without one said, the measure that most of it is given in.
        of = {m: [f for f in rows if f["measure"] == m] for m in ("GIA", "GEA", "NIA")}
        rows = next((v for v in of.values() if v), [])
    if not rows:
        return [None]
    least = sum(f["m2"] if f["m2_least"] is None else f["m2_least"] for f in rows)
    most = sum(f["m2"] for f in rows)
    return [least, most] if least != most else [most]
