import { OpfsAhpFS } from "@electric-sql/pglite/opfs-ahp";
import { RegistryError } from "../registry-error.js";
import { isStorageFull, type OpenFile, openIn, type StoredFolder, textIn, writeIn } from "./tab-storage.js";

/** As the engine's C library counts them: no space. */
const noSpace = 51;

const [stateName, copyName] = ["state.txt", "state-copy.txt"];

type FileNode = TabFiles["state"]["root"]["children"][string];

/** Files that are opened before they are needed, for they cannot be while a statement runs. */
const spareFiles = 200;

/**
 * The engine's files in the browser's storage, of which the package's own would lose all at two bad moments: it writes its list of files
 * anew by cutting off the former first, and refuses to open a list whose last line was cut off. Here a copy stands in meanwhile, and such
 * a line is left out. Where the storage is full, PostgreSQL is told so, as it is of a full disk.
 */
export class TabFiles extends OpfsAhpFS {
  private copy: OpenFile | undefined;

  constructor(
    path: string,
    private readonly folder: StoredFolder,
    private readonly shown: string,
  ) {
    super(path, { maintainedPoolSize: spareFiles });
  }

  override async init(...args: Parameters<OpfsAhpFS["init"]>): ReturnType<OpfsAhpFS["init"]> {
    await mendState(this.folder, this.shown);
    this.copy = await openIn(this.folder, copyName);
    const options = await super.init(...args);
    this.checkThere("", this.state.root);
    return options;
  }

  override async syncToFs(relaxedDurability?: boolean): Promise<void> {
    await this.maybeCheckpointState();
    await this.spare();
    if (relaxedDurability !== true) this.flush();
  }

  /** Opens files to come, where few are left. The package's own waits for ever where one cannot be opened. */
  async spare(): Promise<void> {
    const isMany = this.state.pool.length >= spareFiles / 2 && this.state.pool.length <= 2 * spareFiles;
    if (isMany || !(await this.hasSpace())) return;
    await this.maintainPool(spareFiles);
  }

  private async hasSpace(): Promise<boolean> {
    try {
      const open = await openIn(this.folder, "trial");
      open.truncate(1024 * 1024);
      open.truncate(0);
      open.close();
      return true;
    } catch {
      return false;
    }
  }

  override async checkpointState(): Promise<void> {
    if (!this.copy) return super.checkpointState();
    try {
      this.copy.truncate(0);
      this.copy.write(new TextEncoder().encode(JSON.stringify(this.state)), { at: 0 });
      this.copy.flush();
    } catch {
      // No place for the copy: the list goes on as it is.
      this.lastCheckpoint = Date.now();
      return;
    }
    await super.checkpointState();
    this.copy.truncate(0);
    this.copy.flush();
  }

  override async closeFs(): Promise<void> {
    this.copy?.close();
    this.copy = undefined;
    await super.closeFs();
  }

  /** Brings a file to the disk. Of one that is not of PostgreSQL's log the package forgets that it was written, unless it is cut. */
  sync(path: string): void {
    const node = this.nodeAt(path);
    if (node?.type === "file") this.truncate(path, this.lstat(path).size);
    this.flush();
  }

  /** Undefined where it was removed while it was open. */
  private nodeAt(path: string): FileNode | undefined {
    let node: FileNode | undefined = this.state.root;
    for (const name of path.split("/").filter((part) => part !== ""))
      node = node?.type === "directory" ? node.children[name] : undefined;
    return node;
  }

  override write(...args: Parameters<OpfsAhpFS["write"]>): number {
    return toldIfFull(() => super.write(...args));
  }

  override writeFile(...args: Parameters<OpfsAhpFS["writeFile"]>): void {
    if (this.state.pool.length === 0) throw Object.assign(new Error("no spare file"), { code: noSpace });
    toldIfFull(() => super.writeFile(...args));
  }

  override truncate(...args: Parameters<OpfsAhpFS["truncate"]>): void {
    toldIfFull(() => super.truncate(...args));
  }

  override rename(...args: Parameters<OpfsAhpFS["rename"]>): void {
    toldIfFull(() => super.rename(...args));
  }

  override mkdir(...args: Parameters<OpfsAhpFS["mkdir"]>): void {
    toldIfFull(() => super.mkdir(...args));
  }

  override unlink(...args: Parameters<OpfsAhpFS["unlink"]>): void {
    toldIfFull(() => super.unlink(...args));
  }

  private checkThere(path: string, node: TabFiles["state"]["root"]): void {
    for (const [name, child] of Object.entries(node.children)) {
      const own = `${path}/${name}`;
      if (child.type === "directory") this.checkThere(own, child);
      else
        try {
          this.lstat(own);
        } catch {
          throw new RegistryError(
            `${this.shown}: the browser does not give the file ${own}; close other pages of the registry, then open it again`,
          );
        }
    }
  }
}

function toldIfFull<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (isStorageFull(error)) throw Object.assign(new Error("no space"), { code: noSpace });
    throw error;
  }
}

async function mendState(folder: StoredFolder, shown: string): Promise<void> {
  const text = await textIn(folder, stateName);
  if (text === undefined) return;
  const [state, ...changes] = text.split("\n");
  if (!isJson(state)) {
    const copy = await textIn(folder, copyName);
    if (copy === undefined || !isJson(copy))
      throw new RegistryError(
        `${shown}: the browser lost the list of the registry's files; restore a backup`,
        "damaged",
      );
    await writeIn(folder, stateName, copy);
    return;
  }
  const whole = changes.filter((line) => line === "" || isJson(line));
  if (whole.length < changes.length) await writeIn(folder, stateName, [state, ...whole].join("\n"));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
