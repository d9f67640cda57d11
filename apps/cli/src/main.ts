import process from "node:process";
import { type CliIo, realFiles } from "./cli-io.js";
import { runCli } from "./run-cli.js";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

const io: CliIo = {
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  stdin: process.stdin,
  cwd: process.cwd(),
  environment: process.env,
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
  stream.on("error", (error: NodeJS.ErrnoException) => {
    // The reader of a pipe has gone (`| head`): nobody is left to tell.
    if (error.code === "EPIPE") process.exit();
    if (stream === process.stdout && !isAnswerLost)
      process.stderr.write(`The answer could not be written: ${error.code ?? error.message}\n`);
    isAnswerLost = true;
    process.exitCode = 2;
  });

const exitCode = await runCli(process.argv.slice(2), io);
process.exitCode = isAnswerLost ? 2 : exitCode;

function output(stream: NodeJS.WriteStream): CliIo["stdout"] {
  return { write: (text) => void stream.write(text), isTerminal: stream.isTTY === true };
}
