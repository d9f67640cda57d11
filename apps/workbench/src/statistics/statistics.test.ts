import { describe, expect, it } from "vitest";
import { hannoverSource, hannoverText } from "./fixtures/hannover.js";
import type { StatisticsReply, StatisticsRequest } from "./messages.js";
import { type Statistics, statisticsOf } from "./statistics.js";
import { serveStatistics } from "./worker.js";

const studyText = hannoverText("study.yaml");

/** Client and worker joined by a channel that copies what it carries, as a worker's does; `calls` is what the worker was asked. */
function joined(): { statistics: Statistics; calls: string[]; fail(message: string): void } {
  const calls: string[] = [];
  const toWorker: ((event: { data: StatisticsRequest }) => void)[] = [];
  const toClient: ((event: { data: StatisticsReply }) => void)[] = [];
  const onError: ((event: { message?: string }) => void)[] = [];
  const send = <T>(listeners: ((event: { data: T }) => void)[], value: T) => {
    const data = structuredClone(value);
    setImmediate(() => {
      for (const listener of listeners) listener({ data });
    });
  };
  serveStatistics({
    addEventListener: (_, listener) => void toWorker.push(listener),
    postMessage: (reply) => send(toClient, reply),
  });
  const worker = {
    postMessage(request: StatisticsRequest) {
      calls.push("analysis" in request.ask ? `${request.call} ${request.ask.analysis}` : request.call);
      send(toWorker, request);
    },
    addEventListener(type: string, listener: never) {
      (type === "message" ? toClient : onError).push(listener);
    },
    terminate() {
      toWorker.length = 0;
    },
  };
  return {
    statistics: statisticsOf(worker),
    calls,
    fail(message) {
      for (const listener of onError) listener({ message });
    },
  };
}

describe("statisticsOf", () => {
  it("answers each question with what was computed, and tells progress", async () => {
    const { statistics } = joined();
    expect(await statistics.open(hannoverSource())).toEqual({
      tables: [
        { name: "patients", rows: 26 },
        { name: "resections", rows: 34 },
        { name: "followups", rows: expect.any(Number) },
      ],
      version: "1",
    });
    const steps: string[] = [];
    const answer = await statistics.run(studyText, { onProgress: ({ step }) => steps.push(step) });
    expect("results" in answer && answer.results).toEqual(JSON.parse(hannoverText("results.json")));
    expect(steps).toEqual(expect.arrayContaining(["Selecting the cohorts", "Done"]));
  });

  it("of questions that replace each other asks the one begun and the newest", async () => {
    const { statistics, calls } = joined();
    await statistics.open(hannoverSource());
    const months = (at: number) => studyText.replace("[1, 12, 36, 60]", `[${at}]`);
    const dragged = [12, 24, 36, 48, 60].map((at) => statistics.run(months(at), { only: ["os"] }));
    const answers = await Promise.all(dragged);
    expect(answers.map((answer) => "superseded" in answer)).toEqual([false, true, true, true, false]);
    expect(calls).toEqual(["open", "run", "run"]);
    const last = answers[4];
    expect("results" in last && last.results.analyses[0].at).toEqual([60]);
  });

  it("keeps questions of different lanes, in their order", async () => {
    const { statistics, calls } = joined();
    const answers = await Promise.all([
      statistics.open(hannoverSource()),
      statistics.figure(studyText, "os"),
      statistics.figure(studyText, "flow"),
      statistics.figure(studyText, "os", { width: 400 }),
      statistics.check(),
    ]);
    expect(answers.map((answer) => "superseded" in answer)).toEqual([false, true, false, false, false]);
    expect(calls).toEqual(["open", "figure flow", "figure os", "check"]);
  });

  it("answers with a sentence where the worker has stopped", async () => {
    const { statistics, fail } = joined();
    const asked = statistics.check();
    fail("out of memory");
    const sentence = "The statistics stopped: out of memory. Reload the page to start them again.";
    expect(await asked).toEqual({ error: { sentence }, version: "" });
    expect(await statistics.check()).toEqual({ error: { sentence }, version: "" });
  });

  it("leaves no question open when it is closed", async () => {
    const { statistics } = joined();
    const asked = [statistics.check(), statistics.run(studyText)];
    statistics.close();
    expect(await Promise.all(asked)).toEqual([{ superseded: true }, { superseded: true }]);
  });
});
