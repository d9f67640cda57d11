import { nearestFirst } from "@seriatim/records";
import { given } from "./given.js";
import {
  type Estimate,
  type PublishedAgreement,
  type Result,
  type Results,
  resultKey,
  type TimeUnit,
} from "./results.js";
import type { PublishedFigure, Study } from "./study.js";
import { studyError } from "./study-error.js";
import { daysPer } from "./wording.js";

/**
 * Holds the published figures against the results. `equal` allows half a unit of the last decimal that was published,
 * so that either way of rounding one half agrees.
 *
 * @throws StudyError where a figure stands for no result, or for several, or is in a unit that the result cannot be given in
 */
export function publishedAgreement(
  study: Study,
  { results, analyses }: Pick<Results, "results" | "analyses">,
): PublishedAgreement[] {
  const cohortOf = new Map(analyses.map(({ id, cohort }) => [id, cohort]));
  return study.published.map((figure) => {
    const result = findResult(figure, cohortOf.get(figure.analysis), results, study);
    const { says, value, decimals, unit, is } = figure;
    const ours = oursOf(result, figure, study);
    return {
      says,
      result: resultKey(result),
      published: value,
      decimals,
      ...given({ unit: unit ?? result.unit }),
      is,
      ...compared(ours, result.estimate, figure),
    };
  });
}

function findResult(
  figure: PublishedFigure,
  cohort: string | undefined,
  results: readonly Result[],
  study: Study,
): Result {
  const { path, analysis, group, name } = figure;
  const sought = { ...figure, cohort: figure.cohort ?? cohort };
  const matches = results.filter(
    (result) =>
      result.analysis === analysis &&
      result.name === name &&
      sameGroup(result.group, group) &&
      (["cohort", "factor", "level", "model", "test", "at"] as const).every(
        (key) => sought[key] === undefined || result[key] === sought[key],
      ),
  );
  // What the figure leaves open must be absent, unless only one result is meant.
  const exact = matches.filter((result) =>
    (["factor", "level", "model", "test", "at"] as const).every((key) => result[key] === figure[key]),
  );
  const found = exact.length === 1 ? exact : matches;
  if (found.length === 1) return found[0];
  if (found.length > 1) {
    const keys = found.slice(0, 6).map(resultKey);
    throw studyError(
      study,
      path,
      `stands for ${found.length} results: ${keys.join(", ")}${found.length > 6 ? ", …" : ""}; say which by cohort, group, factor, level, model, test or at`,
    );
  }
  const wanted = resultKey({ ...sought, cohort: sought.cohort ?? "", group: { ...group } });
  const nearest = nearestFirst(wanted, results.filter((result) => result.analysis === analysis).map(resultKey)).slice(
    0,
    5,
  );
  throw studyError(study, path, `there is no result ${wanted}; nearest are ${nearest.join(", ")}`);
}

function sameGroup(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

/** In the unit of the published figure. */
function oursOf(result: Result, { path, unit }: PublishedFigure, study: Study): number | null {
  const { estimate } = result;
  const factor = unit === undefined || unit === result.unit ? 1 : conversion(result.unit, unit);
  if (factor === undefined) {
    const allowed = result.unit === undefined ? "it has none" : `allowed are ${unitsOf(result.unit).join(", ")}`;
    throw studyError(study, `${path}.unit`, `“${unit}” is no unit of ${resultKey(result)}; ${allowed}`);
  }
  return "value" in estimate ? estimate.value * factor : null;
}

function conversion(from: string | undefined, to: string): number | undefined {
  if (from === "probability" && to === "percent") return 100;
  return isTimeUnit(from) && isTimeUnit(to) ? daysPer[from] / daysPer[to] : undefined;
}

function unitsOf(unit: string): string[] {
  if (unit === "probability") return [unit, "percent"];
  return isTimeUnit(unit) ? Object.keys(daysPer) : [unit];
}

function isTimeUnit(unit: string | undefined): unit is TimeUnit {
  return unit !== undefined && Object.hasOwn(daysPer, unit);
}

/** Round-off of a published decimal and of a conversion. */
const slack = 1e-9;

function compared(
  ours: number | null,
  estimate: Estimate,
  { value, decimals, is }: PublishedFigure,
): Pick<PublishedAgreement, "ours" | "agrees" | "why"> {
  if (ours === null) return { ours, agrees: false, why: `ours is ${because(estimate)}` };
  const half = 0.5 * 10 ** -decimals;
  const shown = String(Number(ours.toFixed(decimals + 2)));
  const published = value.toFixed(decimals);
  switch (is) {
    case "equal": {
      const agrees = Math.abs(ours - value) <= half + slack * Math.max(1, Math.abs(value));
      return { ours, agrees, why: `${shown} is ${agrees ? "" : "not "}within ${half} of ${published}` };
    }
    case "above":
      return { ours, agrees: ours > value, why: `${shown} is ${ours > value ? "" : "not "}above ${published}` };
    case "below":
      return { ours, agrees: ours < value, why: `${shown} is ${ours < value ? "" : "not "}below ${published}` };
    case "at least":
      return { ours, agrees: ours >= value, why: `${shown} is ${ours >= value ? "at least" : "below"} ${published}` };
    case "at most":
      return { ours, agrees: ours <= value, why: `${shown} is ${ours <= value ? "at most" : "above"} ${published}` };
  }
}

function because(estimate: Estimate): string {
  if ("notEstimable" in estimate) return `not estimable: ${estimate.notEstimable}`;
  if ("suppressed" in estimate) return `suppressed: ${estimate.suppressed}`;
  return "not reached";
}
