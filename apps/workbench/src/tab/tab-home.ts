import liverSurgery from "@seriatim/records/liver-surgery.yaml?raw";
import { type Registry, RegistryError } from "@seriatim/registry";
import { createTabRegistry, hasTabRegistry, openTabRegistry } from "@seriatim/registry/tab";
import type { ByteFile, Home, KeptRegistry } from "../service/session.js";
import { hannoverExample } from "./example.js";
import type { TabState } from "./messages.js";

/** What the user gave and has not imported yet. */
const mostFiles = 4;

const places: Record<KeptRegistry, string> = { example: "hannover", own: "registry" };
const names = Object.keys(places) as KeptRegistry[];

export interface TabHome extends Home {
  /** The registry that is open. */
  registry(): Registry | null;
  /** Why what was open before is not. */
  refused(): string | null;
  /** Opens a registry that was open before, where it is there; what prevents it is told by `refused`. */
  reopen(name: KeptRegistry, who: string): Promise<void>;
}

/** A home in this browser's storage, within a worker of the one tab that has it. */
export function tabHome(options: { now: () => Date; onState: (state: TabState) => void }): TabHome {
  const files = new Map<string, ByteFile>();
  let open: { name: KeptRegistry; registry: Registry } | undefined;
  let opening = 0;
  let refused: string | null = null;
  const tellState = () =>
    options.onState({
      open: open?.name ?? null,
      isOpening: opening > 0,
      isKept: open?.registry.engine.isKept ?? true,
      refused,
    });
  // Two that ask at once must not both open the one registry.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
  const isOpen = (name: KeptRegistry, who: string) =>
    open?.name === name && open.registry.user === who && !open.registry.engine.stopped();
  const replaceBy = async (name: KeptRegistry, who: string, make: () => Promise<Registry>): Promise<Registry> => {
    if (open && isOpen(name, who)) return open.registry;
    const before = open;
    opening++;
    tellState();
    try {
      // One that is in memory alone would be lost with its closing, if the other could not be opened.
      if (before?.name === name || before?.registry.engine.isKept) await closeFormer(before.registry);
      const registry = await make();
      if (open === before && before) await closeFormer(before.registry);
      open = { name, registry };
      refused = null;
      return registry;
    } finally {
      opening--;
      tellState();
    }
  };
  const closeFormer = async (former: Registry) => {
    open = undefined;
    // One that has stopped has nothing left to close.
    await former.engine.close().catch((error: unknown) => {
      if (!former.engine.stopped()) throw error;
    });
  };
  return {
    kind: "tab",
    now: options.now,
    registry: () => open?.registry ?? null,
    refused: () => refused,
    async kept() {
      const isThere = await Promise.all(names.map((name) => hasTabRegistry(places[name])));
      return names.filter((name, i) => isThere[i] || open?.name === name);
    },
    open: (name, who) => inTurn(() => replaceBy(name, who, () => openTabRegistry(places[name], { user: who }))),
    create: (name, dictionary, who) =>
      inTurn(() => replaceBy(name, who, () => createTabRegistry(places[name], { dictionary, user: who }))),
    reopen: (name, who) =>
      inTurn(async () => {
        if (open && !open.registry.engine.stopped()) return;
        if (!(await hasTabRegistry(places[name]))) return;
        try {
          await replaceBy(name, who, () => openTabRegistry(places[name], { user: who }));
        } catch (error) {
          if (!(error instanceof RegistryError)) throw error;
          refused = error.message;
          tellState();
        }
      }),
    example: () => Promise.resolve(hannoverExample()),
    newDictionary: () => Promise.resolve({ file: "the dictionary of liver surgery", text: liverSurgery }),
    keepFile(file) {
      const id = Array.from(crypto.getRandomValues(new Uint32Array(2)), (part) => part.toString(16)).join("-");
      files.set(id, file);
      for (const [oldest] of files) if (files.size > mostFiles) files.delete(oldest);
      return Promise.resolve(id);
    },
    givenFile: (id) => Promise.resolve(files.get(id)),
  };
}
