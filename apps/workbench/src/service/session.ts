import type { Registry } from "@seriatim/registry";

/** Who asks, and of which registry. Every request has one, so that a team with sign-in needs no other operations. */
export interface Session {
  /** The registry that is open; null before one is. */
  readonly registry: Registry | null;
  /** The user's name. */
  readonly who: string;
  readonly home: Home;
}

/** A registry that the home keeps. */
export type KeptRegistry = "example" | "own";

/** What differs between a server on this machine and a tab of a browser. */
export interface Home {
  readonly kind: "server" | "tab";
  now(): Date;
  /** The registries that are there. */
  kept(): Promise<KeptRegistry[]>;
  /** Opens a registry in place of the one that is open. @throws RegistryError where it is open elsewhere */
  open(name: KeptRegistry, who: string): Promise<Registry>;
  /** Makes an empty registry and opens it in place of the one that is open. */
  create(name: KeptRegistry, dictionary: TextFile, who: string): Promise<Registry>;
  /** The Hannover series: its dictionary, its records as files under the dictionary's headings, and its study. */
  example(): Promise<{ dictionary: TextFile; records: ByteFile[]; study?: TextFile }>;
  /** The dictionary of a new registry. */
  newDictionary(): Promise<TextFile>;
  /** Keeps a file that the user gave until it is imported; the latest few are kept. */
  keepFile(file: ByteFile): Promise<string>;
  /** A file that was given; undefined where it is kept no more. */
  givenFile(id: string): Promise<ByteFile | undefined>;
  /** The address of the example's report, where there is one. */
  readonly exampleReport?: string;
}

export interface TextFile {
  file: string;
  text: string;
}

export interface ByteFile {
  name: string;
  bytes: Uint8Array;
}
