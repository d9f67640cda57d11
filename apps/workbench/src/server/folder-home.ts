import { createHash } from "node:crypto";
import { access, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { liverSurgeryDictionary } from "@seriatim/records/liver-surgery";
import type { Registry } from "@seriatim/registry";
import { createRegistry, openRegistry } from "@seriatim/registry/node";
import type { ByteFile, Home, KeptRegistry } from "../service/session.js";

/** What the user gave and has not imported yet. */
const mostFiles = 4;

export interface FolderHome extends Home {
  /** The registry that is open. */
  registry(): Registry | null;
  close(): Promise<void>;
}

/**
 * A home in a folder of this machine: `hannover` is the example, `registry` the user's own.
 *
 * @param options.studies the folder of the example study
 */
export function folderHome(options: {
  folder: string;
  studies: string;
  now: () => Date;
  exampleReport?: string;
}): FolderHome {
  const places: Record<KeptRegistry, string> = {
    example: join(options.folder, "hannover"),
    own: join(options.folder, "registry"),
  };
  const files = new Map<string, ByteFile>();
  let open: { name: KeptRegistry; registry: Registry } | undefined;
  // Two that ask at once must not both open the one folder.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
  const replaceBy = async (name: KeptRegistry, who: string, make: () => Promise<Registry>): Promise<Registry> => {
    if (open?.name === name && open.registry.user === who && !open.registry.engine.stopped()) return open.registry;
    const before = open;
    open = undefined;
    await before?.registry.engine.close();
    const registry = await make();
    open = { name, registry };
    return registry;
  };
  const place = (name: KeptRegistry) => ({ at: places[name], shown: places[name] });
  return {
    kind: "server",
    now: options.now,
    ...(options.exampleReport === undefined ? {} : { exampleReport: options.exampleReport }),
    registry: () => open?.registry ?? null,
    async kept() {
      const names = Object.keys(places) as KeptRegistry[];
      const isThere = await Promise.all(names.map((name) => exists(join(places[name], "database", "PG_VERSION"))));
      return names.filter((_, i) => isThere[i]);
    },
    open: (name, who) => inTurn(() => replaceBy(name, who, () => openRegistry(place(name), { user: who }))),
    create: (name, dictionary, who) =>
      inTurn(() =>
        replaceBy(name, who, async () => {
          await mkdir(options.folder, { recursive: true });
          return createRegistry(place(name), { dictionary, user: who });
        }),
      ),
    async example() {
      const read = (name: string) => readFile(join(options.studies, name));
      const names = ["patients.csv", "resections.csv", "followups.csv"];
      return {
        dictionary: { file: "dictionary.yaml", text: (await read("dictionary.yaml")).toString("utf8") },
        study: { file: "study.yaml", text: (await read("study.yaml")).toString("utf8") },
        records: await Promise.all(names.map(async (name) => ({ name, bytes: await read(name) }))),
      };
    },
    newDictionary: () => Promise.resolve({ file: "the dictionary of liver surgery", text: liverSurgeryDictionary() }),
    keepFile(file) {
      const id = createHash("sha256").update(file.bytes).digest("hex").slice(0, 16);
      files.delete(id);
      files.set(id, file);
      for (const [oldest] of files) if (files.size > mostFiles) files.delete(oldest);
      return Promise.resolve(id);
    },
    givenFile: (id) => Promise.resolve(files.get(id)),
    close: () =>
      inTurn(async () => {
        await open?.registry.engine.close();
        open = undefined;
      }),
  };
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
