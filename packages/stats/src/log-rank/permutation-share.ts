/** Sums that some number of scores can have, ascending, and how many ways there are to each. */
interface Sums {
  value: Float64Array;
  ways: Float64Array;
}

/** A score and how many rows have it. */
interface TiedScore {
  score: number;
  rows: number;
}

/** The list of all sums of k of a half's scores would grow beyond this many entries in all. */
const MOST_SUMS = 2 ** 25;

/** Lists longer than this are merged anew when they are needed, not kept. */
const MOST_KEPT = 2 ** 23;

/**
 * The share of all ways to draw `size` of the scores whose sum is at least as far from its mean as `observed`: the exact
 * two-sided p of a permutation test. Sums within 1e-11 of Σ|score| of the bound count as equal to it.
 *
 * Meeting in the middle (the split-up algorithm of van de Wiel 2001, CSDA 35:329): the scores are split into two halves;
 * for each k the sums of k from the one and size − k from the other stand in ascending lists, merged and never sorted,
 * and one pass over both counts the pairs beyond the bounds. Tied scores and equal sums are one entry with a count.
 *
 * @returns `undefined` where either half would have more than 2^25 sums
 */
export function permutationShare(scores: Float64Array, size: number, observed: number): number | undefined {
  const n = scores.length;
  let total = 0;
  let scale = 0;
  for (const score of scores) {
    total += score;
    scale += Math.abs(score);
  }
  const expectation = n > 0 ? (size * total) / n : 0;
  const distance = Math.abs(observed - expectation) - 1e-11 * scale;
  if (distance <= 0) return 1;
  // The others' sum is the total less this one, as far from its own mean, so the smaller group may be drawn.
  const drawn = Math.min(size, n - size);
  const centre = (drawn * total) / n;
  const halves = splitInTwo(tiedScores(scores), drawn);
  if (!halves) return undefined;
  const tolerance = 1e-13 * scale;
  const [left, right] = halves.map((half) => sumsOf(half, drawn, tolerance));
  let beyond = 0;
  let all = 0;
  for (let k = 0; k <= drawn; k++) {
    const a = left(k);
    const b = right(drawn - k);
    if (a.value.length === 0 || b.value.length === 0) continue;
    beyond += pairsUpTo(a, b, centre - distance) + pairsFrom(a, b, centre + distance);
    all += sum(a.ways) * sum(b.ways);
  }
  return beyond / all;
}

function tiedScores(scores: Float64Array): TiedScore[] {
  const tied: TiedScore[] = [];
  for (const score of scores.slice().sort()) {
    const last = tied.at(-1);
    if (last && last.score === score) last.rows++;
    else tied.push({ score, rows: 1 });
  }
  return tied;
}

/** The most tied first, each to the half that has fewer sums so far; the order of the scores breaks ties. */
function splitInTwo(tied: TiedScore[], drawn: number): [TiedScore[], TiedScore[]] | undefined {
  const halves: [TiedScore[], TiedScore[]] = [[], []];
  const logs = [0, 0];
  for (const entry of [...tied].sort((a, b) => b.rows - a.rows)) {
    const side = logs[0] <= logs[1] ? 0 : 1;
    halves[side].push(entry);
    logs[side] += Math.log(entry.rows + 1);
  }
  return halves.every((half) => sumCount(half, drawn) <= MOST_SUMS) ? halves : undefined;
}

/** How many sums of up to `drawn` of the scores there can be: the coefficients of ∏ (1 + z + … + z^rows). */
function sumCount(half: readonly TiedScore[], drawn: number): number {
  return countsBySize(half, drawn).reduce((all, count) => all + count, 0);
}

function countsBySize(half: readonly TiedScore[], drawn: number): Float64Array {
  let counts = new Float64Array(drawn + 1);
  counts[0] = 1;
  for (const { rows } of half) {
    const next = new Float64Array(drawn + 1);
    for (let k = 0; k <= drawn; k++) for (let j = 0; j <= Math.min(rows, k); j++) next[k] += counts[k - j];
    counts = next;
  }
  return counts;
}

