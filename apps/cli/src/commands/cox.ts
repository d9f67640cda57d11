import { formatLevel, formatNumber, formatPValue, formatPValuePhrase, formatRatio } from "@seriatim/report";
import { type CoxFit, coxRegression, designMatrix, type ModelTerm } from "@seriatim/stats";
import type { CliIo } from "../cli-io.js";
import { type AddCommand, examples, writeJson } from "../command-context.js";
import { readCompleteRows } from "../complete-rows.js";
import { type CovariateOptions, modelTerms } from "../covariates.js";
import { InputError } from "../input-error.js";
import { columnNames, confidenceLevel, moreColumnNames, oneOf, references } from "../option-values.js";
import { addSurvivalOptions, groupsBy, linesBelow, rowsForJson, sayLeftOut } from "../quick-command.js";
import { type SurvivalOptions, survivalColumns, survivalColumnsWanted, wanted } from "../survival-columns.js";
import { textStyle } from "../text-style.js";
import { textTable } from "../text-table.js";

interface CoxOptions extends SurvivalOptions, CovariateOptions {
  strata: string[];
  cluster?: string;
  ties: (typeof tieMethods)[number];
  level: number;
  json?: boolean;
}

/** `seriatim cox`: proportional hazards regression of one CSV file. */
export const addCox: AddCommand = (program, context) => {
  addSurvivalOptions(program.command("cox"), ["--covariates"])
    .summary("Cox regression of one CSV file")
    .description("Proportional hazards regression (Cox) of one CSV file: hazard ratios, tests, concordance.")
    .option(
      "--covariates <COLS>",
      "columns of the model, as in age,sex; text is a factor (required)",
      columnNames("--covariates"),
    )
    .option("--factor <COLS>", "covariates that are factors though written as numbers", moreColumnNames("--factor"))
    .option("--reference <COL=LEVEL>", "level that the others are compared with; default the first", references)
    .option("--entry <COL>", "column of the times at which rows enter (left truncation)")
    .option("--weights <COL>", "column of case weights")
    .option("--strata <COLS>", "columns whose values make the strata", columnNames("--strata"))
    .option("--cluster <COL>", "column that is the same in rows that belong together: robust standard errors")
    .option(
      "--ties <METHOD>",
      `handling of tied events: ${tieMethods.join(", ")}`,
      oneOf("--ties", "method for ties", tieMethods),
      "efron",
    )
    .option("--level <LEVEL>", "confidence level", confidenceLevel("--level"), 0.95)
    .addHelpText(
      "after",
      examples([
        ["cox lung.csv --time time --event event --covariates age,sex,ph.ecog", "three numeric covariates"],
        ["cox lung.csv --time time --event event --covariates age,sex --reference sex=2", "sex as a factor against 2"],
        [
          "cox spells.csv --entry start --time stop --event event --covariates dose --cluster id",
          "several rows a patient",
        ],
      ]),
    )
    .action(async (file: string, options: CoxOptions) => cox(context.io, file, { ...noLists, ...options }));
};

async function cox(io: CliIo, file: string, options: CoxOptions): Promise<void> {
  const { covariates, strata, cluster, ties, level } = options;
  const excluded = cluster !== undefined ? "--cluster" : options.weights !== undefined ? "--weights" : undefined;
  if (ties === "exact" && excluded !== undefined)
    throw new InputError(`--ties exact: found beside ${excluded}; exact ties have neither robust errors nor weights`);
  const rows = await readCompleteRows(io, file, [
    ...survivalColumnsWanted(options),
    ...covariates.map((name) => wanted("--covariates", name, "label")),
    ...strata.map((name) => wanted("--strata", name, "label")),
    ...(cluster === undefined ? [] : [wanted("--cluster", cluster, "label")]),
  ]);
  const terms = modelTerms(rows, options);
  const fit = coxRegression(
    {
      ...survivalColumns(rows, options),
      ...(strata.length > 0 && { strata: groupsBy(rows, strata).codes }),
      ...(cluster !== undefined && { cluster: rows.labels(cluster).codes }),
      design: designMatrix(rows.n, terms),
    },
    { ties, confidenceLevel: level },
  );
  const notes = notesOf(fit);
  const conventions = conventionsOf(options, terms, fit);
  sayLeftOut(io, rows.leftOut);
  if (options.json) writeJson(io, { command: "cox", ...rowsForJson(rows), ...answerForJson(fit), notes, conventions });
  else {
    const answer = `${rows.n} rows, ${fit.events} events\n\n${table(io, fit)}${linesBelow(testLines(fit))}`;
    io.stdout.write(answer + linesBelow(notes) + linesBelow(conventions));
  }
}

const noLists = { factor: [], reference: {}, strata: [] };
const tieMethods = ["efron", "breslow", "exact"] as const;

