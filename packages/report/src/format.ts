import type { Estimate, Interval, Unit } from "@seriatim/study/results";

export interface FormatOptions {
  /** Decimals after the point; for probabilities those of the percentage. Without it, the unit decides: see `unitDecimals`. */
  decimals?: number;
  /** Rows behind the number: percentages of 200 rows and more get one decimal, since fewer rows cannot carry it. */
  n?: number;
}

/** Rounds and words happen here and in `sentence.ts` alone; results are unrounded. */
export const words = {
  notReached: "not reached",
  notEstimable: "not estimable",
  suppressed: "suppressed",
  reference: "1.00 (reference)",
} as const;

/**
 * An estimate in words, without its unit: `32.0`, `13%`, `0.62`, `not reached`,
 * `not estimable: last observation at 51 months`, `suppressed: fewer than 5 patients`.
 */
export function formatEstimate(estimate: Estimate, unit?: Unit, options: FormatOptions = {}): string {
  if ("value" in estimate) return formatQuantity(estimate.value, unit, options);
  return because(estimate);
}

/** As `formatEstimate`, for a narrow cell: the reason is left to a footnote (`estimateReason`). */
export function formatEstimateCell(estimate: Estimate, unit?: Unit, options: FormatOptions = {}): string {
  if ("value" in estimate) return formatQuantity(estimate.value, unit, options);
  if ("notReached" in estimate) return words.notReached;
  return "notEstimable" in estimate ? words.notEstimable : words.suppressed;
}

/** Why there is no value, e.g. "last observation at 51 months"; undefined where there is one or it was not reached. */
export function estimateReason(estimate: Estimate): string | undefined {
  if ("notEstimable" in estimate) return estimate.notEstimable;
  if ("suppressed" in estimate) return estimate.suppressed;
  return undefined;
}

/** An estimate with its unit, for running text: `32.0 months`, `1 patient`, `13%`, `not reached`. */
export function formatEstimateWithUnit(estimate: Estimate, unit?: Unit, options: FormatOptions = {}): string {
  const text = formatEstimate(estimate, unit, options);
  if (!("value" in estimate)) return text;
  const word = unitWord(text, unit);
  return word === "" ? text : `${text} ${word}`;
}

/**
 * The limits of an interval: `22–66`, `22.1–not reached`, `3–31%`, `−1.2 to 0.4`; both limits missing gives
 * `not estimable`. A missing upper limit of a time is not reached; any other missing limit is not estimable.
 */
export function formatInterval(interval: Interval, unit?: Unit, options: FormatOptions = {}): string {
  const { lower, upper } = interval;
  if (lower === null && upper === null) return words.notEstimable;
  const percent = unit === "probability";
  const limit = (value: number | null, missing: string) =>
    value === null ? missing : percent ? formatPercentNumber(value, options) : formatQuantity(value, unit, options);
  const low = limit(lower, words.notEstimable);
  const isTime = unit === "days" || unit === "months" || unit === "years";
  const high = limit(upper, isTime ? words.notReached : words.notEstimable);
  const dash = [low, high].some((text) => /^[<>−]/.test(text)) ? " to " : "–";
  const sign = percent && upper !== null ? "%" : "";
  return `${low}${dash}${high}${sign}`;
}

/** The interval with its level: `95% CI 22–66`. */
export function formatIntervalPhrase(interval: Interval, unit?: Unit, options: FormatOptions = {}): string {
  return `${formatLevel(interval.level)} CI ${formatInterval(interval, unit, options)}`;
}

/** Estimate and limits for a table cell: `32.0 (22.1–66.0)`, `13% (3–31%)`, `not reached (51.0–not reached)`, `not estimable`. */
export function formatEstimateAndInterval(
  estimate: Estimate,
  interval: Interval | undefined,
  unit?: Unit,
  options: FormatOptions = {},
): string {
  const text = formatEstimateCell(estimate, unit, options);
  const bare = interval === undefined || (interval.lower === null && interval.upper === null);
  if (bare || "notEstimable" in estimate || "suppressed" in estimate) return text;
  return `${text} (${formatInterval(interval, unit, options)})`;
}

/** A confidence level: 0.95 gives `95%`, 0.999 `99.9%`. */
export function formatLevel(level: number): string {
  return `${Number((level * 100).toFixed(6))}%`;
}

/**
 * A p-value: ≥ 0.10 with two decimals, 0.001 to 0.10 with three, below `<0.001`; more digits wherever rounding
 * would carry it to the other side of 0.05 (0.0496 is not 0.050); 1 only where it is 1, else `>0.99`.
 */
export function formatPValue(p: number | Estimate): string {
  if (typeof p !== "number") return "value" in p ? formatPValue(p.value) : because(p);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`A p-value lies between 0 and 1; found ${p}.`);
  if (p < 0.001) return "<0.001";
  if (p >= 0.995) return p === 1 ? "1.00" : ">0.99";
  let decimals = p >= 0.1 ? 2 : 3;
  while (Number(formatNumber(p, decimals)) < 0.05 !== p < 0.05 && decimals < 15) decimals++;
  return formatNumber(p, decimals);
}

