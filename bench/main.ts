import { benchCommand } from "./command.js";
import { benchMethods } from "./method-table.js";
import { benchRegistry } from "./registry.js";

const [what, only] = process.argv.slice(2);
if (what !== undefined && !["command", "methods", "registry"].includes(what)) {
  process.stderr.write(`bench: “${what}” is unknown; allowed are command, methods and registry (all without a word)\n`);
  process.exitCode = 2;
} else {
  if (what === undefined || what === "command") benchCommand();
  if (what === undefined || what === "methods") await benchMethods(only);
  if (what === undefined || what === "registry") benchRegistry();
}
