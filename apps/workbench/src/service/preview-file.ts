import { asUser, type FieldChange, type ImportPlan, RegistryError } from "@seriatim/registry";
import type { z } from "zod";
import { keptFile } from "./file-to-import.js";
import { opened } from "./opened.js";
import { plannedFile, plannedFileInput } from "./planned-file.js";
import type { Session } from "./session.js";
import { shownRow } from "./shown-row.js";

export const previewFileInput = plannedFileInput;

export interface FilePreview {
  tables: TablePreview[];
  /** Columns of the file that are not used. */
  unusedColumns: string[];
  /** How the file was read. */
  sniffed: string[];
}

/** What would become of a table; of its rows the first are shown. */
export interface TablePreview {
  table: string;
  added: number;
  changed: number;
  unchanged: number;
  refused: number;
  addedRows: { row: number; key: string[]; texts: Record<string, string>; unread: string[] }[];
  changedRows: { row: number; key: string[]; changes: FieldChange[] }[];
  refusedRows: { row: number; why: string }[];
}

const mostShown = 100;

/** What a file would change. Nothing is written. */
export async function previewFile(session: Session, input: z.output<typeof previewFileInput>): Promise<FilePreview> {
  const registry = opened(session);
  if (!registry.roles.includes("enter")) throw new RegistryError("who imports must have the role enter", "refused");
  const given = await keptFile(session, input.file);
  return shownPlan(await asUser(registry, (trx) => plannedFile(trx, registry, given, input)));
}

function shownPlan({ tables, unusedColumns, sniffed }: ImportPlan): FilePreview {
  return {
    unusedColumns,
    sniffed,
    tables: tables.map(({ definition, added, changed, unchanged, refused }) => ({
      table: definition.name,
      added: added.length,
      changed: changed.length,
      unchanged,
      refused: refused.length,
      addedRows: added.slice(0, mostShown).map(({ row, stored }) => {
        const { key, texts, unread } = shownRow(definition, stored);
        return { row, key, texts, unread };
      }),
      changedRows: changed
        .slice(0, mostShown)
        .map(({ row, key, changes }) => ({ row, key: [...key], changes: [...changes] })),
      refusedRows: refused.slice(0, mostShown),
    })),
  };
}
