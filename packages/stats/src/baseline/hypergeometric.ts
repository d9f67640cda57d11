/** A hypergeometric distribution up to a factor: value `least + k` has probability proportional to `weights[k]`. */
export interface Hypergeometric {
  least: number;
  weights: Float64Array;
}

/**
 * The number of marked ones among `drawn`, from `marked` and `unmarked`: weights relative to the most probable value, by
 * the ratio of neighbours, so that no factorial overflows and no digit is lost.
 */
export function centralWeights(marked: number, unmarked: number, drawn: number): Hypergeometric {
  const least = Math.max(0, drawn - unmarked);
  const size = Math.min(drawn, marked) - least + 1;
  const weights = new Float64Array(size);
  const ratio = (x: number) => ((marked - x) * (drawn - x)) / ((x + 1) * (unmarked - drawn + x + 1));
  const mode = Math.floor(((drawn + 1) * (marked + 1)) / (marked + unmarked + 2));
  const top = Math.min(Math.max(mode, least), least + size - 1) - least;
  weights[top] = 1;
  for (let k = top; k + 1 < size; k++) weights[k + 1] = weights[k] * ratio(least + k);
  for (let k = top; k > 0; k--) weights[k - 1] = weights[k] / ratio(least + k - 1);
  return { least, weights };
}
