import { type Registry, type RegistryVerdict, verifyRegistry } from "@seriatim/registry";
import { z } from "zod";
import { opened } from "./opened.js";
import type { Session } from "./session.js";

export const verifyChainInput = z.strictObject({
  /** A head that was kept elsewhere, which must still be in the chain. */
  head: z
    .string()
    .trim()
    .regex(/^[0-9a-f]{64}$/i, "a head is 64 hexadecimal digits")
    .optional(),
});

export const verifyProgressInput = z.strictObject({});

/** How far the chains are read that are being verified. */
const underWay = new WeakMap<Registry, { done: number; total: number }>();

/** Computes the history's chain again and compares every record with it. */
export async function verifyChain(
  session: Session,
  { head }: z.output<typeof verifyChainInput>,
): Promise<RegistryVerdict> {
  const registry = opened(session);
  try {
    return await verifyRegistry(registry, {
      ...(head === undefined ? {} : { head }),
      onProgress: (done, total) => underWay.set(registry, { done, total }),
    });
  } finally {
    underWay.delete(registry);
  }
}

/** How far `verifyChain` is; null where it has not begun, or has ended. */
export function verifyProgress(
  session: Session,
  _input: z.output<typeof verifyProgressInput>,
): Promise<{ done: number; total: number } | null> {
  return Promise.resolve(underWay.get(opened(session)) ?? null);
}
