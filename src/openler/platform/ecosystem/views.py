"""What do the map, a stakeholder's page, the story, LERs explained and the glossary show?"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.text import slugify
from django.utils.translation import get_language_bidi, gettext, ngettext
from django.views.decorators.http import require_safe

from openler.platform.base.acts import at_of
from openler.platform.ecosystem.acts import PLACES, shown_acts
from openler.platform.ecosystem.content import Ecosystem, Stakeholder, Step, Term, ecosystem
from openler.platform.ecosystem.counts import SMALLEST, Count, counts_by_stakeholder
from openler.platform.ecosystem.demonstration import Standing, demonstration
from openler.platform.ecosystem.drawing import PLACES_ON_MAP, Flow, Place, flows_from, flows_to, place_of
from openler.platform.ecosystem.gates import gate_of, has_portal
from openler.platform.ecosystem.scenes import ON_STORY, draw_cut, draw_scene
from openler.platform.verifying.queries import counts_this_month

# Where the map stands when nothing was chosen: the college signs.
_FIRST_STEP = 3


@require_safe
def living_map(request: HttpRequest) -> HttpResponse:
    """Show the map: a step of the story, a chosen place, or one phase."""
    content = ecosystem()
    phase = next((one for one in content.phases if one.key == request.GET.get("phase")), None)
    chosen = _find(content, request.GET.get("at", ""))
    step = None if chosen or phase else _step(content, request.GET.get("step", "")) or content.story[_FIRST_STEP - 1]
    if step:
        chosen = content.stakeholder(step.who)
    counts = counts_by_stakeholder(at_of(request))
    return render(
        request,
        "ecosystem/map.html",
        draw_scene(content, step=step, chosen=chosen, mirrored=_is_mirrored(request))
        | _story_bar(content, step)
        | {
            "fallen": [one for one in _standing(step, request) if one.outcome == "failed"],
            "nav_current": "map",
            "forced_direction": _direction(request),
            "phases": content.phases,
            "promises": content.promises,
            "chosen": chosen,
            "phase": phase,
            "lit": _lit(content, phase.key) if phase else (),
            "shown": _acts_by_phase(content, chosen) if chosen else [],
            "in_phase": [
                (
                    _node(content, place) | {"counts": counts[place.key]},
                    shown_acts(content.stakeholder(place.key), phase.key),
                )
                for place in PLACES_ON_MAP
            ]
            if phase
            else [],
            "twin": _twin(content, counts),
            "chosen_counts": counts[chosen.key] if chosen else [],
            "chosen_gate": gate_of(chosen.key, request) if chosen else "",
            "checked": _checked(request),
        },
    )


@require_safe
def stakeholder(request: HttpRequest, slug: str) -> HttpResponse:
    """Show all that one stakeholder does, by phase, and what it gains."""
    content = ecosystem()
    one = _find(content, slug)
    if one is None or one.slug != slug:
        raise Http404
    at = PLACES_ON_MAP.index(place_of(one.key))
    standing = sum(act.id in PLACES for act in one.acts)
    return render(
        request,
        "ecosystem/stakeholder.html",
        {
            "one": one,
            "place": place_of(one.key),
            "forced_direction": _direction(request),
            "acts_by_phase": _acts_by_phase(content, one),
            "standing": standing,
            "counts": counts_by_stakeholder(at_of(request))[one.key],
            "gate": gate_of(one.key, request),
            "has_portal": has_portal(one.key),
            "cut": draw_cut(content, one, mirrored=_is_mirrored(request)),
            "takes": _flows(content, flows_to(one.key)),
            "gives": _flows(content, flows_from(one.key)),
            "before": _node(content, PLACES_ON_MAP[at - 1]),
            "after": _node(content, PLACES_ON_MAP[(at + 1) % len(PLACES_ON_MAP)]),
        },
    )


@require_safe
def story(request: HttpRequest, step: int) -> HttpResponse:
    """Show one step of the story, its place on the map, and the way before and after it."""
    content = ecosystem()
    found = _step(content, str(step))
    if found is None:
        raise Http404
    states = ["done" if one.step < found.step else "now" if one is found else "" for one in content.story]
    who = content.stakeholder(found.who)
    return render(
        request,
        "ecosystem/story.html",
        draw_scene(content, step=found, chosen=who, mirrored=_is_mirrored(request), lettering=ON_STORY)
        | _story_bar(content, found)
        | {
            "forced_direction": _direction(request),
            "who": who,
            "place": place_of(who.key),
            "phase": next(one for one in content.phases if one.key == found.phase),
            "story": list(zip(content.story, states, strict=True)),
            "standing": _standing(found, request),
        },
    )


@require_safe
def explained(request: HttpRequest) -> HttpResponse:
    """Explain what records are, what they promise, and which work moves them forward."""
    content = ecosystem()
    return render(
        request,
        "ecosystem/explained.html",
        {"nav_current": "explained", "forced_direction": _direction(request), "content": content},
    )


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Show all words, or those that a search finds."""
    wanted = " ".join(request.GET.get("q", "").split())[:80]
    words = [_word(term) for term in ecosystem().glossary]
    found = [word for word in words if wanted.casefold() in f"{word['term']} {word['meaning']}".casefold()]
    # Words whose name has it come before words that only mention it.
    if wanted:
        found.sort(key=lambda word: wanted.casefold() not in word["term"].casefold())
    counted = ngettext("%(count)s word found.", "%(count)s words found.", len(found)) % {"count": len(found)}
    return render(
        request,
        "ecosystem/glossary.html",
        {
            "nav_current": "glossary",
            "forced_direction": _direction(request),
            "wanted": wanted,
            "found": found,
            "counted": counted,
        },
    )


