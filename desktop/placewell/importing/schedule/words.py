"""The words of applicants' schedules: headings, tenures, access, aspect, and names of blocks and levels."""

from __future__ import annotations

import re

from placewell.domain.tenure import TENURES

_HEADINGS: tuple[tuple[str, str], ...] = (
    ("homes_least", r"^min(imum)?( (no\.?|number) of)?( (homes|units|dwellings))?$"),
    ("homes", r"^max(imum)?( (no\.?|number) of)?( (homes|units|dwellings))?$"),
    # What looks like a figure of a home, but is of a standard or a sum, fills nothing.
    ("ignored", r"\b(min(imum)?|ndss|standards?|required|targets?|policy|guid\w*|excess|over|under|difference|var\w*|per ?cent\w*|ratio|check)\b|%"),
    ("ignored", r"\b(communal|shared) (amenity|space|terrace|garden)|\bplay ?space|\b(price|rent|value|cost|storage|ceiling|parking|cycle)\b"),
    # The GLA's planning data standard for residential units says of each whether it is gained or lost.
    ("change", r"^status$|^change( type)?$|\bgain(ed)?\b.*\bloss|\bgain(ed)?\b.*\blost"),
    ("ignored", r"development type|^provider$"),
    ("right_to_return", r"right to return|\breturn(ing)?\b"),
    ("decant_phase", r"\bdecant|re-?hous"),
    ("occupied", r"\boccupied\b|\bvacan|\bvoid|^occupation( status)?$|^lived in$"),
    ("scheme", r"^scheme( name)?$"),
    ("option", r"^(scheme )?option$"),
    ("phase", r"^(demolition |construction )?(phase|stage)\b"),
    ("tenure", r"tenure|ownership"),
    ("type", r"^(b(ed)?s?|bed(room)?s?)\s*/\s*p\w*|\btype|typolog|^mix$|(unit|dwelling|home|flat) (size|mix|desc\w*)|^accommodation$|^desc\w*$|^size$"),
    ("habitable_rooms", r"\bhab(itable)?s?\b|^h\.?\s?/?r\.?s?$"),
    ("bed_spaces", r"bed ?-?spaces?|\bpersons?\b|\bpeople\b|occupan|\bppl\b|\bpax\b|^p$"),
    ("bedrooms", r"\bbed ?rooms?\b|^(no\.? (of )?|number of )?beds?$|^b$|^br$"),
    ("amenity_ft2", r"(amenity|balcon|terrace|outdoor|garden|external).*(sq\.? ?f|ft)"),
    ("amenity_m2", r"amenity|balcon|terrace|outdoor|\bgarden|external (area|space)|^p\.?a\.?s\.?$"),
    ("gia_ft2", r"\bsq\.? ?f|\bft ?[2²]|\bsqft|square feet"),
    ("gia_m2", r"\b(gia|nia|nsa|gifa)\b|(internal|floor|unit|net|dwelling|flat|home|gross)( internal)?( floor)? area|^area\b|^(sq\.? ?m\w*|m ?[2²])$"),
    ("access", r"m4|part m\b|wheel ?-?chair|^wch?\b|^wca\b|\baccessib|\baccess\b|adaptab"),
    ("aspect", r"aspect"),
    ("faces", r"orientation|^fac(es|ing)\b"),
    ("core", r"\bcore\b|\bstair"),
    ("level", r"\blevels?\b|\bfloors?\b|\bstor(e)?ys?\b|^lvl\b"),
    ("block", r"\bblock|\bbuilding|^bldg|\btower\b|^bld\b"),
    ("homes", r"^(total )?(no|nr|number|qty|quantity|count)s?\.? ?(of )?(the )?(homes|units|dwellings|flats|apartments)$|^(total )?(homes|units|dwellings|flats|apartments)$|^(qty|quantity|count)$"),
    ("home", r"\b(unit|plot|flat|apartment|apt|dwelling|home)s?\b ?(no|nr|number|ref\w*|id|name|code|mark)?\.?$|^(ref\w*|id|number|mark|name|room (no|number|ref))\.?$"),
    ("number", r"^(no|nr|n|#|total|totals)\.?$"),
)  # fmt: skip
_READY = tuple((field, re.compile(pattern)) for field, pattern in _HEADINGS)

