import type { ColumnType } from "kysely";

/** JSON that is written as text and read as what it says. */
type Json<T> = ColumnType<T, string, string>;

/** The fixed tables. Those of the records are made from the dictionary, and not known before. */
export interface Database {
  "seriatim.registry": RegistryTable;
  "seriatim.dictionaries": DictionariesTable;
  "seriatim.renames": RenamesTable;
  "seriatim.users": UsersTable;
  "seriatim.mappings": MappingsTable;
  "seriatim.findings": FindingsTable;
  "seriatim.chain": ChainTable;
  "seriatim.history": HistoryTable;
  "identity.vault": VaultTable;
  "identity.persons": PersonsTable;
  "identity.keys": KeysTable;
}

interface RegistryTable {
  /** Eight hexadecimal digits: part of the names of the database's roles, and of the key's file. */
  id: string;
  created: ColumnType<Date, never, never>;
}

interface DictionariesTable {
  version: number;
  text: string;
}

/** What a column or a table is called since a version of the dictionary, for reading the history's older entries. */
interface RenamesTable {
  version: number;
  /** The table as it is called from then on: `records.patients`. */
  subject: string;
  /** Of a column its name; of a table `records.patients`. */
  former: string;
  /** What is gone has from then on the name `x (until version 3)`, which nothing else can have. */
  now: string;
  /** The last entry of the history that has the former name. */
  seq: number;
}

interface UsersTable {
  name: string;
  roles: string[];
  /** `*` stands for all centres. */
  centres: string[];
  active: boolean;
}

interface MappingsTable {
  name: string;
  text: string;
}

export const findingStates = ["open", "answered", "accepted", "closed"] as const;

/** `open`: nobody has looked; `answered`: somebody said something; `accepted`: it is so, with a reason; `closed`: it is gone. */
export type FindingState = (typeof findingStates)[number];

interface FindingsTable {
  subject: string;
  key: string[];
  field: string;
  kind: string;
  why: string;
  state: FindingState;
  /** What was answered, or the reason for which it is accepted. */
  answer: string | null;
  _centre: string;
}

interface ChainTable {
  /** Of the last entry. */
  seq: number;
  hash: Uint8Array;
}

/** What was done. Of a row: insert, update, delete; the others are told by the program. */
export const historyActions = [
  "insert",
  "update",
  "delete",
  "init",
  "login",
  "dictionary",
  "import",
  "undo",
  "export",
  "analysis",
  "backup",
  "restore",
  "check",
] as const;

export type HistoryAction = (typeof historyActions)[number];

interface HistoryTable {
  seq: number;
  at: Date;
  /** The entries of one transaction have the number of its first. */
  change: number;
  who: string;
  action: HistoryAction;
  /** `records.patients`; null where no row is meant. */
  subject: string | null;
  key: string[] | null;
  before: Json<Record<string, unknown> | null>;
  after: Json<Record<string, unknown> | null>;
  why: string | null;
  centre: string | null;
  hash: Uint8Array;
}

interface VaultTable {
  /** Tells whether a vault key is the one in use, and nothing about it. */
  fingerprint: string;
}

interface PersonsTable {
  key: string[];
  /** Version, nonce, ciphertext and tag. */
  sealed: Uint8Array;
  _centre: string;
}

/** Its contents are not in the history. */
interface KeysTable {
  key: string[];
  /** The key that one person is sealed with, itself sealed with the vault key. */
  wrapped: Uint8Array;
  /** Keyed hashes of what a person is looked up by. */
  lookups: string[];
  _centre: string;
}
