import { formatLevel } from "@seriatim/report";
import { type ConfidenceType, kaplanMeier, type SurvivalCurve, survivalAt, survivalQuantile } from "@seriatim/stats";
import { type AddCommand, csvExamples } from "../command-context.js";
import type { CompleteRows } from "../complete-rows.js";
import { type Groups, groupsBy } from "../groups.js";
import { probabilityWithLimits, timeWithLimits } from "../measured.js";
import { columnName, confidenceLevel, list, oneOf, timeList } from "../option-values.js";
import { addSurvivalOptions, answerQuickly, type QuickAnswer, type QuickOptions } from "../quick-command.js";
import { labelsWanted, survivalColumns } from "../survival-columns.js";
import type { TextColumn } from "../text-table.js";

interface KmOptions extends QuickOptions {
  by: string[];
  at: number[];
  confType: ConfidenceType;
  level: number;
}

const confidenceTypes = ["log-log", "log", "plain", "logit", "arcsin", "none"] as const;
const defaults = { by: [], at: [], confType: "log-log", level: 0.95 } as const;

/** `seriatim km`: survival of one CSV file, by groups. */
export const addKm: AddCommand = (command, context) => {
  addSurvivalOptions(command)
    .description(
      "Survival of one CSV file by the product-limit method of Kaplan and Meier: n, events, median, survival at times.",
    )
    .option("--by <COLS>", "columns whose values make the groups", list("--by", "column names"))
    .option("--weights <COL>", "column of case weights", columnName("--weights"))
    .option("--at <TIMES>", "times at which survival is told, as in 12,36,60", timeList("--at"))
    .option(
      "--conf-type <TYPE>",
      `scale of the confidence intervals: ${confidenceTypes.join(", ")} (default ${defaults.confType})`,
      oneOf("--conf-type", "confidence type", confidenceTypes),
    )
    .option("--level <LEVEL>", `confidence level (default ${defaults.level})`, confidenceLevel("--level"))
    .addHelpText(
      "after",
      csvExamples([
        ["km lung.csv --time time --event event --by sex", "median survival of each sex"],
        ["km lung.csv --time time --event event --at 365,730 --json", "survival after one and two years, as JSON"],
        [
          "km pbc.csv --time time --event status --event-code 2 --by trt",
          "where 2 is death, and 1, a transplantation, a censoring",
        ],
      ]),
    )
    .action(async (file: string, given: Partial<KmOptions> & QuickOptions) => {
      const options: KmOptions = { ...defaults, by: [], at: [], ...given };
      const wanted = labelsWanted("--by", options.by);
      await answerQuickly(context.io, "km", file, options, wanted, (rows) => answerOf(rows, options));
    });
};

function answerOf(rows: CompleteRows, options: KmOptions): QuickAnswer {
  const { codes, groups } = groupsBy(rows, options.by);
  const curves = kaplanMeier(
    { ...survivalColumns(rows, options), group: codes },
    { groups: groups.length, confidenceType: options.confType, confidenceLevel: options.level },
  );
  const told = curves.map((curve, g) => groupAnswer(curve, groups[g], options.at));
  return {
    json: { level: options.level, groups: told },
    columns: columnsOf(options),
    rows: told.map((group) => cellsOf(group, options)),
    paragraphs: [told.flatMap(notEstimable)],
    conventions: conventionsOf(options, curves[0].robust),
  };
}

type GroupAnswer = ReturnType<typeof groupAnswer>;

function groupAnswer(curve: SurvivalCurve, group: Groups["groups"][number], at: readonly number[]) {
  const lastTime = curve.time[curve.time.length - 1];
  const lastSurvival = curve.survival[curve.survival.length - 1];
  const notKnown = { survival: Number.NaN, standardError: Number.NaN, lower: Number.NaN, upper: Number.NaN };
  return {
    group,
    n: curve.n,
    events: curve.events,
    median: survivalQuantile(curve, 0.5),
    lastTime,
    at: survivalAt(curve, at).map(({ time, survival, standardError, lower, upper, atRisk, events, censored }) => {
      // Beyond the last observation the curve is not known, unless it has come down to 0.
      const isKnown = time <= lastTime || lastSurvival === 0;
      const told = isKnown ? { survival, standardError, lower, upper } : notKnown;
      return { time, ...told, atRisk, events, censored };
    }),
  };
}

function columnsOf({ by, at, level, weights, confType }: KmOptions): TextColumn[] {
  const interval = confType === "none" ? "" : ` (${formatLevel(level)} CI)`;
  return [
    ...by.map((heading) => ({ heading })),
    { heading: "n", align: "right" },
    { heading: weights === undefined ? "events" : "weighted events", align: "right" },
    { heading: `median${interval}` },
    ...at.map((time) => ({ heading: `survival at ${time}${interval}` })),
  ];
}

function cellsOf({ group, n, events, median, at }: GroupAnswer, { by, level }: KmOptions): string[] {
  return [
    ...by.map((name) => group[name]),
    String(n),
    String(Number(events.toPrecision(9))),
    timeWithLimits(median, level),
    ...at.map(({ survival, lower, upper }) => probabilityWithLimits({ estimate: survival, lower, upper }, level)),
  ];
}

function notEstimable({ group, lastTime, at }: GroupAnswer): string[] {
  const beyond = at.filter(({ survival }) => Number.isNaN(survival)).map(({ time }) => time);
  if (beyond.length === 0) return [];
  const whose = Object.entries(group)
    .map(([name, label]) => `${name} ${label}`)
    .join(", ");
  const says = `survival at ${beyond.join(", ")} is not estimable; the last observation is at ${lastTime}`;
  return [whose === "" ? says : `${whose}: ${says}`];
}

function conventionsOf({ confType, level }: KmOptions, robust: boolean): string[] {
  const error = robust ? "the infinitesimal jackknife (robust)" : "Greenwood's formula";
  return [
    "Kaplan-Meier; a row is at risk up to and including its time, so a censoring tied with an event still counts",
    confType === "none"
      ? "No confidence intervals"
      : `${formatLevel(level)} confidence intervals on the ${confType} scale, by ${error}; those of the median from the limits of the curve`,
    "The median is the first time at which survival is 0.5 or less, the midpoint where it stays at exactly 0.5",
  ];
}
