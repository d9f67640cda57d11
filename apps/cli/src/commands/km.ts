import { formatLevel } from "@seriatim/report";
import { type ConfidenceType, kaplanMeier, type SurvivalCurve, survivalAt, survivalQuantile } from "@seriatim/stats";
import type { CliIo } from "../cli-io.js";
import { type AddCommand, examples, writeJson } from "../command-context.js";
import { readCompleteRows } from "../complete-rows.js";
import { probabilityWithLimits, timeWithLimits } from "../measured.js";
import { columnNames, confidenceLevel, oneOf, timeList } from "../option-values.js";
import { addSurvivalOptions, type Groups, groupsBy, linesBelow, rowsForJson, sayLeftOut } from "../quick-command.js";
import { type SurvivalOptions, survivalColumns, survivalColumnsWanted, wanted } from "../survival-columns.js";
import { textStyle } from "../text-style.js";
import { textTable } from "../text-table.js";

interface KmOptions extends SurvivalOptions {
  by: string[];
  at: number[];
  confType: ConfidenceType;
  level: number;
  json?: boolean;
}

/** `seriatim km`: survival of one CSV file, by groups. */
export const addKm: AddCommand = (program, context) => {
  addSurvivalOptions(program.command("km"))
    .summary("survival curves of one CSV file (Kaplan-Meier)")
    .description(
      "Survival of one CSV file by the product-limit method of Kaplan and Meier: n, events, median, survival at times.",
    )
    .option("--by <COLS>", "columns whose values make the groups", columnNames("--by"))
    .option("--entry <COL>", "column of the times at which rows enter (left truncation)")
    .option("--weights <COL>", "column of case weights")
    .option("--at <TIMES>", "times at which survival is told, as in 12,36,60", timeList("--at"))
    .option(
      "--conf-type <TYPE>",
      `scale of the confidence intervals: ${confidenceTypes.join(", ")}`,
      oneOf("--conf-type", "confidence type", confidenceTypes),
      "log-log",
    )
    .option("--level <LEVEL>", "confidence level", confidenceLevel("--level"), 0.95)
    .addHelpText(
      "after",
      examples([
        ["km lung.csv --time time --event event --by sex", "median survival of each sex"],
        ["km lung.csv --time time --event event --at 365,730 --json", "survival after one and two years, as JSON"],
        ["km lung.csv --time time --event status --event-code 2", "where 2 means that the patient died"],
      ]),
    )
    .action(async (file: string, options: KmOptions) => km(context.io, file, { ...noLists, ...options }));
};

async function km(io: CliIo, file: string, options: KmOptions): Promise<void> {
  const { by, confType, level } = options;
  const rows = await readCompleteRows(io, file, [
    ...survivalColumnsWanted(options),
    ...by.map((name) => wanted("--by", name, "label")),
  ]);
  const columns = survivalColumns(rows, options);
  const groups = groupsBy(rows, by);
  const curves = kaplanMeier(
    { ...columns, group: groups.codes },
    { groups: groups.groups.length, confidenceType: confType, confidenceLevel: level },
  );
  const answers = curves.map((curve, g) => answerOf(curve, groups.groups[g], options.at));
  const conventions = conventionsOf(options, curves[0].robust);
  sayLeftOut(io, rows.leftOut);
  if (options.json) writeJson(io, { command: "km", ...rowsForJson(rows), level, groups: answers, conventions });
  else io.stdout.write(table(io, answers, options) + linesBelow(notes(answers)) + linesBelow(conventions));
}

const noLists = { by: [], at: [] };
const confidenceTypes = ["log-log", "log", "plain", "logit", "arcsin", "none"] as const;

type Answer = ReturnType<typeof answerOf>;

function answerOf(curve: SurvivalCurve, group: Groups["groups"][number], at: readonly number[]) {
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

function table(io: CliIo, answers: readonly Answer[], { by, at, level, weights, confType }: KmOptions): string {
  const style = textStyle(io);
  const interval = confType === "none" ? "" : ` (${formatLevel(level)} CI)`;
  return textTable(
    [
      ...by.map((heading) => ({ heading })),
      { heading: "n", align: "right" },
      { heading: weights === undefined ? "events" : "weighted events", align: "right" },
      { heading: `median${interval}` },
      ...at.map((time) => ({ heading: `survival at ${time}${interval}` })),
    ],
    answers.map(({ group, n, events, median, at: told }) => [
      ...by.map((name) => group[name]),
      String(n),
      String(Number(events.toPrecision(9))),
      timeWithLimits(median, level),
      ...told.map(({ survival, lower, upper }) => probabilityWithLimits({ estimate: survival, lower, upper }, level)),
    ]),
    (text, row) => (row < 0 ? style.strong(text) : text),
  );
}

function notes(answers: readonly Answer[]): string[] {
  return answers.flatMap(({ group, lastTime, at }) => {
    const beyond = at.filter(({ survival }) => Number.isNaN(survival)).map(({ time }) => time);
    if (beyond.length === 0) return [];
    const whose = Object.entries(group)
      .map(([name, label]) => `${name} ${label}`)
      .join(", ");
    return [
      `${whose === "" ? "" : `${whose}: `}survival at ${beyond.join(", ")} is not estimable; the last observation is at ${lastTime}`,
    ];
  });
}

function conventionsOf({ confType, level, entry, weights }: KmOptions, robust: boolean): string[] {
  const error = robust ? "the infinitesimal jackknife (robust)" : "Greenwood's formula";
  return [
    "Kaplan-Meier; a row is at risk up to and including its time, so a censoring tied with an event still counts",
    confType === "none"
      ? "No confidence intervals"
      : `${formatLevel(level)} confidence intervals on the ${confType} scale, by ${error}; those of the median from the limits of the curve`,
    "The median is the first time at which survival is 0.5 or less, the midpoint where it stays at exactly 0.5",
    ...(entry === undefined ? [] : [`Left truncation: at risk after ${entry}`]),
    ...(weights === undefined ? [] : [`Weighted by ${weights}; n counts rows`]),
  ];
}
