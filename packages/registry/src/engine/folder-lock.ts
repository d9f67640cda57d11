import { link, mkdir, open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { RegistryError } from "../registry-error.js";

/** Who holds a folder. */
interface Holder {
  host: string;
  pid: number;
  /** When the process began, as the system counts it: a number may be given to another process later. Empty where not known. */
  started: string;
  /** Random: two holders of one process are two. */
  token: string;
}

/** Lets go of the folder. */
export type Release = () => Promise<void>;

/**
 * Holds a folder for this process alone, until `release` or the end of the process, however it ends. The embedded
 * engine itself lets two processes write to one folder, and then loses what one of them wrote.
 *
 * Holders are numbered, each by a file `holder-<n>` in `folder`: the one with the highest number holds the folder, while its
 * process lives. Whoever finds that one gone takes the next number; a file is made whole or not at all and by one only
 * (`link`), and after it is made, whoever sees a higher number gives way. Who lets go renames the file to `released-<n>`, which
 * a full disk allows.
 *
 * @param shown the folder as the user named it
 * @throws RegistryError where another process, or this one, holds it; the sentence says which
 */
export async function holdFolder(folder: string, shown: string): Promise<Release> {
  await mkdir(folder, { recursive: true });
  const own: Holder = {
    host: hostname(),
    pid: process.pid,
    started: await startOf(process.pid),
    token: `${process.hrtime.bigint()}-${Math.random()}`,
  };
  for (;;) {
    const { n: last, isReleased } = await highest(folder);
    if (last > 0 && !isReleased) {
      const holder = await readHolder(join(folder, nameOf(last)));
      // It went away between the two looks.
      if (!holder) continue;
      if (await holds(holder, own.host)) throw new RegistryError(`${shown}: ${heldSentence(holder, own.host)}`);
    }
    const path = join(folder, nameOf(last + 1));
    if (!(await create(path, own))) continue;
    if ((await highest(folder)).n > last + 1) {
      await rm(path, { force: true });
      continue;
    }
    await removeBelow(folder, last + 1);
    return async () => {
      await rename(path, join(folder, `released-${last + 1}`));
    };
  }
}

function nameOf(n: number): string {
  return `holder-${n}`;
}

interface Numbered {
  name: string;
  n: number;
  isReleased: boolean;
}

async function numbered(folder: string): Promise<Numbered[]> {
  return (await readdir(folder)).flatMap((name) => {
    const [, state, number] = /^(holder|released)-(\d+)$/.exec(name) ?? [];
    return number === undefined ? [] : [{ name, n: Number(number), isReleased: state === "released" }];
  });
}

async function highest(folder: string): Promise<Omit<Numbered, "name">> {
  return (await numbered(folder)).reduce<Omit<Numbered, "name">>((last, one) => (one.n >= last.n ? one : last), {
    n: 0,
    isReleased: true,
  });
}

async function removeBelow(folder: string, below: number): Promise<void> {
  for (const { name, n } of await numbered(folder)) if (n < below) await rm(join(folder, name), { force: true });
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Holder;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

async function holds(holder: Holder, here: string): Promise<boolean> {
  // Whether a process on another machine lives cannot be seen from here.
  if (holder.host !== here) return true;
  if (!isAlive(holder.pid)) return false;
  const started = await startOf(holder.pid);
  return started === "" || holder.started === "" || started === holder.started;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** The boot, and the ticks from then to the process's start (field 22 of Linux' /proc/<pid>/stat); state Z is one that has ended. */
async function startOf(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const boot = (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
    return fields[0] === "Z" ? "ended" : `${boot} ${fields[19]}`;
  } catch {
    return "";
  }
}

function heldSentence(holder: Holder, here: string): string {
  if (holder.host !== here)
    return `the registry is open on the machine ${holder.host} (process ${holder.pid}); close it there, or, where that machine is off for certain, remove the folder “held” in it`;
  return holder.pid === process.pid
    ? "the registry is open in this program already; close it first"
    : `the registry is open in another program (process ${holder.pid}); close that one first`;
}

/** A file whole, only where none of that name is there. */
async function create(path: string, holder: Holder): Promise<boolean> {
  const whole = await writeBeside(path, holder);
  try {
    await link(whole, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(whole, { force: true });
  }
}

async function writeBeside(path: string, holder: Holder): Promise<string> {
  const whole = `${path}.${holder.pid}-${holder.token}`;
  await writeFile(whole, JSON.stringify(holder));
  const file = await open(whole, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  return whole;
}
