import {
  coxRegression,
  designMatrix,
  type RecurrentEventModel,
  type RecurrentEventRows,
  recurrentEventRows,
  type Ties,
} from "@seriatim/stats";
import { allowOptions, type Case, type CaseTable, type Covariate, type MethodRunner } from "../case.js";
import { coxAnswer } from "./cox.js";

/**
 * `recurrent-events`: the table's rows are a subject's follow-up cut at its events; from the subjects and the dates of their events alone
 * the rows of a model are made, and fitted with errors clustered by subject. Covariates are those of a subject's first row.
 */
export const recurrentEvents: MethodRunner = (c, table) => {
  allowOptions(c, ["model", "maximumEvents", "ties", "confLevel"]);
  const { model, maximumEvents, ties, confLevel } = c.options as {
    model?: RecurrentEventModel;
    maximumEvents?: number;
    ties?: Ties;
    confLevel?: number;
  };
  const { subjects, events, first } = followed(c, table);
  const rows = recurrentEventRows(subjects, events, { model, maximumEvents });
  const whole = designMatrix(table.n, table.terms(c.input.covariates as Covariate[] | undefined));
  const n = rows.time.length;
  const x = Float64Array.from({ length: n * whole.p }, (_, at) => {
    const [i, j] = [at % n, Math.floor(at / n)];
    return whole.x[j * whole.n + first[rows.subject[i]]];
  });
  const fit = coxRegression(
    {
      time: rows.time,
      entry: rows.entry,
      event: rows.event,
      id: rows.subject,
      cluster: rows.subject,
      strata: model === "andersen-gill" ? undefined : rows.stratum,
      design: { ...whole, n, x },
    },
    { ties, confidenceLevel: confLevel },
  );
  return { ...coxAnswer(fit), strata: byStratum(rows) };
};

function followed(c: Case, table: CaseTable) {
  const { entry, time, id } = c.input as { entry: string; time: string; id: string };
  const event = table.events(c);
  const [starts, ends, { codes, labels }] = [table.numbers(entry), table.numbers(time), table.codes(id)];
  const first = labels.map((_, s) => codes.indexOf(s));
  const subjects = {
    entry: new Float64Array(labels.length).fill(Number.POSITIVE_INFINITY),
    time: new Float64Array(labels.length).fill(Number.NEGATIVE_INFINITY),
  };
  codes.forEach((s, i) => {
    subjects.entry[s] = Math.min(subjects.entry[s], starts[i]);
    subjects.time[s] = Math.max(subjects.time[s], ends[i]);
  });
  const at = Array.from(codes.keys()).filter((i) => event[i]);
  const events = { subject: Int32Array.from(at, (i) => codes[i]), time: Float64Array.from(at, (i) => ends[i]) };
  return { subjects, events, first };
}

function byStratum({ stratum, event, time, entry }: RecurrentEventRows) {
  const strata: { stratum: number; n: number; events: number; atRisk: number }[] = [];
  stratum.forEach((s, i) => {
    strata[s] ??= { stratum: s + 1, n: 0, events: 0, atRisk: 0 };
    strata[s].n++;
    strata[s].events += event[i];
    strata[s].atRisk += time[i] - entry[i];
  });
  return strata;
}
