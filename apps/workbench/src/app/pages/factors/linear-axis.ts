/** Round numbers within two others, about `count` of them, ascending. */
export function roundTicks(from: number, to: number, count = 5): number[] {
  if (!(to > from)) return [from];
  const rough = (to - from) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((one) => one * power >= rough) ?? 10);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Ratios within two others, for an axis on the log scale: 0.5, 1, 2, 5. */
export function ratioTicks(from: number, to: number): number[] {
  const powers = Array.from({ length: 13 }, (_, i) => 10 ** (i - 6));
  const all = powers.flatMap((power) => [1, 2, 5].map((one) => Number((one * power).toPrecision(6))));
  const within = all.filter((one) => one >= from * 0.999 && one <= to * 1.001);
  return within.length > 7 ? within.filter((one) => /^[0.]*1[0.]*$/.test(String(one))) : within;
}

/** The place of a value between two others on a line from `start` to `end`. */
export function scale(from: number, to: number, start: number, end: number): (value: number) => number {
  const span = to > from ? to - from : 1;
  return (value) => start + ((value - from) / span) * (end - start);
}
