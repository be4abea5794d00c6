"""What is asked of an officer, with the facts that the project knows beside the question; and records."""

from __future__ import annotations

from collections.abc import Callable

from placewell.assess.content import measured_m2, plain
from placewell.assess.explain import amount, listed, many, metres, minutes_of
from placewell.assess.facts import Facts
from placewell.assess.figures import Figures
from placewell.assess.ground import Sort
from placewell.assess.measured import Measured
from placewell.assess.ways import evidence, ways_to
from placewell.domain.finding import Evidence, Fact, Firmness, Waiting, WouldMeet
from placewell.domain.scheme import HOMES_LOST, Homes
from placewell.guidance.model import Criterion

Shown = tuple[list[Fact], list[str]]


def record_complete(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """Met where the applicant has given every part of the record; a part that is not given is asked for."""
    parts = criterion.inputs["record"]
    stated = [c for c in facts.setting.claims if c.words or c.value is not None]
    given = {p: c for p in parts for c in stated if plain(c.about) == plain(p)}
    missing = [p for p in parts if p not in given]
    pages = [
        f"{p}: {given[p].document}{f', page {given[p].page}' if given[p].page else ''}"
        for p in parts
        if p in given
    ]
    working = f"{len(given)} of {len(parts)} parts of the record are given. " + "; ".join(pages)
    if not missing:
        said = "Every part is given: it would change if 1 part were taken away."
        return Measured(
            "met", float(len(given)), unit="parts", figure=float(len(parts)), working=working.strip(),
            firmness=Firmness(1.0, "parts", ("",), said),
        )  # fmt: skip
    return Measured(
        "cannot tell",
        float(len(given)),
        unit="parts",
        figure=float(len(parts)),
        waiting_for=tuple(Waiting("applicant", f"For the record: {p}.") for p in missing),
        working=working.strip(),
        would_meet=WouldMeet(
            float(len(missing)), "parts", "of the record", f"{listed(missing)} would complete it."
        ),
    )


def asked(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """Nothing is judged: the officer answers, and sees what the project knows."""
    found: list[Fact] = []
    said: list[str] = []
    near: list[Evidence] = []
    for name in criterion.inputs.get("facts", ()):
        more, words = _gathered(facts, name)
        found += more
        said += words
    for type_ in criterion.inputs.get("types", ()):
        fact, words_, proof = _walk(facts, type_)
        found += fact
        said += words_
        near += proof
    for quantity in criterion.inputs.get("stated", ()):
        span = facts.content.quantity((quantity,))
        said.append(
            f"{quantity[:1].upper()}{quantity[1:]}: not stated."
            if span is None
            else f"{quantity[:1].upper()}{quantity[1:]}: {amount(span[1], '')} stated."
        )
        found += [Fact(quantity, None if span is None else span[1], "")]
    bodies = criterion.inputs.get("bodies", ())
    said += _consulted(facts, bodies) if bodies else []
    what = criterion.awaits or f"An officer's answer: {criterion.question}"
    return Measured(
        "cannot tell",
        facts=tuple(found),
        evidence=tuple(near),
        waiting_for=(Waiting("officer", what),),
        working=" ".join(said) or "Nothing that the project holds bears on this.",
    )


def _gathered(facts: Facts, name: str) -> Shown:
    """What is gathered, once for all questions; what depends on where the scheme is, each time."""
    if name in OF_THE_PLACE:
        return GATHERED[name](facts)
    if name not in facts.content.counted:
        facts.content.counted[name] = GATHERED[name](facts)
    found: Shown = facts.content.counted[name]
    return found


def _walk(facts: Facts, type_: str) -> tuple[list[Fact], list[str], list[Evidence]]:
    """The walk to the nearest of a type, from the entrance that is nearest to it."""
    sort = Sort((type_,))
    if facts.network is None or not len(facts.gates):
        return [], [], []
    layers = facts.ground.layers_of(sort.types)
    if not layers:
        return [Fact(f"walk to nearest {type_}", None, "m")], [f"No list of {many([type_])}."], []
    ways = ways_to(facts, facts.gates, sort)
    s = ways.nearest
    way = ways.ways[s]
    note = "" if not facts.ground.lists(sort.types).wanting else " (a partial or old list)"
    if way.walk_m is None:
        return (
            [Fact(f"walk to nearest {type_}", None, "m")],
            [f"No {type_} within reach on the map{note}."],
            [],
        )
    proof = evidence(facts, ways, s, minutes_of)
    held = [proof] if proof is not None else []
    return [Fact(f"walk to nearest {type_}", way.walk_m, "m", tuple(held))], [
        f"Nearest {type_}: {metres(way.walk_m)} on foot, {way.to}{note}."
    ], held  # fmt: skip


def _people(facts: Facts) -> Shown:
    found = facts.content.people
    if found is None or found.total is None:
        return [Fact("people", None, "people")], ["People: cannot be worked out yet."]
    note = " (illustrative table: not for use)" if found.illustrative else ""
    return [Fact("people", round(found.total[1], 2), "people")], [f"People: {found.total[1]:,.0f}{note}."]


def _children(facts: Facts) -> Shown:
    found = facts.content.people
    if found is None or found.children is None:
        return [Fact("children", None, "people")], ["Children: cannot be worked out yet."]
    note = " (illustrative table: not for use)" if found.illustrative else ""
    return [Fact("children", round(found.children[1], 2), "people")], [
        f"Children under 18: {found.children[1]:,.0f}{note}."
    ]


def _homes(facts: Facts) -> Shown:
    if not facts.content.homes_known:
        return [Fact("homes", None, "homes")], ["Homes: no schedule yet."]
    few, most = facts.content.count
    said = f"{most:,.0f}" if few == most else f"{few:,.0f} to {most:,.0f}"
    return [Fact("homes", most, "homes")], [f"Homes: {said}."]


def _split(label: str, of: Callable[[Homes], str]) -> Callable[[Facts], Shown]:
    def shown(facts: Facts) -> Shown:
        counts: dict[str, int] = {}
        for h in facts.content.homes:
            counts[of(h)] = counts.get(of(h), 0) + h.homes
        if not counts:
            return [], [f"{label}: no schedule yet."]
        said = ", ".join(f"{name} {n:,}" for name, n in counts.items())
        return [Fact(f"{label.casefold()}: {name}", float(n), "homes") for name, n in counts.items()], [
            f"{label}: {said}."
        ]

    return shown


def _floorspace(facts: Facts) -> Shown:
    found, said = [], []
    for state in ("existing", "lost", "proposed"):
        uses = dict.fromkeys(f.use for f in facts.content.floorspace(state=state))
        for use in uses:
            span = measured_m2([f for f in facts.content.floorspace(state=state) if f.use == use])
            if span is not None:
                found.append(Fact(f"floorspace {state}: {use}", span[1], "m2"))
                said.append(f"{use} {state} {amount(span[1], 'm2')}")
    return found, [f"Floorspace: {', '.join(said)}." if said else "Floorspace: none stated."]


def _provision(facts: Facts) -> Shown:
    held = facts.proposal.provision
    if not held:
        return [], ["Provision: none stated."]
    said = ", ".join(f"{p.name or p.type} ({p.type}, {p.certainty or 'certainty not given'})" for p in held)
    return [Fact(f"brings: {p.name or p.type}", p.area_m2, "m2") for p in held], [
        f"The scheme brings: {said}."
    ]


def _losses(facts: Facts) -> Shown:
    held = facts.proposal.losses
    if not held:
        return [], ["Losses: none stated."]
    places = [x for x in held if x.what != HOMES_LOST]
    found = [Fact(f"loses: {x.name or x.what}", x.amount, x.unit) for x in places]
    said = [
        f"{x.name or x.what}{f' ({amount(x.amount, x.unit)})' if x.amount is not None else ''}"
        for x in places
    ]
    # Homes are told by tenure, not one by one.
    tenures: dict[str, float] = {}
    for x in held:
        if x.what == HOMES_LOST:
            name = x.tenure or "tenure not given"
            tenures[name] = tenures.get(name, 0.0) + (x.amount or 0.0)
    for name, count in tenures.items():
        found.append(Fact(f"loses: homes, {name}", count, "homes"))
        said.append(f"{amount(count, 'homes')} ({name})")
    return found, [f"The scheme takes away: {', '.join(said)}."]


def _quantities(facts: Facts) -> Shown:
    held = facts.proposal.quantities
    said = ", ".join(f"{q.what} {amount(q.value, q.unit)}" for q in held)
    return [Fact(q.what, q.value, q.unit) for q in held], [
        f"Stated quantities: {said}." if held else "Quantities: none stated."
    ]


def _consulted(facts: Facts, bodies: tuple[str, ...] = ()) -> list[str]:
    mine = [
        c for c in facts.setting.consultations
        if not bodies or any(plain(b) in plain(f"{c.body} {c.about}") for b in bodies)
    ]  # fmt: skip
    if not mine:
        return [
            f"Nobody of {listed(list(bodies), 'or')} has been consulted yet."
            if bodies
            else "Nobody has been consulted yet."
        ]
    return [
        f"{c.body}: {f'replied {c.received}' if c.received else f'asked {c.asked}' if c.asked else 'to be asked'}"
        f"{f', {c.outcome}' if c.outcome else ''}."
        for c in mine
    ]


def _claims(facts: Facts) -> Shown:
    held = [c for c in facts.setting.claims if c.words]
    return [], [
        f"The applicant states: '{c.words}' ({c.document}{f', page {c.page}' if c.page else ''})."
        for c in held[:5]
    ]


def _links(facts: Facts) -> Shown:
    held = facts.proposal.links
    said = ", ".join(f"{x.name or 'a link'} ({x.change})" for x in held)
    return [], [f"Links for walking: {said}." if held else "Links for walking: none stated."]


def _phases(facts: Facts) -> Shown:
    found, said, done = [], [], 0
    for phase in facts.content.phases:
        n = sum(h.homes for h in facts.content.homes if h.phase == phase)
        done += n
        name = "no phase given" if phase is None else f"phase {phase}"
        found.append(Fact(f"homes by the end of {name}", float(done), "homes"))
        said.append(f"{name} {n:,} homes ({done:,} in all)")
    return found, [f"By phase: {', '.join(said)}."] if said else []


def _allocations(facts: Facts) -> Shown:
    held = facts.setting.allocations
    if not held:
        return [], ["No site allocation under the red line is in the project."]
    said = []
    for a in held:
        said.append(f"{a.label}: {100 * a.share_of_site:.0f} % of the site.")
        said += [f"{duty.capitalize()}: {what}" for duty, what in a.requirements or ()]
        if a.requirements is None:
            said.append("Its must, should and may list has not been brought in.")
    return [Fact(f"share of the site in {a.label}", round(100 * a.share_of_site, 2), "%") for a in held], said


def _deprivation(facts: Facts) -> Shown:
    from placewell.assess.measures.overlay import here

    found = here(facts, ("LSOA 2021", "LSOA 2011"), ("deprivation, decile",))
    return (
        ([f for f, _ in found], [s for _, s in found])
        if found
        else ([], ["Deprivation: no figures by area."])
    )


def _ptal(facts: Facts) -> Shown:
    ptal = facts.setting.ptal
    return [], [f"Official PTAL {ptal.band}." if ptal else "Official PTAL: not given yet."]


def _commitments(facts: Facts) -> Shown:
    held = facts.setting.commitments
    homes = sum(c.homes or 0.0 for c in held)
    return [Fact("homes in commitments", homes, "homes")] if held else [], [
        f"Commitments in the project: {len(held)}, {homes:,.0f} homes." if held else "Commitments: none in the project."
    ]  # fmt: skip


def _beds(h: Homes) -> str:
    return (
        "bedrooms not given" if h.bedrooms is None else "studio" if h.bedrooms == 0 else f"{h.bedrooms}-bed"
    )


GATHERED: dict[str, Callable[[Facts], Shown]] = {
    "people": _people,
    "children": _children,
    "homes": _homes,
    "tenures": _split("Tenures", lambda h: h.tenure or "not given"),
    "bedrooms": _split("Sizes", _beds),
    "access": _split("Accessible homes", lambda h: h.access or "not given"),
    "aspect": _split("Aspect", lambda h: h.aspect or "not given"),
    "floorspace": _floorspace,
    "provision": _provision,
    "losses": _losses,
    "quantities": _quantities,
    "consultations": lambda facts: ([], _consulted(facts)),
    "claims": _claims,
    "links": _links,
    "phases": _phases,
    "allocations": _allocations,
    "deprivation": _deprivation,
    "official PTAL": _ptal,
    "commitments": _commitments,
}
"""By the names that packs use: what is gathered, as facts and in words."""
OF_THE_PLACE = ("deprivation",)
