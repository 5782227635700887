"""How far is each figure from its bar, at a glance? An SVG that is read by light and by dark, by eye and by ear.

The length says how many times better than its bar a figure is. Everything is said in words
too, so that no colour has to be told apart; the table on the page is its twin.
"""

import math
from xml.sax.saxutils import escape

from bars import Bar

_WIDTH, _ROW, _TOP, _LABEL = 960, 30, 64, 400
_PLOT, _RIGHT = 300, 20
# Half of the bar to eight times the bar; what lies beyond is drawn to the edge and told in words.
_LEAST, _MOST = 0.5, 8.0
_TICKS = (0.5, 1, 2, 4, 8)
_STYLE = """
  text { font: 14px system-ui, sans-serif; fill: #1f2328 }
  .small { font-size: 12px; fill: #57606a }
  .line { stroke: #d0d7de } .bar-line { stroke: #1f2328; stroke-width: 2 }
  .met { fill: #0b6e4f } .missed { fill: url(#stripes) }
  .stripe { stroke: #b42318; stroke-width: 4 } .under { fill: #fbe3e0 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .small { fill: #9da7b1 } .line { stroke: #3d444d } .bar-line { stroke: #e6edf3 }
    .met { fill: #4cc38a } .stripe { stroke: #ff8a7a } .under { fill: #5a1f1a }
  }
"""


def draw(bars: list[Bar]) -> str:
    """Draw what was measured."""
    measured = [bar for bar in bars if bar.figure is not None]
    missed = [bar.what for bar in measured if not bar.is_met]
    height = _TOP + _ROW * len(measured) + 40
    said = f"{len(measured) - len(missed)} of {len(measured)} bars are met."
    said += f" Missed: {'; '.join(missed)}." if missed else ""
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        'role="img" aria-labelledby="title desc">'
    )
    stripes = (
        '<defs><pattern id="stripes" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect class="under" width="8" height="8"/><line class="stripe" x1="0" y1="0" x2="0" y2="8"/></pattern></defs>'
    )
    lines = [
        opening,
        '<title id="title">How many times better than its bar each figure is</title>',
        f'<desc id="desc">{escape(said)} Every figure stands in the table on the page.</desc>',
        f"<style>{_STYLE}</style>",
        stripes,
        f'<text x="0" y="20">{escape(said.split(". ")[0].rstrip("."))}. Length: how many times better than its bar a figure is.</text>',
        *_scale(height),
        *(line for number, bar in enumerate(measured) for line in _bar(bar, _TOP + _ROW * number)),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _x(clearance: float) -> float:
    share = math.log(min(max(clearance, _LEAST), _MOST) / _LEAST) / math.log(_MOST / _LEAST)
    return _LABEL + _PLOT * share


def _scale(height: int) -> list[str]:
    lines = []
    for tick in _TICKS:
        kind = "bar-line" if tick == 1 else "line"
        x = _x(tick)
        lines.append(f'<line class="{kind}" x1="{x:.1f}" y1="{_TOP - 12}" x2="{x:.1f}" y2="{height - 34}"/>')
        lines.append(
            f'<text class="small" x="{x:.1f}" y="{_TOP - 18}" text-anchor="middle">{"bar" if tick == 1 else f"{tick:g}×"}</text>'
        )
    return lines


def _bar(bar: Bar, y: int) -> list[str]:
    end, kind = _x(bar.clearance), "met" if bar.is_met else "missed"
    beyond = " →" if bar.clearance > _MOST else ""
    told = f"{bar.told()}, at {'least' if bar.is_least else 'most'} {bar.limit:g}: {kind}{beyond}"
    return [
        f'<text x="{_LABEL - 10}" y="{y + 17}" text-anchor="end">{escape(bar.what)}</text>',
        f'<rect class="{kind}" x="{_LABEL}" y="{y + 4}" width="{max(end - _LABEL, 2):.1f}" height="18" rx="2"/>',
        f'<text class="small" x="{_LABEL + _PLOT + 10}" y="{y + 17}">{escape(told)}</text>',
    ]
