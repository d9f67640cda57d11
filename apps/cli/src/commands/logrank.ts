import { formatNumber, formatPValuePhrase } from "@seriatim/report";
import { logRank, logRankExact, type SurvivalRows } from "@seriatim/stats";
import type { CliIo } from "../cli-io.js";
import { type AddCommand, examples, writeJson } from "../command-context.js";
import { type CompleteRows, readCompleteRows } from "../complete-rows.js";
import { InputError } from "../input-error.js";
import { columnNames, finiteNumber } from "../option-values.js";
import { addSurvivalOptions, type Groups, groupsBy, linesBelow, rowsForJson, sayLeftOut } from "../quick-command.js";
import { type SurvivalOptions, survivalColumns, survivalColumnsWanted, wanted } from "../survival-columns.js";
import { textStyle } from "../text-style.js";
import { textTable } from "../text-table.js";

interface LogrankOptions extends SurvivalOptions {
  by: string[];
  strata: string[];
  rho?: number;
  exact?: boolean;
  json?: boolean;
}

/** `seriatim logrank`: do the groups of one CSV file differ in survival? */
export const addLogrank: AddCommand = (program, context) => {
  addSurvivalOptions(program.command("logrank"), ["--by"])
    .summary("log-rank test of one CSV file")
    .description("Compares the survival of groups in one CSV file by the log-rank test.")
    .option("--by <COLS>", "columns whose values make the groups (required)", columnNames("--by"))
    .option("--strata <COLS>", "columns whose values make the strata", columnNames("--strata"))
    .option("--rho <RHO>", "weight S(t-)^rho: 0 log-rank, 1 Peto-Prentice (default 0)", finiteNumber("--rho"))
    .option("--exact", "two groups: the permutation distribution instead of the normal one")
    .addHelpText(
      "after",
      examples([
        ["logrank lung.csv --time time --event event --by sex", "the log-rank test"],
        ["logrank lung.csv --time time --event event --by sex --strata ph.ecog", "within strata"],
        [
          "logrank small.csv --time months --event dead --by arm --exact",
          "for groups too small for a chi-squared test",
        ],
      ]),
    )
    .action(async (file: string, options: LogrankOptions) => logrank(context.io, file, { ...noLists, ...options }));
};

async function logrank(io: CliIo, file: string, options: LogrankOptions): Promise<void> {
  const { by, strata } = options;
  if (options.exact && (strata.length > 0 || options.rho !== undefined))
    throw new InputError(
      `--exact: found beside ${strata.length > 0 ? "--strata" : "--rho"}; the exact test has neither`,
    );
  const rows = await readCompleteRows(io, file, [
    ...survivalColumnsWanted(options),
    ...by.map((name) => wanted("--by", name, "label")),
    ...strata.map((name) => wanted("--strata", name, "label")),
  ]);
  const columns = survivalColumns(rows, options);
  const { codes, groups } = groupsBy(rows, by);
  if (groups.length < 2)
    throw new InputError(
      `${rows.file}: ${Object.entries(groups[0])
        .map(([name, label]) => `${name} is “${label}”`)
        .join(" and ")} in all ${rows.n} rows; a comparison needs two groups`,
    );
  const data: SurvivalRows = {
    ...columns,
    group: codes,
    ...(strata.length > 0 && { strata: groupsBy(rows, strata).codes }),
  };
  const answer = options.exact ? exactAnswer(rows, data, groups) : asymptoticAnswer(data, groups, options.rho ?? 0);
  const conventions = conventionsOf(options);
  sayLeftOut(io, rows.leftOut);
  if (options.json)
    writeJson(io, { command: "logrank", ...rowsForJson(rows), by, strata, ...answer.json, conventions });
  else io.stdout.write(table(io, by, answer) + `\n${answer.says}\n` + linesBelow(conventions));
}

const noLists = { strata: [] };

interface Answer {
  groups: { group: Record<string, string>; n: number; observed: number; expected: number }[];
  says: string;
  json: object;
}

function asymptoticAnswer(data: SurvivalRows, labels: Groups["groups"], rho: number): Answer {
  const test = logRank(data, { rho, groups: labels.length });
  const groups = test.groups.map((group, g) => ({ group: labels[g], ...group }));
  const { chiSquared, degreesOfFreedom, p } = test;
  const says = Number.isNaN(p)
    ? "No test is possible: there is no event."
    : `chi-squared ${formatNumber(chiSquared, 3)} on ${degreesOfFreedom} degree${degreesOfFreedom === 1 ? "" : "s"} of freedom, ${formatPValuePhrase(p)}`;
  return { groups, says, json: { test: "log-rank", rho, groups, chiSquared, degreesOfFreedom, p } };
}

function exactAnswer(rows: CompleteRows, data: SurvivalRows, labels: Groups["groups"]): Answer {
  if (labels.length !== 2)
    throw new InputError(`--exact: ${rows.file} has ${labels.length} groups; the exact test compares two`);
  if (rows.n > mostExactRows)
    throw new InputError(
      `--exact: ${rows.file} has ${rows.n} rows to compare; the exact test is for up to ${mostExactRows}, leave --exact out`,
    );
  const { groups } = asymptoticAnswer(data, labels, 0);
  const { linearStatistic, expectation, variance, z, p } = logRankExact(data, { distribution: "exact" });
  return {
    groups,
    says: `exact permutation test: z ${formatNumber(z, 3)}, ${formatPValuePhrase(p)}`,
    json: { test: "log-rank, exact", groups, linearStatistic, expectation, variance, z, p },
  };
}

/** Beyond this the permutation distribution takes minutes, and the normal one is good. */
const mostExactRows = 200;

function table(io: CliIo, by: readonly string[], { groups }: Answer): string {
  const style = textStyle(io);
  return textTable(
    [
      ...by.map((heading) => ({ heading })),
      { heading: "n", align: "right" as const },
      { heading: "observed", align: "right" as const },
      { heading: "expected", align: "right" as const },
    ],
    groups.map(({ group, n, observed, expected }) => [
      ...by.map((name) => group[name]),
      String(n),
      String(Number(observed.toPrecision(6))),
      formatNumber(expected, 2),
    ]),
    (text, row) => (row < 0 ? style.strong(text) : text),
  );
}

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
