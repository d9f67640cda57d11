import { asUser, recordFiles } from "@seriatim/registry";
import { opened } from "../service/opened.js";
import { runOperation } from "../service/run-operation.js";
import type { KeptRegistry, Session } from "../service/session.js";
import type { SavedFile, TabAnswer, TabReply, TabRequest } from "./messages.js";
import { tabHome } from "./tab-home.js";

/** What of a dedicated worker's global scope is used: its messages. */
export interface TabPort {
  addEventListener(type: "message", listener: (event: { data: TabRequest }) => void): void;
  postMessage(reply: TabReply): void;
}

/** Answers a page's requests by the same operations as a server does, on a registry in the browser's storage. */
export function serveTab(port: TabPort, now: () => Date): void {
  /** What is to be open; after a fault of the engine it is opened again. */
  let wanted: KeptRegistry | null | undefined;
  let wasOpen = false;
  const home = tabHome({
    now,
    onState(state) {
      wanted = state.open ?? wanted;
      wasOpen ||= state.open !== null;
      port.postMessage({ state });
    },
  });
  /** Tried once, and again when the person asks for it: a second tab need not wait with every question. */
  let reopened: Promise<void> | undefined;
  const reopen = (who: string) => {
    const hasStopped = home.registry()?.engine.stopped() !== undefined;
    if (!reopened || hasStopped) reopened = wanted ? home.reopen(wanted, who) : Promise.resolve();
    return reopened;
  };
  const answer = async ({ name, input, bytes, who, last }: TabRequest): Promise<TabAnswer> => {
    if (wanted === undefined) wanted = last;
    if (name === "tab.retry") reopened = undefined;
    if (name !== "openExample" && name !== "openOwn") await reopen(who);
    if (name === "tab.retry") return { json: "null" };
    // The page still shows it, and what is typed there: to say that none is open would take that away.
    const refused = home.refused();
    if (refused !== null && wasOpen && name !== "openExample" && name !== "openOwn")
      return { error: { kind: "input", sentence: refused } };
    const session: Session = { registry: home.registry(), who, home };
    if (name === "tab.export") return { json: JSON.stringify(await savedRecords(session)) };
    const given = bytes ? { ...input, bytes } : input;
    const result = await runOperation(session, name, given, (error) => console.error(error));
    if ("error" in result) return result;
    if (!hasBytes(result.output)) return { json: JSON.stringify(result.output ?? null) };
    const { bytes: sent, ...rest } = result.output;
    return { json: JSON.stringify(rest), bytes: sent };
  };
  port.addEventListener("message", ({ data }) => {
    answer(data).then(
      (answered) => port.postMessage({ id: data.id, answer: answered }),
      (error: unknown) => {
        console.error(error);
        const sentence = "Something went wrong in the program itself; nothing of this was written";
        port.postMessage({ id: data.id, answer: { error: { kind: "fault", sentence } } });
      },
    );
  });
}

/** The records of the open registry, a CSV a table. */
async function savedRecords(session: Session): Promise<SavedFile[]> {
  const registry = opened(session);
  const files = await asUser(registry, (trx) => recordFiles(trx, registry.dictionary));
  return Object.values(files).map(({ file, bytes }) => ({ name: file, text: new TextDecoder().decode(bytes) }));
}

function hasBytes(output: unknown): output is { bytes: Uint8Array<ArrayBuffer> } {
  return typeof output === "object" && output !== null && "bytes" in output && output.bytes instanceof Uint8Array;
}