_TENURES: tuple[tuple[str, str], ...] = (
    ("London Affordable Rent", r"london affordable|^lar$"),
    ("London Living Rent", r"london living|^llr$"),
    ("discount market rent", r"discount(ed)? (market )?rent|^dmr$"),
    ("social rent", r"social|\bsoc\.? ?rent|^s\.?r\.?$|council rent|target rent"),
    ("shared ownership", r"shared[ -]owner|shared o.?ship|^s\.?/?o\.?$|part[ -]buy"),
    ("affordable rent", r"affordable rent|^a\.?r\.?$"),
    ("build to rent", r"build[ -]to[ -]rent|^btr$|\bprs\b|private rent|market (for )?rent"),
    ("student", r"student|pbsa"),
    ("shared living", r"\bco[- ]?living|shared living|lspbsl"),
    ("older people's", r"\bolder|retirement|extra care|later living|sheltered"),
    ("care", r"^care$|care home|nursing"),
    ("market sale", r"^(private|market|open market|oms|ms|pvt|priv|pte|for sale|sale)( sale| for sale| housing)?$|(?<!discount )(?<!discounted )market (for )?sale|private (for )?sale|open market"),
)  # fmt: skip
_TENURES_READY = tuple((tenure, re.compile(pattern)) for tenure, pattern in _TENURES)
_WIDER = (
    ("affordable rent", "London Affordable Rent"),
    ("build to rent", "discount market rent"),
    ("London Living Rent", "discount market rent"),
)
"""Tenures whose words stand within those of another ('discount market rent' holds 'market rent')."""
_LOOSE = re.compile(
    r"^(intermediate|affordable|affordable housing|low[ -]cost rent|market discount|dms|discount(?:ed)? market sale|shared equity|starter homes?|self[ -]build|custom build)\b"
)
"""Words for several tenures at once: a doubt, never a guess."""

OF_A_HOME = re.compile(r"unit|plot|flat|apartment|\bapt|dwelling|home", re.I)
"""In a heading of references: those of homes, not of rows or drawings."""
TOTAL = re.compile(
    r"^(?:(?:grand|overall|scheme|site|all|block|level|floor|phase|core|building|sub)\b[\w .:/&-]{0,25})?(?:sub|grand)?[ -]?totals?\b[\w :.,()/&-]{0,30}$"
    r"|^[\w .:/&()'-]{0,40}\b(?:sub-?)?totals?:?$"
    r"|^(?:overall|sum)\b|^(?:carried|brought) (?:forward|down|over)\b|^[cb]/[fd]\b",
    re.I,
)
EVERY = re.compile(
    r"^(?:all|whole|entire|overall|scheme|site|total|both)\b(?: (?:blocks?|buildings?|scheme|site|phases?|tenures?))?$",
    re.I,
)
"""What stands where a block would, over lines that sum up all of them."""
"""The label of a line of sums; 'total refurbishment' in a column of notes is none where a home is listed."""
PERCENT = re.compile(
    r"^(?:%|per ?cent(?:age)?s?\b|mix\b|share\b|proportion\b|ratio\b)|^[\d.,]+ ?%$|%\)?$", re.I
)
TICKS = frozenset({"y", "yes", "true", "x", "✓", "✔", "1", "•", "●", "■", "√", "ü"})
BLANKS = frozenset({"", "-", "–", "—", "n/a", "na", "n", "no", "none", "nil", "false", "0"})

_BLOCK = re.compile(
    r"\b(?i:block|building|bldg|blk|bld|tower)\s*[-:_]?\s*([A-Z]{1,2}(?:\d{1,2}[a-z]?)?|\d{1,2}[A-Za-z]?)\b(?![\w'])"
)
_LEVEL = re.compile(
    r"^(?:(?:level|floor|lvl|storey|l)\s*[-:_]?\s*(\d{1,2}|[gG]|UG|LG|B\d)|(lower ground|upper ground|ground|basement|mezzanine|roof|\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\s*(?:floor|level)?)$",
    re.I,
)
_PHASE = re.compile(r"\bph(?:ase)?\.?\s*[-:_]?\s*(\d{1,2})\b", re.I)
_CORE = re.compile(r"\bcore\s*[-:_]?\s*([A-Z0-9]{1,3})\b", re.I)


def heading(text: str) -> str:
    """The field that a heading names, 'ignored' where it is of something else, '' where it is not known."""
    said = re.sub(r"[_\n\r]+", " ", text.strip().lower())
    said = re.sub(r"(?<=[a-z])-\s+(?=[a-z])", "", said)  # a word broken over two lines
    bare = " ".join(re.sub(r"\((?!2\)|3\)|1\))[^)]*\)|[.:*]+$", " ", said).split())
    bare = re.sub(r"^(no|number|nr) (?=bed)", "no of ", bare)
    for field, pattern in _READY:
        # Units stand in brackets often ('Area (sq ft)'), the name of a field seldom.
        if pattern.search(said if field.endswith("ft2") or field == "ignored" else bare) or (
            bare != said and field in ("gia_m2", "access") and pattern.search(said)
        ):
            return field
    return ""


