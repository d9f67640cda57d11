import { formatNumber, formatPValuePhrase } from "@seriatim/report";
import { logRank, logRankExact, type SurvivalRows } from "@seriatim/stats";
import { type AddCommand, csvExamples } from "../command-context.js";
import type { CompleteRows } from "../complete-rows.js";
import { type Groups, groupsBy } from "../groups.js";
import { InputError } from "../input-error.js";
import { finiteNumber, list } from "../option-values.js";
import { addSurvivalOptions, answerQuickly, type QuickAnswer, type QuickOptions } from "../quick-command.js";
import { labelsWanted, survivalColumns } from "../survival-columns.js";

interface LogrankOptions extends QuickOptions {
  by: string[];
  strata: string[];
  rho?: number;
  exact?: boolean;
}

/** `seriatim logrank`: do the groups of one CSV file differ in survival? */
export const addLogrank: AddCommand = (command, context) => {
  addSurvivalOptions(command, ["--by"])
    .description("Compares the survival of groups in one CSV file by the log-rank test.")
    .option("--by <COLS>", "columns whose values make the groups (required)", list("--by", "column names"))
    .option("--strata <COLS>", "columns whose values make the strata", list("--strata", "column names"))
    .option("--rho <RHO>", "weight S(t-)^rho: 0 log-rank, 1 Peto-Prentice (default 0)", finiteNumber("--rho"))
    .option("--exact", "two small groups: the permutation distribution instead of the normal one")
    .addHelpText(
      "after",
      csvExamples([
        ["logrank lung.csv --time time --event event --by sex", "the log-rank test"],
        ["logrank lung.csv --time time --event event --by sex --strata ph.ecog", "within strata"],
        [
          "logrank ovarian.csv --time time --event event --by rx --exact",
          "for groups too small for a chi-squared test",
        ],
      ]),
    )
    .action(async (file: string, given: Omit<LogrankOptions, "strata">) => {
      const options: LogrankOptions = { strata: [], ...given };
      refuseBesideExact(options);
      const wanted = [...labelsWanted("--by", options.by), ...labelsWanted("--strata", options.strata)];
      await answerQuickly(context.io, "logrank", file, options, wanted, (rows) => answerOf(rows, options));
    });
};

function refuseBesideExact({ exact, strata, rho, entry }: LogrankOptions): void {
  const beside = { "--strata": strata.length > 0, "--rho": rho !== undefined, "--entry": entry !== undefined };
  const found = Object.entries(beside).find(([, isGiven]) => isGiven);
  if (exact && found) throw new InputError(`--exact: found beside ${found[0]}; the exact test has no such option`);
}

function answerOf(rows: CompleteRows, options: LogrankOptions): QuickAnswer {
  const { by, strata } = options;
  const { codes, groups } = groupsBy(rows, by);
  if (groups.length < 2)
    throw new InputError(
      `${rows.file}: ${Object.entries(groups[0])
        .map(([name, label]) => `${name} is “${label}”`)
        .join(" and ")} in all ${rows.n} rows; a comparison needs two groups`,
    );
  const data: SurvivalRows = {
    ...survivalColumns(rows, options),
    group: codes,
    ...(strata.length > 0 && { strata: groupsBy(rows, strata).codes }),
  };
  const test = options.exact ? exactTest(rows, data, groups) : asymptoticTest(data, groups, options.rho ?? 0);
  return {
    json: { by, strata, ...test.json },
    columns: [
      ...by.map((heading) => ({ heading })),
      { heading: "n", align: "right" },
      { heading: "observed", align: "right" },
      { heading: "expected", align: "right" },
    ],
    rows: test.groups.map(({ group, n, observed, expected }) => [
      ...by.map((name) => group[name]),
      String(n),
      String(Number(observed.toPrecision(6))),
      formatNumber(expected, 2),
    ]),
    paragraphs: [[test.says]],
    conventions: conventionsOf(options),
  };
}

interface TestAnswer {
  groups: { group: Record<string, string>; n: number; observed: number; expected: number }[];
  says: string;
  json: object;
}

function asymptoticTest(data: SurvivalRows, labels: Groups["groups"], rho: number): TestAnswer {
  const test = logRank(data, { rho, groups: labels.length });
  const groups = test.groups.map((group, g) => ({ group: labels[g], ...group }));
  const { chiSquared, degreesOfFreedom, p } = test;
  const says = Number.isNaN(p)
    ? noTest(data)
    : `chi-squared ${formatNumber(chiSquared, 3)} on ${degreesOfFreedom} degree${degreesOfFreedom === 1 ? "" : "s"} of freedom, ${formatPValuePhrase(p)}`;
  return { groups, says, json: { test: "log-rank", rho, groups, chiSquared, degreesOfFreedom, p } };
}

function exactTest(rows: CompleteRows, data: SurvivalRows, labels: Groups["groups"]): TestAnswer {
  if (labels.length !== 2)
    throw new InputError(`--exact: ${rows.file} has ${labels.length} groups; the exact test compares two`);
  const test = rows.n > mostExactRows ? undefined : logRankExact(data, { distribution: "exact" });
  if (test?.distribution !== "exact")
    throw new InputError(
      `--exact: ${rows.file} has ${rows.n} rows to compare, whose divisions into groups are too many to count; leave --exact out`,
    );
  const { groups } = asymptoticTest(data, labels, 0);
  const { linearStatistic, expectation, variance, z, p } = test;
  // Where all rows have one score z is not defined, and every division is as far from the expectation.
  const zText = Number.isNaN(z) ? "not defined" : formatNumber(z, 3);
  const says = data.event.includes(1) ? `exact permutation test: z ${zText}, ${formatPValuePhrase(p)}` : noTest(data);
  return {
    groups,
    says,
    json: { test: "log-rank, exact", groups, linearStatistic, expectation, variance, z, p },
  };
}

function noTest({ event }: SurvivalRows): string {
  return `No test is possible: ${event.includes(1) ? "the variance of observed - expected is 0" : "there is no event"}.`;
}

/** Even with few different times nobody needs the exact distribution of more. */
const mostExactRows = 2000;

function conventionsOf({ rho = 0, strata, exact }: LogrankOptions): string[] {
  const weight =
    rho === 0
      ? "Log-rank test: each event time weighs alike"
      : `G-rho test: event times weighted by S(t-)^${rho}, S of all groups`;
  return [
    exact
      ? "Log-rank scores event - H(t), H the Nelson-Aalen estimate of all rows; p is the share of all divisions into groups at least as far from the expectation"
      : `${weight}; variance hypergeometric, p two-sided`,
    ...(strata.length > 0 ? [`Compared within the strata of ${strata.join(", ")}`] : []),
    "A row is at risk up to and including its time, so a censoring tied with an event still counts",
  ];
}
