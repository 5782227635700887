"""Does anything on a drawing of the map touch what it must not? Boxes and lines as the browser lays them out."""

from playwright.sync_api import Page

# A label may touch no other label, disc, stone, record or line; a record none of these either. The box of a text is
# higher than its letters, so it is trimmed to them. The label of the way back interrupts its own line on purpose.
_FIND = """() => {
  const drawing = document.querySelector('svg.map');
  const all = selector => [...drawing.querySelectorAll(selector)].filter(one => {
    const box = one.getBoundingClientRect();
    return box.width > 0 && getComputedStyle(one).visibility !== 'hidden';
  });
  const name = one => (one.closest('[class]') || one).getAttribute('class');
  const box = one => one.getBoundingClientRect();
  const letters = one => {
    const { left, right, top, bottom, height } = box(one);
    return { left, right, top: top + height * .16, bottom: bottom - height * .15 };
  };
  const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const reaches = (round, b) => {
    const { left, top, width, height } = box(round);
    const x = left + width / 2, y = top + height / 2;
    return Math.hypot(Math.max(b.left - x, 0, x - b.right), Math.max(b.top - y, 0, y - b.bottom)) < width / 2;
  };
  const lines = all('.way path, .give, .back').map(line => {
    const place = line.getScreenCTM(), length = line.getTotalLength(), points = [];
    for (let at = 0; at <= length; at += 3) points.push(line.getPointAtLength(at).matrixTransform(place));
    const half = parseFloat(getComputedStyle(line).strokeWidth) / 2 * Math.abs(place.d);
    return { points, half, back: line.matches('.back'), name: 'line ' + name(line) };
  });
  const crosses = ({ points, half }, b) => points.some(({ x, y }) =>
    x > b.left - half && x < b.right + half && y > b.top - half && y < b.bottom + half);
  const things = all('.lab text, .give-l text, .back-l text')
    .map(one => ({ words: one.textContent, box: letters(one), of: one.closest('.node'), back: one.closest('.back-l') }));
  const record = drawing.querySelector('.token');
  if (record && box(record).width) things.push({ words: 'the record', box: box(record) });
  const found = [];
  things.forEach((a, at) => {
    for (const b of things.slice(at + 1))
      if (!(a.of && a.of === b.of) && overlap(a.box, b.box)) found.push(a.words + ' / ' + b.words);
    for (const round of all('.disc, .md'))
      if (reaches(round, a.box)) found.push(a.words + ' / ' + name(round.parentNode));
    for (const line of lines)
      if (!(a.back && line.back) && crosses(line, a.box)) found.push(a.words + ' / ' + line.name);
  });
  const frame = box(drawing);
  for (const one of things) {
    if (one.box.left < frame.left || one.box.right > frame.right || one.box.top < frame.top || one.box.bottom > frame.bottom)
      found.push(one.words + ' / the edge');
  }
  return [...new Set(found)];
}"""


def touching(page: Page) -> list[str]:
    """Name each pair on the drawing of this page that touches."""
    return [str(pair) for pair in page.evaluate(_FIND)]
