import { z } from "zod";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);

const manifest = z.strictObject({
  format: z.literal("seriatim-backup"),
  version: z.literal(1),
  created: z.iso.datetime(),
  software: z.string(),
  registry: z.strictObject({ id: z.string().regex(/^[0-9a-f]{8}$/), created: z.iso.datetime({ precision: 6 }) }),
  history: z.strictObject({ seq: count, hash: sha256 }),
  members: z.array(z.strictObject({ path: z.string(), rows: count.nullable(), bytes: count, sha256 })),
});

/** What a backup says of itself. */
export type BackupManifest = z.infer<typeof manifest>;

/**
 * Reads a manifest.
 *
 * @returns what is wrong with it, where something is
 */
export function parseManifest(text: string): BackupManifest | { fault: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { fault: `is no JSON (${(error as Error).message})` };
  }
  const { format, version } = (json ?? {}) as { format?: unknown; version?: unknown };
  if (format !== "seriatim-backup")
    return { fault: `the format is ${JSON.stringify(format) ?? "missing"}, not "seriatim-backup"` };
  if (version !== 1)
    return {
      fault: `the version of the format is ${JSON.stringify(version) ?? "missing"}; this program reads version 1${typeof version === "number" && version > 1 ? ": use a newer one" : ""}`,
    };
  const result = manifest.safeParse(json);
  if (result.success) return result.data;
  const [{ path, message }] = result.error.issues;
  return { fault: `${path.join(".")}: ${message}` };
}
