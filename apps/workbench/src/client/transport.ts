import type { Answer } from "../service/run-operation.js";
import { ServiceError } from "./service-error.js";

/** How an operation is asked for: over HTTP, or of a worker in this tab. */
export type Transport = (name: string, input: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** Asks the server that this page came from. */
export const overHttp: Transport = async (name, input) => {
  const { bytes, ...rest } = input as { bytes?: Uint8Array<ArrayBuffer> };
  const response = await fetch(`/api/${name}`, {
    method: "POST",
    credentials: "same-origin",
    headers: bytes
      ? { "content-type": "application/octet-stream", "seriatim-input": encodeURIComponent(JSON.stringify(rest)) }
      : { "content-type": "application/json" },
    body: bytes ?? JSON.stringify(rest),
  }).catch(() => {
    throw new ServiceError("The workbench does not answer: it was ended, or is being started again", "unreachable");
  });
  const aside = response.headers.get("seriatim-output");
  if (aside !== null)
    return {
      ...(JSON.parse(decodeURIComponent(aside)) as object),
      bytes: new Uint8Array(await response.arrayBuffer()),
    };
  const answer = (await response.json().catch(() => {
    throw new ServiceError(`The workbench answered nothing that can be read (${response.status})`, "unreachable");
  })) as Answer;
  if ("error" in answer) throw new ServiceError(answer.error.sentence, answer.error.kind);
  return answer.output;
};
