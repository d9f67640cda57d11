import { benchCommand } from "./command.js";
import { benchMethods } from "./method-table.js";

const [what, only] = process.argv.slice(2);
if (what !== undefined && what !== "command" && what !== "methods") {
  process.stderr.write(`bench: “${what}” is unknown; allowed are command and methods (both without a word)\n`);
  process.exitCode = 2;
} else {
  if (what !== "methods") benchCommand();
  if (what !== "command") await benchMethods(only);
}
