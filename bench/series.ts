import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** A drawn series: whole days with heavy ties, about 70 % events, three groups, two causes of death, ten covariates. */
export interface Series {
  n: number;
  /** Days. */
  time: Float64Array;
  event: Uint8Array;
  /** 0 = censored, 1 and 2 = the causes; two thirds of the deaths are of cause 1. */
  cause: Uint8Array;
  /** Days, before `time`: for left truncation and start–stop rows. */
  entry: Float64Array;
  group: Int32Array;
  /** Rows of one hospital or patient; ten rows each. */
  cluster: Int32Array;
  /** 0 or 1. */
  treated: Uint8Array;
  covariates: Float64Array[];
}

/** The same series every time for the same number of rows. */
export function drawSeries(n: number): Series {
  const generator = xoroshiro128plus(20000401);
  const random = () => uniformFloat64(generator);
  const normal = () => Math.sqrt(-2 * Math.log1p(-random())) * Math.cos(2 * Math.PI * random());
  const series: Series = {
    n,
    time: new Float64Array(n),
    event: new Uint8Array(n),
    cause: new Uint8Array(n),
    entry: new Float64Array(n),
    group: new Int32Array(n),
    cluster: Int32Array.from({ length: n }, (_, i) => Math.floor(i / 10)),
    treated: new Uint8Array(n),
    covariates: Array.from({ length: 10 }, () => new Float64Array(n)),
  };
  for (let i = 0; i < n; i++) {
    for (const column of series.covariates) column[i] = normal();
    series.group[i] = Math.floor(random() * 3);
    series.treated[i] = random() < 1 / (1 + Math.exp(-0.5 * series.covariates[0][i])) ? 1 : 0;
    const hazard =
      Math.exp(0.3 * series.covariates[0][i] - 0.2 * series.covariates[1][i]) / (900 + 200 * series.group[i]);
    const death = -Math.log1p(-random()) / hazard;
    const censoring = random() * 4000;
    series.time[i] = 1 + Math.floor(Math.min(death, censoring));
    series.event[i] = death <= censoring ? 1 : 0;
    series.cause[i] = series.event[i] * (random() < 2 / 3 ? 1 : 2);
    series.entry[i] = Math.floor(random() * 0.5 * series.time[i]);
  }
  return series;
}
