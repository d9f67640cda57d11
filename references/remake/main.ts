import { parseArgs } from "node:util";
import { versionOfR } from "./ask-r.js";
import { type Remade, remake } from "./remake.js";

const usage = `npm run references [-- [--write] [CASE or METHOD ...]]

Asks R about the recorded cases and compares its answers with what is recorded and with what Seriatim computes.
--write records R's answers anew. R needs jsonlite and the packages that a case's source names.
`;

const { values, positionals } = parseArgs({
  options: { write: { type: "boolean" }, help: { type: "boolean" } },
  allowPositionals: true,
});
const version = values.help ? undefined : versionOfR();
if (values.help) process.stdout.write(usage);
else if (version === undefined) {
  process.stderr.write("references: there is no R with its package jsonlite (Debian: r-base-core r-cran-jsonlite)\n");
  process.exitCode = 2;
} else {
  const remade: Remade[] = [];
  for await (const one of remake("references", { only: positionals, write: values.write, versionOfR: version })) {
    remade.push(one);
    if (one.state !== "agrees") print(one);
  }
  const count = (state: Remade["state"]) => remade.filter((one) => one.state === state).length;
  const largest = (of: "recorded" | "computed") =>
    Math.max(0, ...remade.map((one) => one[of]?.ratio ?? 0)).toPrecision(2);
  process.stdout.write(
    `Largest deviation from R's answers, in tolerances: recorded ${largest("recorded")}, computed ${largest("computed")}\n` +
      `${count("agrees")} agree, ${count("differs")} differ, ${count("unanswered")} unanswered\n`,
  );
  process.exitCode = count("agrees") === remade.length && remade.length > 0 ? 0 : 1;
}

function print({ id, method, state, recorded, computed, why }: Remade): void {
  const lines = [`${id} (${method}) ${state}${why ? `: ${why.trim()}` : ""}`];
  for (const [whose, deviation] of Object.entries({ recorded, computed }))
    if (deviation && deviation.ratio > 1)
      lines.push(
        `  ${whose} ${deviation.path}: R ${whose === "recorded" ? deviation.actual : deviation.expected}, ` +
          `${whose} ${whose === "recorded" ? deviation.expected : deviation.actual}, ${deviation.ratio.toPrecision(3)} times the tolerance`,
      );
  process.stdout.write(`${lines.join("\n")}\n`);
}
