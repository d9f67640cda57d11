import type {
  StatisticsAnswer,
  StatisticsCall,
  StatisticsCalls,
  StatisticsProgress,
  StatisticsReply,
  StatisticsRequest,
  StatisticsSource,
} from "./messages.js";

/** A newer question took its place before it was begun: there is nothing to show. */
export interface Superseded {
  superseded: true;
}

type Answered<Call extends StatisticsCall> = Promise<StatisticsAnswer<Call> | Superseded>;

export interface AskOptions {
  /** Questions of one lane replace each other; default: of one call, and for `figure` and `run` of the same analyses. */
  lane?: string;
  onProgress?: (progress: StatisticsProgress) => void;
}

type Ask<Call extends StatisticsCall> = (ask: StatisticsCalls[Call]["ask"], options?: AskOptions) => Answered<Call>;

/** The statistics of one page's records, computed in a worker. */
export interface Statistics {
  /** The records, and again with each change of them: later questions are of these. */
  open(source: StatisticsSource): Promise<StatisticsAnswer<"open"> | Superseded>;
  check(options?: AskOptions): Answered<"check">;
  run(studyText: string, options?: AskOptions & { only?: readonly string[] }): Answered<"run">;
  figure(studyText: string, analysis: string, options?: AskOptions & { width?: number }): Answered<"figure">;
  report(studyText: string, options?: AskOptions): Answered<"report">;
  spline: Ask<"spline">;
  hazards: Ask<"hazards">;
  /** Ends the worker; questions that are not answered by then never are, and are `superseded`. */
  close(): void;
}

/** A dedicated worker, as far as it is used. */
export interface StatisticsWorker {
  postMessage(request: StatisticsRequest): void;
  addEventListener(type: "message", listener: (event: { data: StatisticsReply }) => void): void;
  addEventListener(type: "error", listener: (event: { message?: string }) => void): void;
  terminate(): void;
}

interface Waiting {
  request: StatisticsRequest;
  lane: string;
  options: AskOptions;
  settle(answer: StatisticsAnswer<StatisticsCall> | Superseded): void;
}

/**
 * The client's side of the statistics worker. One request is with the worker at a time; the others wait here, of each lane
 * the newest alone, so that a slider that is dragged asks as often as answers come, and ends with that of its last place.
 *
 * ```ts
 * const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
 * const statistics = statisticsOf(worker);
 * ```
 */
export function statisticsOf(worker: StatisticsWorker): Statistics {
  let sequence = 0;
  let current: Waiting | undefined;
  let waiting: Waiting[] = [];
  let version = "";
  let failure: string | undefined;

  const begin = () => {
    if (current !== undefined) return;
    current = waiting.shift();
    if (current === undefined) return;
    if (failure !== undefined) return finish(failed(failure));
    worker.postMessage(current.request);
  };
  const finish = (answer: StatisticsAnswer<StatisticsCall> | Superseded) => {
    const { settle } = current!;
    current = undefined;
    settle(answer);
    begin();
  };
  const failed = (sentence: string) => ({ error: { sentence }, version });
  const ask = <Call extends StatisticsCall>(
    call: Call,
    asked: StatisticsCalls[Call]["ask"],
    lane: string,
    options: AskOptions = {},
  ): Answered<Call> =>
    new Promise((resolve) => {
      const request = { sequence: ++sequence, call, ask: asked } as StatisticsRequest;
      const own = options.lane ?? lane;
      const replaced = waiting.filter((other) => other.lane === own);
      waiting = waiting.filter((other) => other.lane !== own);
      waiting.push({ request, lane: own, options, settle: resolve });
      for (const { settle } of replaced) settle({ superseded: true });
      begin();
    });

  worker.addEventListener("message", ({ data }) => {
    if (current?.request.sequence !== data.sequence) return;
    if ("progress" in data) return current.options.onProgress?.(data.progress);
    version = data.answer.version;
    finish(data.answer);
  });
  // What the engine catches is an answer; this is a worker that did not load, or ran out of memory.
  worker.addEventListener("error", ({ message }) => {
    failure = `The statistics stopped: ${message ?? "the worker could not be started"}. Reload the page to start them again.`;
    if (current !== undefined) finish(failed(failure));
  });

  return {
    open: (source) => ask("open", source, "open"),
    check: (options) => ask("check", {}, "check", options),
    run: (studyText, { only, ...options } = {}) =>
      ask("run", { studyText, ...(only ? { only } : {}) }, `run ${only?.join() ?? ""}`, options),
    figure: (studyText, analysis, { width, ...options } = {}) =>
      ask("figure", { studyText, analysis, ...(width === undefined ? {} : { width }) }, `figure ${analysis}`, options),
    report: (studyText, options) => ask("report", { studyText }, "report", options),
    spline: (question, options) => ask("spline", question, "spline", options),
    hazards: (question, options) => ask("hazards", question, "hazards", options),
    close() {
      worker.terminate();
      const left = [...(current ? [current] : []), ...waiting];
      current = undefined;
      waiting = [];
      for (const { settle } of left) settle({ superseded: true });
    },
  };
}