function answerForJson(fit: CoxFit): object {
  const {
    n,
    events,
    status,
    iterations,
    ties,
    confidenceLevel: level,
    logLikelihood,
    tests,
    robustScore,
    concordance,
  } = fit;
  const coefficients = fit.columns.map((term, j) => ({
    term,
    coefficient: fit.coefficients[j],
    standardError: fit.standardErrors[j],
    ...(fit.naive && { naiveStandardError: fit.naive.standardErrors[j] }),
    hazardRatio: fit.hazardRatio[j],
    lower: fit.lower[j],
    upper: fit.upper[j],
    z: fit.z[j],
    p: fit.p[j],
    ...(fit.redundant[j] && { redundant: true }),
    ...(fit.infinite[j] && { infinite: true }),
  }));
  return {
    n,
    events,
    coefficients,
    logLikelihood,
    tests: { ...tests, ...(robustScore && { robustScore }) },
    concordance,
    ties,
    level,
    status,
    iterations,
  };
}

function table(io: CliIo, fit: CoxFit): string {
  const style = textStyle(io);
  const right = ["coefficient", "standard error"].map((heading) => ({ heading, align: "right" as const }));
  return textTable(
    [
      { heading: "term" },
      ...right,
      { heading: `hazard ratio (${formatLevel(fit.confidenceLevel)} CI)` },
      { heading: "z", align: "right" },
      { heading: "p", align: "right" },
    ],
    fit.columns.map((term, j) => {
      if (fit.redundant[j]) return [term, "–", "–", "redundant", "–", "–"];
      if (fit.infinite[j]) return [term, fit.coefficients[j] > 0 ? "∞" : "−∞", "–", "not estimable", "–", "–"];
      const [ratio, lower, upper] = [fit.hazardRatio[j], fit.lower[j], fit.upper[j]].map((value) =>
        // Three decimals, but not 0.000.
        ifDefined(value, (defined) => formatRatio(defined, defined < 0.0095 || defined >= 1000 ? undefined : 3)),
      );
      return [
        term,
        ifDefined(fit.coefficients[j], (value) => formatNumber(value, 4)),
        ifDefined(fit.standardErrors[j], (value) => formatNumber(value, 4)),
        `${ratio} (${lower}–${upper})`,
        ifDefined(fit.z[j], (value) => formatNumber(value, 2)),
        ifDefined(fit.p[j], formatPValue),
      ];
    }),
    (text, row) => (row < 0 ? style.strong(text) : text),
  );
}

function ifDefined(value: number, format: (value: number) => string): string {
  return Number.isNaN(value) ? "–" : format(value);
}

function testLines({ tests, robustScore, concordance }: CoxFit): string[] {
  const named = [
    ["Likelihood ratio", tests.likelihoodRatio],
    ["Wald", tests.wald],
    ["Score", tests.score],
    ...(robustScore ? [["Robust score", robustScore] as const] : []),
  ] as const;
  const lines = named.map(([name, { statistic, degreesOfFreedom, p }]) =>
    Number.isNaN(p)
      ? `${name}: not defined`
      : `${name}: chi-squared ${formatNumber(statistic, 3)} on ${degreesOfFreedom} df, ${formatPValuePhrase(p)}`,
  );
  const agreement = Number.isNaN(concordance.concordance)
    ? "not defined"
    : `${formatNumber(concordance.concordance, 4)} (standard error ${formatNumber(concordance.standardError, 4)})`;
  return [...lines, `Concordance: ${agreement}`];
}

function notesOf(fit: CoxFit): string[] {
  const named = (which: readonly boolean[]) => fit.columns.filter((_, j) => which[j]).join(", ");
  if (fit.events === 0) return ["No hazard ratio is estimable: there is no event"];
  return [
    ...(fit.redundant.some(Boolean) ? [`Redundant, and left out of the model: ${named(fit.redundant)}`] : []),
    ...(fit.status === "monotone likelihood"
      ? [`Separated: the likelihood rises without end in ${named(fit.infinite)}, whose hazard ratio is not estimable`]
      : []),
    ...(fit.status === "did not converge" ? [`The fit did not converge in ${fit.iterations} iterations`] : []),
  ];
}

function conventionsOf(
  { ties, level, cluster, strata, entry, weights }: CoxOptions,
  terms: readonly ModelTerm[],
  { naive }: CoxFit,
): string[] {
  const tied = { efron: "Efron's", breslow: "Breslow's", exact: "the exact" }[ties];
  const robust = cluster === undefined ? "robust (sandwich)" : `robust, summed by ${cluster}`;
  return [
    `Cox regression by ${tied} method for ties; ${formatLevel(level)} Wald intervals, standard errors ${naive ? robust : "from the information matrix"}`,
    ...terms.flatMap((term) =>
      term.type === "factor" ? [`${term.name} is a factor, compared with ${term.reference}`] : [],
    ),
    ...(strata.length > 0 ? [`A baseline hazard for each stratum of ${strata.join(", ")}`] : []),
    ...(entry === undefined ? [] : [`Left truncation: at risk after ${entry}`]),
    ...(weights === undefined ? [] : [`Weighted by ${weights}`]),
  ];
}