def tenure(text: str) -> str:
    """One of `TENURES` that a cell names, in full or as offices shorten it; '' where it names none or several."""
    said = " ".join(text.strip().lower().split())
    for known in TENURES:
        if said == known.lower():
            return known
    found = {t for t, pattern in _TENURES_READY if pattern.search(said)}
    for wide, narrow in _WIDER:
        if {wide, narrow} <= found:
            found.discard(wide)
    if not found and len(parts := re.split(r"\s[-–:|]\s", said)) > 1:
        found = {t for part in parts if (t := tenure(part))}  # 'Affordable - SR'
    return found.pop() if len(found) == 1 else ""


def is_tenure(text: str) -> bool:
    """Whether a cell speaks of tenure at all, if only loosely ('intermediate')."""
    said = " ".join(text.strip().lower().split())
    return bool(said) and (bool(tenure(text)) or _LOOSE.match(said) is not None)


def access(text: str, heading_text: str = "") -> str:
    """'M4(1)', 'M4(2)' or 'M4(3)' by what a cell says, with its column's heading where it is only ticked."""
    said = " ".join(text.strip().lower().split())
    named = re.search(r"(?:m4|cat(?:egory)?\.?)\s*\(?\s*([123])", said)
    if named:
        return f"M4({named[1]})"
    if re.search(r"wheel ?-?chair|\bwch\b|\bwca\b|\bwcd?\b", said):
        return "M4(3)"
    if re.search(r"adaptable|accessible", said):
        return "M4(2)"
    if said in ("1", "2", "3") and not re.search(r"[123]|wheel|wc", heading_text.lower()):
        return f"M4({said})"
    if said in TICKS:
        over = re.search(r"m4\s*\(?\s*([123])", heading_text.lower())
        if over:
            return f"M4({over[1]})"
        return "M4(2)" if "adaptab" in heading_text.lower() else "M4(3)"
    return ""


def aspect(text: str, heading_text: str = "") -> tuple[str, str]:
    """'single', 'dual' or 'triple', and which way it faces ('NE'); '' for what is not said."""
    said = " ".join(text.strip().lower().split())
    count = next(
        (
            word
            for word, pattern in (
                ("triple", r"triple|\b3\b|^t(a)?$"),
                ("dual", r"dual|double|\b2\b|corner|through|^d(a)?$"),
                ("single", r"single|\b1\b|^s(a)?$"),
            )
            if re.search(pattern, said)
        ),
        "",
    )
    over = heading_text.lower()
    if "dual" in over and "single" not in over:
        if said in TICKS:
            count = "dual"
        elif said in ("n", "no", "false"):
            count = "single"
    return count, faces(re.sub(r"single|dual|triple|double|aspect", " ", said))


def faces(text: str) -> str:
    """Which way a home faces, as letters ('N', 'SW'), several joined by '/'; '' where it is not said."""
    said = re.sub(r"[- ]?facing", "", text.lower())
    for word in ("north", "south", "east", "west"):
        said = said.replace(word, word[0])
    said = re.sub(r"(?<=[ns])[- ](?=[ew]\b)", "", said)
    found = re.findall(r"(?<![a-z])([ns]?[ew]|[ns])(?![a-z])", said)
    return "/".join(f.upper() for f in found)


def block(text: str) -> str:
    """'B2' of 'Block B2 – schedule'; '' where no block is named, or several are."""
    found = {m.upper() for m in _BLOCK.findall(text)} - {"S", "NO", "ID", "NR", "OR", "OF", "IN"}
    return found.pop() if len(found) == 1 else ""


def level(text: str) -> str:
    """The level that a line is about as it is written ('Level 02', 'Ground floor'); '' where it is about none."""
    return " ".join(text.split()) if _LEVEL.match(text.strip()) else ""


def phase(text: str) -> str:
    """'2' of 'Phase 2'; '' where no phase is named, or several are."""
    found = set(_PHASE.findall(text))
    return str(int(found.pop())) if len(found) == 1 else ""


def option(text: str) -> str:
    """'B' of 'Option B'; '' where no option is named, or several are."""
    found = set(re.findall(r"\b(?i:option)\s*[-:_]?\s*([A-Z]|\d{1,2})\b", text))
    return found.pop() if len(found) == 1 else ""


def names_place(text: str) -> bool:
    """Whether a text is the name of one block, level, core or phase, and so no heading of a column."""
    return bool(block(text) or level(text) or phase(text) or core(text))


def core(text: str) -> str:
    """'1' of 'Core 1'; '' where none is named, or several are."""
    found = set(_CORE.findall(text))
    return found.pop() if len(found) == 1 else ""
