import type { CliIo } from "./cli-io.js";
import { plainText } from "./text-table.js";
import { cutTo } from "./text-width.js";

/** One line on the terminal that says what is being done. */
export interface Progress {
  says(what: string): void;
  /** Takes the line away. */
  done(): void;
}

/** For `runStudy`: each step with its place among all. */
export function studySteps(progress: Progress): (step: string, done: number, total: number) => void {
  return (step, done, total) => progress.says(`${step} (${done} of ${total})`);
}

/** A line on stderr that each step overwrites; nothing at all where stderr is not a terminal. */
export function progressLine({ stderr, environment }: Pick<CliIo, "stderr" | "environment">): Progress {
  if (!stderr.isTerminal || environment.TERM === "dumb") return { says() {}, done() {} };
  let isShown = false;
  return {
    says(what) {
      // A line that reached the edge would go on in the next, where it could not be taken away.
      stderr.write(`${startOfLine}${cutTo(`${plainText(what)}…`, (stderr.columns ?? 80) - 1)}`);
      isShown = true;
    },
    done() {
      if (isShown) stderr.write(startOfLine);
      isShown = false;
    },
  };
}

/** Carriage return, then erase to the end of the line. */
const startOfLine = "\r\u001b[K";