/** The list of the sums of k scores, for any k up to `drawn`. */
function sumsOf(half: readonly TiedScore[], drawn: number, tolerance: number): (k: number) => Sums {
  let kept = half.length;
  while (kept > 0 && sumCount(half.slice(0, kept), drawn) > MOST_KEPT) kept--;
  const empty: Sums = { value: new Float64Array(0), ways: new Float64Array(0) };
  const lists: Sums[] = Array.from({ length: drawn + 1 }, () => empty);
  lists[0] = { value: Float64Array.of(0), ways: Float64Array.of(1) };
  for (let s = 0; s < kept; s++)
    for (let k = drawn; k > 0; k--) lists[k] = withScore(half[s], k, (size) => lists[size], tolerance);
  const listed = (count: number, k: number): Sums =>
    count === kept ? lists[k] : withScore(half[count - 1], k, (size) => listed(count - 1, size), tolerance);
  return (k) => listed(half.length, k);
}

/** Sums of k scores: those without the tied score, and with it once, twice … */
function withScore({ score, rows }: TiedScore, k: number, without: (k: number) => Sums, tolerance: number): Sums {
  let sums = without(k);
  let ways = 1;
  for (let times = 1; times <= Math.min(rows, k); times++) {
    ways = (ways * (rows - times + 1)) / times;
    const fewer = without(k - times);
    if (fewer.value.length) sums = merged(sums, fewer, times * score, ways, tolerance);
  }
  return sums;
}

/** Both lists in one, the second moved by `shift` and counted `factor` times; values within the tolerance are one entry. */
function merged(a: Sums, b: Sums, shift: number, factor: number, tolerance: number): Sums {
  const { value: u, ways: uWays } = a;
  const { value: v, ways: vWays } = b;
  const value = new Float64Array(u.length + v.length);
  const ways = new Float64Array(value.length);
  let size = 0;
  let last = Number.NEGATIVE_INFINITY;
  let i = 0;
  let j = 0;
  let nextU = u.length > 0 ? u[0] : Number.POSITIVE_INFINITY;
  let nextV = v.length > 0 ? v[0] + shift : Number.POSITIVE_INFINITY;
  for (let left = value.length; left > 0; left--) {
    let next: number;
    let count: number;
    if (nextU <= nextV) {
      next = nextU;
      count = uWays[i++];
      nextU = i < u.length ? u[i] : Number.POSITIVE_INFINITY;
    } else {
      next = nextV;
      count = factor * vWays[j++];
      nextV = j < v.length ? v[j] + shift : Number.POSITIVE_INFINITY;
    }
    if (next - last <= tolerance) ways[size - 1] += count;
    else {
      value[size] = last = next;
      ways[size++] = count;
    }
  }
  // A view keeps the whole buffer; a copy only pays where many entries fell together.
  return size > 0.75 * value.length
    ? { value: value.subarray(0, size), ways: ways.subarray(0, size) }
    : { value: value.slice(0, size), ways: ways.slice(0, size) };
}

function pairsUpTo({ value: u, ways: uWays }: Sums, { value: v, ways: vWays }: Sums, bound: number): number {
  let pairs = 0;
  let reached = 0;
  let j = 0;
  for (let i = u.length - 1; i >= 0; i--) {
    for (; j < v.length && u[i] + v[j] <= bound; j++) reached += vWays[j];
    pairs += uWays[i] * reached;
  }
  return pairs;
}

function pairsFrom({ value: u, ways: uWays }: Sums, { value: v, ways: vWays }: Sums, bound: number): number {
  let pairs = 0;
  let reached = 0;
  let j = v.length - 1;
  for (let i = 0; i < u.length; i++) {
    for (; j >= 0 && u[i] + v[j] >= bound; j--) reached += vWays[j];
    pairs += uWays[i] * reached;
  }
  return pairs;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
