// How does a link become a picture that a phone reads? A QR code, made here, because the server must not learn the link.
// Byte mode, error correction M, versions 1 to 10 (213 bytes), far more than a link of ours has.
// Spec: ISO/IEC 18004:2015, with the clause beside each step.

// Table 9, level M: codewords of error correction per block, and the blocks as [count, data codewords].
const BLOCKS: readonly (readonly [number, readonly (readonly [number, number])[]])[] = [
  [10, [[1, 16]]],
  [16, [[1, 28]]],
  [26, [[1, 44]]],
  [18, [[2, 32]]],
  [24, [[2, 43]]],
  [16, [[4, 27]]],
  [18, [[4, 31]]],
  [22, [[2, 38], [2, 39]]],
  [22, [[3, 36], [2, 37]]],
  [26, [[4, 43], [1, 44]]],
];
// Annex E: the centres of the alignment patterns.
const CENTRES = [[], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50]];
const LEVEL_M = 0;

type Grid = (boolean | undefined)[][];

/** Make the dark and light squares of a text; throws where it is too long. */
export function qrSquares(text: string): boolean[][] {
  const bytes = new TextEncoder().encode(text);
  const version = BLOCKS.findIndex((_, at) => bytes.length + (at < 9 ? 2 : 3) <= capacity(at + 1)) + 1;
  if (version === 0) throw new Error("too long for a QR code");
  const words = interleaved(version, dataWords(bytes, version));
  const candidates = MASKS.map((_, mask) => drawn(version, words, mask));
  return candidates.reduce((best, next) => (penalty(next) < penalty(best) ? next : best));
}

