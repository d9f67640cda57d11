/** What a browser offers of its storage (https://fs.spec.whatwg.org), as far as it is used here. */
export interface StoredFolder {
  getDirectoryHandle(name: string, options?: { create: boolean }): Promise<StoredFolder>;
  getFileHandle(name: string, options?: { create: boolean }): Promise<StoredFile>;
  removeEntry(name: string, options?: { recursive: boolean }): Promise<void>;
}

interface StoredFile {
  getFile(): Promise<{ size: number; text(): Promise<string> }>;
  createSyncAccessHandle?(): Promise<OpenFile>;
}

/** A file that nobody else has open. */
export interface OpenFile {
  write(bytes: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

/** Of the browser's: `navigator`, where there is one. */
export interface BrowserParts {
  storage?: { getDirectory?(): Promise<StoredFolder>; persist?(): Promise<boolean> };
  locks?: {
    request(name: string, options: { signal?: AbortSignal }, held: () => Promise<void>): Promise<void>;
  };
}

export function browserParts(): BrowserParts {
  return (globalThis as { navigator?: BrowserParts }).navigator ?? {};
}

/** The folder of this origin's registries; undefined where nothing can be kept: in a private window, or outside a worker. */
export async function registriesFolder(): Promise<StoredFolder | undefined> {
  try {
    const root = await browserParts().storage?.getDirectory?.();
    const folder = await root?.getDirectoryHandle("seriatim", { create: true });
    const trial = await folder?.getFileHandle("trial", { create: true });
    const open = await trial?.createSyncAccessHandle?.().catch((error: unknown) => {
      // Another worker is trying just now.
      if (nameOf(error) === "NoModificationAllowedError") return { close: () => {} };
      throw error;
    });
    open?.close();
    return open && folder;
  } catch {
    return undefined;
  }
}

/** A folder in another; undefined where it is not there. */
export async function folderIn(
  folder: StoredFolder | undefined,
  name: string,
  options = { create: false },
): Promise<StoredFolder | undefined> {
  return folder?.getDirectoryHandle(name, options).catch(unlessMissing);
}

export async function textIn(folder: StoredFolder, name: string): Promise<string | undefined> {
  const file = await folder.getFileHandle(name).catch(unlessMissing);
  return (await file?.getFile())?.text();
}

/** Opens a file to write in it, which only workers can; waits a little where a page that was just left still has it. */
export async function openIn(folder: StoredFolder, name: string): Promise<OpenFile> {
  const file = await folder.getFileHandle(name, { create: true });
  for (let tries = 1; ; tries++)
    try {
      return await file.createSyncAccessHandle!();
    } catch (error) {
      if (nameOf(error) !== "NoModificationAllowedError" || tries === 20) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
}

export async function writeIn(folder: StoredFolder, name: string, text: string): Promise<void> {
  const open = await openIn(folder, name);
  try {
    open.truncate(0);
    open.write(new TextEncoder().encode(text), { at: 0 });
    open.flush();
  } finally {
    open.close();
  }
}

export async function removeIn(folder: StoredFolder, name: string): Promise<void> {
  await folder.removeEntry(name, { recursive: true }).catch(unlessMissing);
}

export function isStorageFull(error: unknown): boolean {
  return nameOf(error) === "QuotaExceededError" || /quota/i.test((error as Error | undefined)?.message ?? "");
}

function unlessMissing(error: unknown): undefined {
  if (nameOf(error) !== "NotFoundError") throw error;
}

function nameOf(error: unknown): string {
  return (error as { name?: string } | undefined)?.name ?? "";
}
