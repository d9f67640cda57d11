import { formatLevel } from "@seriatim/report";
import { type CoxFit, coxRegression, designMatrix, type ModelTerm } from "@seriatim/stats";
import { type AddCommand, csvExamples } from "../command-context.js";
import type { CompleteRows } from "../complete-rows.js";
import { type CovariateOptions, modelTerms } from "../covariates.js";
import { coxAnswer } from "../cox-answer.js";
import { groupsBy } from "../groups.js";
import { InputError } from "../input-error.js";
import { columnName, confidenceLevel, list, oneOf, references } from "../option-values.js";
import { addSurvivalOptions, answerQuickly, type QuickAnswer, type QuickOptions } from "../quick-command.js";
import { labelsWanted, survivalColumns } from "../survival-columns.js";

interface CoxOptions extends QuickOptions, CovariateOptions {
  strata: string[];
  cluster?: string;
  ties: (typeof tieMethods)[number];
  level: number;
}

const tieMethods = ["efron", "breslow", "exact"] as const;
const defaults = { factor: [], reference: {}, strata: [], ties: "efron", level: 0.95 } satisfies Partial<CoxOptions>;

/** `seriatim cox`: proportional hazards regression of one CSV file. */
export const addCox: AddCommand = (command, context) => {
  addSurvivalOptions(command, ["--covariates"])
    .description("Proportional hazards regression (Cox) of one CSV file: hazard ratios, tests, concordance.")
    .option(
      "--covariates <COLS>",
      "columns of the model, as in age,sex; text is a factor (required)",
      list("--covariates", "column names"),
    )
    .option(
      "--factor <COLS>",
      "covariates that are factors though written as numbers",
      list("--factor", "column names"),
    )
    .option("--reference <COL=LEVEL>", "level that the others are compared with; default the first", references)
    .option("--weights <COL>", "column of case weights", columnName("--weights"))
    .option("--strata <COLS>", "columns whose values make the strata", list("--strata", "column names"))
    .option(
      "--cluster <COL>",
      "column that is the same in rows that belong together: robust standard errors",
      columnName("--cluster"),
    )
    .option(
      "--ties <METHOD>",
      `handling of tied events: ${tieMethods.join(", ")} (default ${defaults.ties})`,
      oneOf("--ties", "method for ties", tieMethods),
    )
    .option("--level <LEVEL>", `confidence level (default ${defaults.level})`, confidenceLevel("--level"))
    .addHelpText(
      "after",
      csvExamples([
        ["cox lung.csv --time time --event event --covariates age,sex,ph.ecog", "three numeric covariates"],
        ["cox lung.csv --time time --event event --covariates age,sex --reference sex=2", "sex as a factor against 2"],
        [
          "cox heart.csv --entry start --time stop --event event --covariates transplant,age --cluster id",
          "several rows a patient, each from its start to its stop",
        ],
      ]),
    )
    .action(async (file: string, given: QuickOptions & Pick<CoxOptions, "covariates"> & Partial<CoxOptions>) => {
      const options: CoxOptions = { ...defaults, ...given };
      refuseBesideExactTies(options);
      const wanted = [
        ...labelsWanted("--covariates", options.covariates),
        ...labelsWanted("--strata", options.strata),
        ...labelsWanted("--cluster", options.cluster === undefined ? [] : [options.cluster]),
      ];
      await answerQuickly(context.io, "cox", file, options, wanted, (rows) => answerOf(rows, options));
    });
};

function refuseBesideExactTies({ ties, cluster, weights }: CoxOptions): void {
  const excluded = cluster !== undefined ? "--cluster" : weights !== undefined ? "--weights" : undefined;
  if (ties === "exact" && excluded !== undefined)
    throw new InputError(`--ties exact: found beside ${excluded}; exact ties have neither robust errors nor weights`);
}

function answerOf(rows: CompleteRows, options: CoxOptions): QuickAnswer {
  const { strata, cluster } = options;
  const terms = modelTerms(rows, options);
  const design = designMatrix(rows.n, terms);
  if (design.p > rows.n)
    throw new InputError(
      `${rows.file}: the model has ${design.p} coefficients, but only ${rows.n} rows with a value in every column used; leave covariates out`,
    );
  const fit = coxRegression(
    {
      ...survivalColumns(rows, options),
      ...(strata.length > 0 && { strata: groupsBy(rows, strata).codes }),
      ...(cluster !== undefined && { cluster: rows.labels(cluster).codes }),
      design,
    },
    { ties: options.ties, confidenceLevel: options.level },
  );
  return { ...coxAnswer(fit), conventions: conventionsOf(options, terms, fit) };
}

function conventionsOf(
  { ties, level, cluster, strata }: CoxOptions,
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
  ];
}