/** Give the path of the dark squares, with the quiet zone of four squares around, and the width of the whole. */
export function qrPath(text: string): { path: string; size: number } {
  const squares = qrSquares(text);
  const path = squares.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x + 4} ${y + 4}h1v1h-1z`] : []))).join("");
  return { path, size: squares.length + 8 };
}

function capacity(version: number): number {
  return BLOCKS[version - 1]![1].reduce((sum, [count, words]) => sum + count * words, 0);
}

// 7.4: mode, count, bytes, terminator, padding.
function dataWords(bytes: Uint8Array, version: number): number[] {
  let bits = "0100" + bytes.length.toString(2).padStart(version < 10 ? 8 : 16, "0");
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  const total = capacity(version) * 8;
  bits = bits.padEnd(Math.min(total, bits.length + 4), "0");
  bits = bits.padEnd(Math.ceil(bits.length / 8) * 8, "0");
  const words = (bits.match(/.{8}/g) ?? []).map((word) => Number.parseInt(word, 2));
  for (let at = 0; words.length < capacity(version); at += 1) words.push(at % 2 === 0 ? 0xec : 0x11);
  return words;
}

// 7.5 and 7.6: error correction by block, then words of all blocks in turn.
function interleaved(version: number, words: number[]): number[] {
  const [correction, groups] = BLOCKS[version - 1]!;
  const blocks: number[][] = [];
  let at = 0;
  for (const [count, length] of groups) {
    for (let block = 0; block < count; block += 1) blocks.push(words.slice(at, (at += length)));
  }
  const corrections = blocks.map((block) => remainder(block, correction));
  return [...inTurn(blocks), ...inTurn(corrections)];
}

function inTurn(blocks: number[][]): number[] {
  const longest = Math.max(...blocks.map((block) => block.length));
  return Array.from({ length: longest }, (_, at) => blocks.flatMap((block) => (at < block.length ? [block[at]!] : []))).flat();
}

// Reed-Solomon over GF(256) by 0x11d (7.5.2).
function remainder(data: number[], length: number): number[] {
  const divisor = generator(length);
  const rest = [...data, ...new Array<number>(length).fill(0)];
  for (let at = 0; at < data.length; at += 1) {
    const factor = rest[at]!;
    divisor.forEach((term, offset) => (rest[at + 1 + offset]! ^= multiply(term, factor)));
  }
  return rest.slice(data.length);
}

function generator(length: number): number[] {
  let terms = [1];
  let root = 1;
  for (let at = 0; at < length; at += 1) {
    const next = [...terms, 0];
    terms.forEach((term, index) => (next[index + 1]! ^= multiply(term, root)));
    terms = next;
    root = multiply(root, 2);
  }
  return terms.slice(1);
}

function multiply(one: number, other: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((other >> bit) & 1) * one;
  }
  return product & 0xff;
}

// 7.8.2: which squares a mask turns over; x is the column, y the row.
const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

function drawn(version: number, words: number[], mask: number): boolean[][] {
  const size = 17 + 4 * version;
  const grid: Grid = Array.from({ length: size }, () => new Array<boolean | undefined>(size).fill(undefined));
  finders(grid, size);
  alignments(grid, version, size);
  for (let at = 8; at < size - 8; at += 1) grid[6]![at] = grid[at]![6] = at % 2 === 0;
  formats(grid, size, mask);
  if (version >= 7) versions(grid, size, version);
  fill(grid, size, words, MASKS[mask]!);
  return grid.map((row) => row.map((square) => square === true));
}

// 6.3.3: three finder patterns with their separators.
function finders(grid: Grid, size: number): void {
  for (const [left, top] of [[0, 0], [size - 7, 0], [0, size - 7]] as const) {
    for (let y = -1; y <= 7; y += 1) {
      for (let x = -1; x <= 7; x += 1) {
        const ring = Math.max(Math.abs(x - 3), Math.abs(y - 3));
        const row = grid[top + y];
        if (row !== undefined && left + x >= 0 && left + x < size) row[left + x] = ring !== 2 && ring !== 4;
      }
    }
  }
}

// 6.3.6: alignment patterns at every crossing of the centres that no finder pattern takes.
function alignments(grid: Grid, version: number, size: number): void {
  const centres = CENTRES[version - 1]!;
  for (const top of centres) {
    for (const left of centres) {
      const isTaken = (top === 6 && (left === 6 || left === size - 7)) || (left === 6 && top === size - 7);
      if (isTaken) continue;
      for (let y = -2; y <= 2; y += 1) {
        for (let x = -2; x <= 2; x += 1) grid[top + y]![left + x] = Math.max(Math.abs(x), Math.abs(y)) !== 1;
      }
    }
  }
}

// 7.9: level and mask, twice, with the BCH code of Annex C, and the dark square.
function formats(grid: Grid, size: number, mask: number): void {
  const data = (LEVEL_M << 3) | mask;
  let rest = data;
  for (let at = 0; at < 10; at += 1) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
  const bits = ((data << 10) | rest) ^ 0x5412;
  const bit = (at: number) => ((bits >> at) & 1) === 1;
  for (let at = 0; at <= 5; at += 1) grid[at]![8] = bit(at);
  grid[7]![8] = bit(6);
  grid[8]![8] = bit(7);
  grid[8]![7] = bit(8);
  for (let at = 9; at < 15; at += 1) grid[8]![14 - at] = bit(at);
  for (let at = 0; at < 8; at += 1) grid[8]![size - 1 - at] = bit(at);
  for (let at = 8; at < 15; at += 1) grid[size - 15 + at]![8] = bit(at);
  grid[size - 8]![8] = true;
}

// 7.10: the version, twice, with the BCH code of Annex D.
function versions(grid: Grid, size: number, version: number): void {
  let rest = version;
  for (let at = 0; at < 12; at += 1) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let at = 0; at < 18; at += 1) {
    const dark = ((bits >> at) & 1) === 1;
    const [far, near] = [size - 11 + (at % 3), Math.floor(at / 3)];
    grid[near]![far] = grid[far]![near] = dark;
  }
}

// 7.7.3: two columns at a time from the right, up and down in turn, past the column of the timing pattern.
function fill(grid: Grid, size: number, words: number[], turns: (x: number, y: number) => boolean): void {
  let at = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      const isUpward = ((right + 1) & 2) === 0;
      const y = isUpward ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (grid[y]![x] !== undefined) continue;
        const dark = (((words[at >> 3] ?? 0) >> (7 - (at & 7))) & 1) === 1;
        grid[y]![x] = dark !== turns(x, y);
        at += 1;
      }
    }
  }
}

// 7.8.3: runs, blocks, patterns like a finder, and the balance of dark and light.
function penalty(squares: boolean[][]): number {
  const size = squares.length;
  const lines = [...squares, ...squares.map((_, x) => squares.map((row) => row[x]!))];
  let points = 0;
  for (const line of lines) {
    const text = line.map((dark) => (dark ? "1" : "0")).join("");
    for (const run of text.match(/0{5,}|1{5,}/g) ?? []) points += run.length - 2;
    points += 40 * [...text.matchAll(/(?=00001011101|10111010000)/g)].length;
  }
  for (let y = 0; y < size - 1; y += 1) {
    for (let x = 0; x < size - 1; x += 1) {
      const one = squares[y]![x]!;
      if (one === squares[y]![x + 1] && one === squares[y + 1]![x] && one === squares[y + 1]![x + 1]) points += 3;
    }
  }
  const dark = squares.flat().filter(Boolean).length / (size * size);
  return points + 10 * Math.floor(Math.abs(dark * 20 - 10));
}
