import type { KeptRegistry } from "../service/session.js";
import type { SavedFile, TabReply, TabRequest, TabState } from "../tab/messages.js";
import { ServiceError } from "./service-error.js";
import type { Transport } from "./transport.js";

const whoName = "seriatim-who";
const lastName = "seriatim-open";

/** The name under which the history tells who did what, of this browser. */
export function whoAsks(): string {
  return localStorage.getItem(whoName) ?? "me";
}

export function setWhoAsks(name: string): void {
  localStorage.setItem(whoName, name);
}

interface Waiting {
  resolve(output: unknown): void;
  reject(error: ServiceError): void;
}

let worker: Worker | undefined;
let asked = 0;
const waiting = new Map<number, Waiting>();
let state: TabState = { open: null, isOpening: false, isKept: true, refused: null };
const listeners = new Set<() => void>();

/** Asks the worker of this tab, which holds the registry. */
export const overWorker: Transport = (name, input) => {
  const { bytes, ...rest } = input as { bytes?: Uint8Array<ArrayBuffer> };
  worker ??= startedWorker();
  const id = ++asked;
  const last = localStorage.getItem(lastName) as KeptRegistry | null;
  const request: TabRequest = { id, name, input: rest, who: whoAsks(), last, ...(bytes ? { bytes } : {}) };
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    worker?.postMessage(request);
  });
};

/** Opens what was refused. */
export async function retryOpening(): Promise<void> {
  await overWorker("tab.retry", {});
}

/** The records of the open registry, a CSV a table. */
export async function recordsToSave(): Promise<SavedFile[]> {
  return (await overWorker("tab.export", {})) as SavedFile[];
}

export function tabState(): TabState {
  return state;
}

export function onTabState(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function startedWorker(): Worker {
  const started = new Worker(new URL("../tab/worker.ts", import.meta.url), { type: "module" });
  started.addEventListener("message", ({ data }: MessageEvent<TabReply>) => {
    if ("state" in data) return takeState(data.state);
    const one = waiting.get(data.id);
    waiting.delete(data.id);
    if ("error" in data.answer)
      return one?.reject(new ServiceError(data.answer.error.sentence, data.answer.error.kind));
    const output: unknown = JSON.parse(data.answer.json);
    return one?.resolve(data.answer.bytes ? { ...(output as object), bytes: data.answer.bytes } : output);
  });
  started.addEventListener("error", (event) => {
    event.preventDefault();
    started.terminate();
    worker = undefined;
    const all = [...waiting.values()];
    waiting.clear();
    for (const { reject } of all)
      reject(
        new ServiceError("The part of this page that keeps the registry has ended; it starts anew", "unreachable"),
      );
  });
  return started;
}

function takeState(next: TabState): void {
  if (next.open !== null && next.open !== state.open) {
    localStorage.setItem(lastName, next.open);
    // Else the browser may clear it when it is short of space.
    void navigator.storage?.persist?.().catch(() => false);
  }
  state = next;
  for (const listener of listeners) listener();
}