/** A p-value with its letter: `P = 0.030`, `P < 0.001`; without a value, `P not estimable: …`. */
export function formatPValuePhrase(p: number | Estimate): string {
  const text = formatPValue(p);
  const relation = /^[<>]/.exec(text)?.[0];
  if (relation) return `P ${relation} ${text.slice(1)}`;
  return typeof p === "number" || "value" in p ? `P = ${text}` : `P ${text}`;
}

/** A hazard or odds ratio: two decimals, one from 10, none from 100; more where rounding would make it 1.00 and it is not. */
export function formatRatio(value: number, decimals?: number): string {
  if (decimals !== undefined) return formatNumber(value, decimals);
  if (value === Number.POSITIVE_INFINITY || value >= 1000) return ">1000";
  if (value < 0.01) return "<0.01";
  let digits = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  while (value !== 1 && Number(formatNumber(value, digits)) === 1 && digits < 3) digits++;
  return formatNumber(value, digits);
}

/** A probability as a percentage: `13%`; one decimal from n = 200 rows; `<1%` and `>99%` rather than a 0 % or 100 % that is not. */
export function formatPercent(probability: number, options: FormatOptions = {}): string {
  return `${formatPercentNumber(probability, options)}%`;
}

/** Count and share: `15 (65%)`; `0 (–)` where nobody is in the group. */
export function formatCountPercent(count: number, total: number): string {
  const share = total === 0 ? "–" : formatPercent(count / total, { n: total });
  return `${formatCount(count)} (${share})`;
}

/** A whole number with a comma every three digits: `1,234,567`. */
export function formatCount(count: number): string {
  return formatNumber(count, 0).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A count with its noun, given in the plural: `23 resections`, `1 biopsy`. */
export function formatCounted(count: number, plural: string): string {
  return `${formatCount(count)} ${count === 1 ? plural.replace(/ies$/, "y").replace(/s$/, "") : plural}`;
}

/** A time on an axis or in a heading, without needless decimals: `60 months`, `20.5 months`, `1 year`. */
export function formatTime(time: number, unit: Unit): string {
  const text = formatNumber(time, 6).replace(/\.?0+$/, "");
  return `${text} ${unitWord(text, unit)}`;
}

/**
 * A number with fixed decimals, halves away from zero. A hair (1e-12 relative) is added first, so that 20.45, which no
 * double holds exactly, and a last digit that differs between engines, round alike. The minus is U+2212; no minus zero.
 */
export function formatNumber(value: number, decimals: number): string {
  if (Number.isNaN(value)) throw new RangeError("NaN cannot be printed; a value that is not defined is notEstimable.");
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${minus}∞`;
  const text = (Math.abs(value) * (1 + 1e-12)).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? minus + text : text;
}

/** Decimals by unit: months and years one, days and counts none, ratios two; any other unit one, no unit two. */
export function unitDecimals(unit: Unit | undefined): number {
  return unit === undefined ? 2 : (decimalsOf[unit] ?? 1);
}

const minus = "−";

const decimalsOf: Record<string, number> = {
  days: 0,
  months: 1,
  years: 1,
  probability: 0,
  ratio: 2,
  rows: 0,
  patients: 0,
  operations: 0,
  "calendar year": 0,
};

const singular: Record<string, string> = {
  days: "day",
  months: "month",
  years: "year",
  rows: "row",
  patients: "patient",
  operations: "operation",
};

function formatQuantity(value: number, unit: Unit | undefined, options: FormatOptions): string {
  if (unit === "probability") return formatPercent(value, options);
  if (unit === "ratio") return formatRatio(value, options.decimals);
  const decimals = options.decimals ?? unitDecimals(unit);
  if (unit === "rows" || unit === "patients" || unit === "operations") {
    return decimals === 0 ? formatCount(value) : formatNumber(value, decimals);
  }
  return formatNumber(value, decimals);
}

function formatPercentNumber(probability: number, options: FormatOptions): string {
  const decimals = options.decimals ?? ((options.n ?? 0) >= 200 ? 1 : 0);
  const percent = 100 * probability;
  const text = formatNumber(percent, decimals);
  const smallest = formatNumber(10 ** -decimals, decimals);
  if (Number(text) === 0 && percent > 1e-9) return `<${smallest}`;
  if (Number(text) === 100 && percent < 100 - 1e-9) return `>${formatNumber(100 - 10 ** -decimals, decimals)}`;
  return text;
}

function unitWord(text: string, unit: Unit | undefined): string {
  if (unit === undefined || unit === "probability" || unit === "ratio" || unit === "calendar year") return "";
  return text === "1" ? (singular[unit] ?? unit) : unit;
}

function because(estimate: Exclude<Estimate, { value: number }>): string {
  if ("notReached" in estimate) return words.notReached;
  if ("notEstimable" in estimate) return `${words.notEstimable}: ${estimate.notEstimable}`;
  return `${words.suppressed}: ${estimate.suppressed}`;
}
