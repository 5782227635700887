// What does a record look like from afar? The same rosette that the server draws (platform/design/rosette.py), drawn here,
// because the server does not know which records a wallet holds. It helps to recognise a record and proves nothing.

const CENTRE = 100;
const HUES = ["credentialing", "hr", "providers", "governance", "standards", "navigators", "supporting", "funders"];
const OUTER_COPIES = 6;
const ROSE_COPIES = 12;
const INNER_COPIES = 5;
const ROSE_SHRINK = 0.052;

interface Curve {
  readonly radius: number;
  readonly waves: number;
  readonly depth: number;
  readonly overtone: number;
  readonly phase: number;
  readonly pointsPerWave: number;
}

type Point = readonly [number, number];

/** Give the class of a record's hue. */
export function hueOf(digest: string): string {
  return `hue-${HUES[bytesOf(digest)[0]! % HUES.length]}`;
}

/** Draw the rosette of a record from its SHA-256 in hexadecimal, into an svg element of 200 by 200 units. */
export function drawRosette(svg: SVGElement, digest: string): void {
  const bytes = bytesOf(digest);
  const at = (index: number) => bytes[index]!;
  const between = (index: number, low: number, high: number) => low + ((high - low) * at(index)) / 255;
  const roseWaves = 4 + (at(5) % 8);
  const outer = curve(83, 14 + (at(1) % 13), between(2, 0.05, 0.1), between(3, -0.5, 0.5), between(4, 0, Math.PI), 7);
  const rose = curve(between(13, 54, 66), roseWaves, between(6, 0.14, 0.3), between(8, -0.5, 0.5), between(10, 0, Math.PI), Math.max(8, Math.floor(72 / roseWaves)));
  const inner = curve(25, 5 + (at(9) % 7), between(11, 0.08, 0.16), between(12, -0.4, 0.4), between(14, 0, Math.PI), 8);
  const turn = (at(7) / 255 - 0.5) * 6.8;
  svg.classList.add(hueOf(digest));
  svg.replaceChildren(
    group("b0", outer, turned(OUTER_COPIES, 360 / outer.waves / OUTER_COPIES)),
    group("b1", rose, shrunk(ROSE_COPIES, turn)),
    group("b2", inner, turned(INNER_COPIES, 360 / inner.waves / INNER_COPIES)),
    element("circle", { class: "core", cx: "100", cy: "100", r: "11" }),
    element("circle", { class: "dot", cx: "100", cy: "100", r: "5.5" }),
  );
}

function bytesOf(digest: string): number[] {
  return (digest.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
}

function curve(radius: number, waves: number, depth: number, overtone: number, phase: number, pointsPerWave: number): Curve {
  return { radius, waves, depth, overtone, phase, pointsPerWave };
}

function pathOf(curve: Curve): string {
  const count = curve.waves * curve.pointsPerWave;
  const points = Array.from({ length: count }, (_, index) => pointOf(curve, (2 * Math.PI * index) / count));
  const middle = (index: number): Point => {
    const [one, other] = [points[index % count]!, points[(index + 1) % count]!];
    return [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2];
  };
  const onward = points.map((_, index) => `Q${pair(points[(index + 1) % count]!)} ${pair(middle(index + 1))}`);
  return `M${pair(middle(0))}${onward.join("")}Z`;
}

function pointOf(curve: Curve, angle: number): Point {
  const wave = Math.cos(curve.waves * angle) + curve.overtone * Math.cos(2 * curve.waves * angle + curve.phase);
  const radius = curve.radius * (1 + curve.depth * wave);
  return [CENTRE + radius * Math.cos(angle), CENTRE + radius * Math.sin(angle)];
}

function pair(point: Point): string {
  return point.map((number) => number.toFixed(1).replace(/\.0$/, "")).join(" ");
}

// Every copy is a path of its own: a page may show the same record twice, and `use` would need names that differ.
function group(name: string, curve: Curve, transforms: string[]): SVGElement {
  const path = pathOf(curve);
  const copies = ["", ...transforms].map((transform) => element("path", transform ? { d: path, transform } : { d: path }));
  const whole = element("g", { class: name });
  whole.append(...copies);
  return whole;
}

function turned(copies: number, degrees: number): string[] {
  return Array.from({ length: copies - 1 }, (_, index) => `rotate(${((index + 1) * degrees).toFixed(1)} 100 100)`);
}

function shrunk(copies: number, degrees: number): string[] {
  return Array.from({ length: copies - 1 }, (_, index) => {
    const copy = index + 1;
    return `translate(100 100) rotate(${(copy * degrees).toFixed(1)}) scale(${(1 - copy * ROSE_SHRINK).toFixed(3)}) translate(-100 -100)`;
  });
}

function element(name: string, attributes: Record<string, string>): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
