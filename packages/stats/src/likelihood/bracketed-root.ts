/** A place and the function's value there. */
export interface Bracket {
  x: number;
  value: number;
}

/**
 * The root of a continuous function between two places at which its signs differ, by the secant; of an end that stays twice the value is
 * halved (the Illinois rule; Dowell & Jarratt 1971, BIT 11:168). An infinite value is bisected.
 *
 * @param tolerance width of the bracket, relative to the larger end (and to 1 at least, where `absolute`), at which the search ends
 */
export function bracketedRoot(
  f: (x: number) => number,
  first: Bracket,
  second: Bracket,
  { tolerance, absolute }: { tolerance: number; absolute: boolean },
): number {
  let [a, b] = [first, second];
  let stayed = 0;
  for (let k = 0; k < 200; k++) {
    const size = Math.max(Math.abs(a.x), Math.abs(b.x), absolute ? 1 : 0);
    if (!(Math.abs(b.x - a.x) > tolerance * size)) break;
    const finite = Number.isFinite(a.value) && Number.isFinite(b.value);
    const x = finite ? (a.x * b.value - b.x * a.value) / (b.value - a.value) : (a.x + b.x) / 2;
    // Round-off leaves no place between.
    if (!(x > Math.min(a.x, b.x) && x < Math.max(a.x, b.x))) break;
    const value = f(x);
    if (Math.abs(value) < 1e-14) return x;
    if (Math.sign(value) === Math.sign(a.value)) {
      a = { x, value };
      if (stayed === 1) b = { ...b, value: b.value / 2 };
      stayed = 1;
    } else {
      b = { x, value };
      if (stayed === -1) a = { ...a, value: a.value / 2 };
      stayed = -1;
    }
  }
  return (a.x + b.x) / 2;
}
