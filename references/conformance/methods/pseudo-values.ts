import { pseudoValues as estimate, type SurvivalRows, statePseudoValues } from "@seriatim/stats";
import { allowOptions, type Case, type MethodRunner } from "../case.js";
import { multiStateRows } from "./aalen-johansen.js";
import { survivalRows } from "./kaplan-meier.js";

type Quantity = "survival" | "restrictedMean" | "cumulativeHazard";

const quantities: Record<string, Quantity> = {
  survival: "survival",
  surv: "survival",
  pstate: "survival",
  probability: "survival",
  rmst: "restrictedMean",
  rmts: "restrictedMean",
  rmean: "restrictedMean",
  auc: "restrictedMean",
  sojourn: "restrictedMean",
  restrictedMean: "restrictedMean",
  "restricted-mean": "restrictedMean",
  cumhaz: "cumulativeHazard",
  chaz: "cumulativeHazard",
  cumulativeHazard: "cumulativeHazard",
  "cumulative-hazard": "cumulativeHazard",
};

/** `pseudo-values`: R's `pseudo(survfit(…), times, type)`; a row for each row of the data, or each subject, a column for each time. */
export const pseudoValues: MethodRunner = (c, table) => {
  allowOptions(c, ["times", "atTimes", "tau", "type", "of", "quantity", "startTime", "maxRows"]);
  const times = timesOf(c);
  const { startTime } = c.options as { startTime?: number };
  const of = quantityOf(c);
  const id = c.input.id === undefined ? undefined : table.codes(c.input.id as string).codes;
  if (c.input.censorCode !== undefined || c.input.istate !== undefined) {
    const { rows, states } = multiStateRows(c, table);
    const ofStates = {
      survival: "probability",
      restrictedMean: "sojourn",
      cumulativeHazard: "cumulativeHazard",
    } as const;
    const found = statePseudoValues(rows, times, { states: states.length, startTime, of: ofStates[of] });
    const value = (k: number, j: number) =>
      Array.from({ length: found.columns }, (_, s) => found.values[(s * times.length + j) * found.rows.length + k]);
    return answers(table.rows, found.rows, times, value, { states });
  }
  const { rows } = survivalRows(c, table);
  const found = estimate(rows, times, { of, id, startTime });
  const at = (k: number, j: number) => found.values[j * found.rows.length + k];
  return answers(table.rows, found.rows, times, at, named(c, times, rows, id));
};

/** What the case expects under the name of a quantity: the restricted mean up to `tau`, where that is given. */
function named(c: Case, times: number[], rows: SurvivalRows, id?: Int32Array): Record<string, number[][]> {
  const { tau, startTime } = c.options as { tau?: number | number[]; startTime?: number };
  const wanted = Object.keys(c.expected).filter((key) => quantities[key]);
  return Object.fromEntries(
    wanted.map((key) => {
      const of = quantities[key];
      const until = of === "restrictedMean" && tau !== undefined ? [tau].flat() : times;
      const found = estimate(rows, until, { of, id, startTime });
      return [key, Array.from(found.rows, (_, k) => until.map((_, j) => found.values[j * found.rows.length + k]))];
    }),
  );
}

function answers(
  positions: Int32Array,
  rows: Int32Array,
  times: number[],
  value: (k: number, j: number) => unknown,
  more: object,
) {
  const values = Array.from(rows, (_, k) => times.map((_, j) => value(k, j)));
  return {
    ...more,
    rows: Array.from(rows, (i) => positions[i]),
    times,
    time: times,
    values,
    pseudo: values,
    pseudoValues: values,
  };
}

function timesOf({ options }: Case): number[] {
  const given = options.times ?? options.atTimes ?? options.tau;
  if (given === undefined) throw new RangeError("pseudo-values needs the times, “atTimes” or “times”");
  // As R's pseudo: ascending, each once.
  return [...new Set([given].flat() as number[])].sort((a, b) => a - b);
}

function quantityOf({ options }: Case): Quantity {
  const named = String(
    options.type ?? options.of ?? options.quantity ?? (options.tau !== undefined ? "rmst" : "survival"),
  );
  const of = quantities[named];
  if (!of) throw new RangeError(`type is “${named}”; allowed are ${Object.keys(quantities).join(", ")}`);
  return of;
}
