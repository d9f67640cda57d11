import type { ServiceFault } from "../service/run-operation.js";
import type { KeptRegistry } from "../service/session.js";

/** What the page asks of the worker that holds the registry. */
export interface TabRequest {
  id: number;
  /** An operation, or what only a tab can do: `tab.export`, the records as CSV, and `tab.retry`, to open again what was refused. */
  name: string;
  /** Without its bytes. */
  input: Readonly<Record<string, unknown>>;
  bytes?: Uint8Array<ArrayBuffer>;
  who: string;
  /** The registry that was open last, which is opened again. */
  last: KeptRegistry | null;
}

export type TabReply = { id: number; answer: TabAnswer } | { state: TabState };

/** As over HTTP: JSON, and bytes beside it. */
export type TabAnswer = { json: string; bytes?: Uint8Array<ArrayBuffer> } | { error: ServiceFault };

/** What a tab alone has to tell of its registry. */
export interface TabState {
  open: KeptRegistry | null;
  /** While a registry is opened or made, and for the first time the database itself is loaded. */
  isOpening: boolean;
  /** Whether what is open is still there when the tab is closed. */
  isKept: boolean;
  /** Why the registry that was open last is not: it is open in another tab, or the storage is full. */
  refused: string | null;
}

/** A table of the records. */
export interface SavedFile {
  name: string;
  text: string;
}
