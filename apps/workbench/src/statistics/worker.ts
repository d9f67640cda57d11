import type { StatisticsReply, StatisticsRequest } from "./messages.js";
import { statisticsEngine } from "./statistics-engine.js";

/** What of a dedicated worker's global scope is used: its messages. */
export interface WorkerPort {
  addEventListener(type: "message", listener: (event: { data: StatisticsRequest }) => void): void;
  postMessage(reply: StatisticsReply): void;
}

/** Answers the requests of a port in their order. The client holds back what a newer request replaces. */
export function serveStatistics(port: WorkerPort): void {
  const engine = statisticsEngine();
  let last: Promise<void> = Promise.resolve();
  port.addEventListener("message", ({ data: { sequence, call, ask } }) => {
    last = last.then(async () => {
      const answer = await engine.answer(call, ask, (progress) => port.postMessage({ sequence, progress }));
      port.postMessage({ sequence, answer });
    });
  });
}

declare const self: (WorkerPort & { WorkerGlobalScope?: unknown }) | undefined;

if (typeof self !== "undefined" && self.WorkerGlobalScope !== undefined) serveStatistics(self);