def _word(term: Term) -> dict[str, str]:
    return {
        "anchor": slugify(term.term),
        "term": gettext(term.term),
        "meaning": gettext(term.meaning),
        "standard": term.standard or "",
    }


def _direction(request: HttpRequest) -> str:
    """Let a reader look at the mirrored page before there is a language that is read from the right."""
    return "rtl" if request.GET.get("dir") == "rtl" else ""


def _is_mirrored(request: HttpRequest) -> bool:
    return bool(_direction(request)) or get_language_bidi()


def _find(content: Ecosystem, slug: str) -> Stakeholder | None:
    return next((one for one in content.stakeholders if one.slug == slug), None)


def _step(content: Ecosystem, number: str) -> Step | None:
    return next((one for one in content.story if str(one.step) == number), None)


def _node(content: Ecosystem, place: Place) -> dict[str, Any]:
    return {"place": place, "one": content.stakeholder(place.key)}


def _flows(content: Ecosystem, flows: list[tuple[Place, Flow]]) -> list[dict[str, Any]]:
    return [_node(content, place) | {"words": flow.words} for place, flow in flows]


def _acts_by_phase(content: Ecosystem, one: Stakeholder) -> list[tuple[Any, Any]]:
    return [(phase, shown_acts(one, phase.key)) for phase in content.phases]


def _standing(step: Step | None, request: HttpRequest) -> Sequence[Standing]:
    """List on what a step plays in a demonstration; elsewhere nothing is claimed."""
    shown = demonstration()
    return shown.standing_at(step.step, at_of(request)) if shown and step else ()


def _story_bar(content: Ecosystem, step: Step | None) -> dict[str, Any]:
    """Give the step shown, and the ways to the steps before and after it."""
    number = step.step if step else 0
    return {
        "step": step,
        "step_count": len(content.story),
        "previous_step": number - 1 if number > 1 else 0,
        "next_step": number + 1 if step and number < len(content.story) else 0,
    }


def _lit(content: Ecosystem, phase: str) -> set[str]:
    """Name the places that stay bright in a phase: all on its land, and all that the story reaches in it."""
    reached = {step.who for step in content.story if step.phase == phase}
    return {place.icon for place in PLACES_ON_MAP if place.phase == phase or place.key in reached}


def _twin(content: Ecosystem, counts: Mapping[str, list[Count]]) -> list[dict[str, Any]]:
    """Give the map as a list: each phase with the places on its land, each place with all its acts."""
    return [
        {
            "phase": phase,
            "nodes": [
                _node(content, place)
                | {
                    "counts": counts[place.key],
                    "acts": _acts_by_phase(content, content.stakeholder(place.key)),
                    "steps": [step for step in content.story if step.who == place.key],
                }
                for place in PLACES_ON_MAP
                if place.phase == phase.key
            ],
        }
        for phase in content.phases
    ]


def _checked(request: HttpRequest) -> str:
    """Say how many records were checked here this month, by outcome.

    Small numbers are hidden; no sum stands beside them, because it would give them away again.
    """
    counts = counts_this_month(at_of(request))
    if sum(counts.values()) < SMALLEST:
        return gettext("Fewer than 10 records checked here this month.")
    return gettext(
        "Records checked here this month: %(passed)s valid, %(failed)s rejected, %(undetermined)s undetermined."
    ) % {outcome: _safe(count) for outcome, count in counts.items()}


def _safe(count: int) -> str:
    return number_format(count) if count >= SMALLEST or count == 0 else gettext("fewer than 10")
