import { userInfo } from "node:os";
import process from "node:process";
import { type CliIo, realFiles } from "./cli-io.js";
import { InputError, systemCode } from "./input-error.js";
import { runCli } from "./run-cli.js";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

const io: CliIo = {
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  stdin: process.stdin,
  get cwd() {
    return currentFolder();
  },
  environment: process.env,
  get userName() {
    return nameAtThisComputer();
  },
  now: () => new Date(),
  files: realFiles,
  onInterrupt(stop) {
    for (const signal of signals) process.on(signal, stop);
    return () => {
      for (const signal of signals) process.off(signal, stop);
    };
  },
};

let isAnswerLost = false;
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error) => {
    // The reader of a pipe has gone (`| head`): nobody is left to tell, and a report is written all the same.
    if (systemCode(error) === "EPIPE") return;
    if (stream === process.stdout && !isAnswerLost)
      process.stderr.write(
        systemCode(error) === "ENOSPC"
          ? "The answer could not be written: the disk is full\n"
          : `The answer could not be written: ${error.message}\n`,
      );
    isAnswerLost = true;
    process.exitCode = 2;
  });

const exitCode = await runCli(process.argv.slice(2), io);
process.exitCode = isAnswerLost ? 2 : exitCode;

function output(stream: NodeJS.WriteStream): CliIo["stdout"] {
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true,
    get columns() {
      // Some terminals say 0 where they do not know.
      return stream.isTTY === true && stream.columns > 0 ? stream.columns : undefined;
    },
  };
}

function nameAtThisComputer(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    // A user that the system has no entry for, as in some containers.
    return undefined;
  }
}

function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    throw new InputError("the folder you are in has been removed; change to another");
  }
}
