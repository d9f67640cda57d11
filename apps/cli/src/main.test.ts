import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { smallStudy, writeSmallStudy } from "./fixtures/small-study.js";
import { everythingIn, temporaryFolder } from "./fixtures/test-io.js";

const cli = fileURLToPath(new URL("..", import.meta.url));
let folder: ReturnType<typeof temporaryFolder>;

beforeAll(() => {
  // A fresh checkout is built by `npm ci`; this is for one that is not.
  if (!existsSync(join(cli, "dist/main.js")))
    spawnSync(process.execPath, [join(cli, "../../node_modules/typescript/bin/tsc"), "-b", cli], { stdio: "inherit" });
  folder = temporaryFolder();
}, 300_000);
afterAll(() => folder.remove());

/** The real program, through a shell. `seriatim` in the command stands for it. */
function shell(command: string, environment: Record<string, string> = {}): SpawnSyncReturns<string> {
  const program = `"${process.execPath}" "${join(cli, "bin/seriatim.js")}"`;
  // Not bash: it takes a pipe on its standard input for a remote shell and reads the user's start-up file.
  return spawnSync("sh", ["-c", command.replaceAll("seriatim", program)], {
    cwd: folder.path,
    encoding: "utf8",
    env: { PATH: process.env.PATH, ...environment },
  });
}

/** A disk of 64 kB. */
const mountSmall = "mount -t tmpfs -o size=64k tmpfs";

function mayMount(): boolean {
  const { path, remove } = temporaryFolder();
  const { status } = spawnSync("sh", ["-c", `${mountSmall} "${path}" && umount "${path}"`]);
  remove();
  return status === 0;
}

describe("the installed program", () => {
  it("answers, reads standard input, and refuses in one sentence with code 2", () => {
    writeFileSync(join(folder.path, "a.csv"), "time,event\n1,1\n2,0\n");
    const { status, stdout, stderr } = shell("seriatim km a.csv --time time --event event");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^n +events +median \(95% CI\)\n2 +1 +1\.5 /);
    expect(shell("seriatim km - --time time --event event --json < a.csv").stdout).toContain('"used": 2');
    expect(shell("seriatim km b.csv --time time --event event")).toMatchObject({
      status: 2,
      stdout: "",
      stderr: "b.csv: there is no such file\n",
    });
  });

  it("is quiet when the reader of its answer has gone", () => {
    const rows = Array.from({ length: 40_000 }, (_, i) => `${i},1,g${i}\n`).join("");
    writeFileSync(join(folder.path, "many.csv"), `time,event,g\n${rows}`);
    const { stdout, stderr } = shell("seriatim km many.csv --time time --event event --by g | head -n 1");
    expect(stdout).toMatch(/^g +n/);
    expect(stderr).toBe("");
  });

  it("ends with the same code where nobody reads its answer", () => {
    writeSmallStudy(folder.path, { "patients.csv": smallStudy["patients.csv"].replace("R1", "R7") });
    const { stderr } = shell("{ seriatim check study/study.yaml; echo $? > code; } | true");
    expect(stderr).toBe("");
    expect(readFileSync(join(folder.path, "code"), "utf8")).toBe("1\n");
  });

  it("says so where the folder that it runs in has been removed", () => {
    mkdirSync(join(folder.path, "removed"));
    const { status, stderr } = shell("cd removed && rmdir ../removed && seriatim km a.csv --time t --event e");
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "the folder you are in has been removed; change to another\n",
    });
  });

  it.skipIf(!existsSync("/dev/full"))("says so when its answer could not be written (needs /dev/full)", () => {
    const { status, stderr } = shell("seriatim --help > /dev/full");
    expect({ status, stderr }).toEqual({ status: 2, stderr: "The answer could not be written: the disk is full\n" });
  });

  it("writes a report", () => {
    writeSmallStudy(folder.path);
    expect(shell("seriatim report study/study.yaml").status).toBe(0);
    expect(everythingIn(join(folder.path, "study/report"))).toContain("report.html");
  });

  it.skipIf(!mayMount())("leaves nothing where the disk is full (needs the right to mount a file system)", () => {
    writeSmallStudy(folder.path);
    mkdirSync(join(folder.path, "small"));
    expect(shell(`${mountSmall} small`).status).toBe(0);
    try {
      const { status, stdout, stderr } = shell("seriatim report study/study.yaml --out small/report");
      expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
      expect(stderr).toMatch(/^small\/report: the disk is full; [^\n]+\n$/);
      expect(everythingIn(join(folder.path, "small"))).toEqual([]);
    } finally {
      shell("umount small");
    }
  });

  it("stops at the user's wish while it reads, and leaves nothing", async () => {
    writeSmallStudy(folder.path);
    const records = join(folder.path, "study/patients.csv");
    // A pipe into which nobody writes: the program waits for its records.
    expect(shell("rm study/patients.csv && mkfifo study/patients.csv").status).toBe(0);
    const words = [join(cli, "bin/seriatim.js"), "report", "study/study.yaml", "--out", "stopped"];
    const program = spawn(process.execPath, words, { cwd: folder.path });
    const pipe = await open(records, "w");
    program.kill("SIGINT");
    // A shell says 130 of it.
    expect(await once(program, "exit")).toEqual([null, "SIGINT"]);
    await pipe.close();
    expect(everythingIn(folder.path).filter((name) => name.includes("stopped"))).toEqual([]);
    rmSync(records);
  });

  it("shows no stack without SERIATIM_DEBUG, and one with it", () => {
    writeSmallStudy(folder.path, { "study.yaml": smallStudy["study.yaml"].replace("rows: patients", "rows: patient") });
    expect(shell("seriatim check study/study.yaml --as-of never").stderr).not.toMatch(/\n.*\n/);
    expect(shell("seriatim figures study/study.yaml").stderr).not.toContain("    at ");
    expect(shell("seriatim figures study/study.yaml", { SERIATIM_DEBUG: "1" }).stderr).toContain("    at ");
  });
});
