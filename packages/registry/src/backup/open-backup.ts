import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { type Dictionary, parseDictionary } from "@seriatim/records";
import { type Entry, open, type ZipFile } from "yauzl";
import type { OnProgress } from "../import/plan-import.js";
import { RegistryError } from "../registry-error.js";
import { type BackupManifest, parseManifest } from "./manifest.js";
import { manifestPath, type TableMember, tableMembers, textMembers } from "./members.js";

/** A backup whose members are all there and have their checksums. */
export interface OpenBackup {
  shown: string;
  /** Of the file, hexadecimal. */
  sha256: string;
  manifest: BackupManifest;
  dictionary: Dictionary;
  dictionaryText: string;
  tables: readonly TableMember[];
  /** The bytes of a member; @throws RegistryError at their end where they are not those of the manifest */
  read(path: string): AsyncGenerator<Buffer>;
  rowsOf(path: string): number;
  close(): void;
}

type Fault = (says: string) => RegistryError;

/** What is held in memory whole. */
const longestText = 16 * 1024 * 1024;

const mostMembers = 1_000;

/**
 * Opens a backup and reads all of it once: it must be a ZIP of exactly the known members, each with the bytes and the SHA-256 that the
 * manifest says. What the rows say is not looked at yet.
 *
 * @param path absolute
 * @param shown the file as the user named it
 * @throws RegistryError of kind `damaged` where it is not whole, or no backup
 */
export async function openBackup(path: string, shown: string, onProgress: OnProgress = () => {}): Promise<OpenBackup> {
  const fault: Fault = (says) => new RegistryError(`${shown}: ${says}`, "damaged");
  const sha256 = await hashOfFile(path, shown);
  const zip = await openZip(path, fault);
  try {
    const entries = await entriesOf(zip, fault);
    const manifest = await readManifest(zip, entries, fault);
    const read = (member: string) => memberPieces(zip, memberOf(manifest, entries, member, fault), fault);
    checkListed(manifest, entries, fault);
    const dictionaryText = await wholeText(read, manifest, "dictionary.yaml", fault);
    const dictionary = dictionaryOf(dictionaryText, fault);
    const tables = tableMembers(dictionary);
    checkKnown(manifest, tables, fault);
    const total = manifest.members.reduce((sum, { bytes }) => sum + bytes, 0);
    let done = 0;
    for (const member of manifest.members)
      for await (const piece of read(member.path)) {
        done += piece.length;
        onProgress(`Reading ${member.path}`, done, total);
      }
    return {
      ...{ shown, sha256, manifest, dictionary, dictionaryText, tables, read },
      rowsOf: (member) => manifest.members.find(({ path }) => path === member)?.rows ?? 0,
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function hashOfFile(path: string, shown: string): Promise<string> {
  const hash = createHash("sha256");
  try {
    for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new RegistryError(
      `${shown}: ${code === "ENOENT" ? "there is no such file" : `it cannot be read (${message})`}`,
    );
  }
  return hash.digest("hex");
}

function openZip(path: string, fault: Fault): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    open(path, { lazyEntries: true, autoClose: false, strictFileNames: true }, (error, zip) => {
      if (error) reject(fault(`this is no backup, or not the whole of one (${error.message})`));
      else resolve(zip);
    });
  });
}

function entriesOf(zip: ZipFile, fault: Fault): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  return new Promise((resolve, reject) => {
    if (zip.entryCount > mostMembers) return reject(fault(`this is no backup: it has ${zip.entryCount} members`));
    zip.on("error", (error: Error) => reject(fault(`a member is not as it must be (${error.message})`)));
    zip.on("end", () => resolve(entries));
    zip.on("entry", (entry: Entry) => {
      if (entries.has(entry.fileName)) return reject(fault(`${entry.fileName} is in it twice`));
      if (entry.isEncrypted()) return reject(fault(`${entry.fileName} is encrypted`));
      entries.set(entry.fileName, entry);
      zip.readEntry();
    });
    zip.readEntry();
  });
}

async function readManifest(zip: ZipFile, entries: Map<string, Entry>, fault: Fault): Promise<BackupManifest> {
  const entry = entries.get(manifestPath);
  if (!entry) throw fault(`this is no backup of a registry: there is no ${manifestPath} in it`);
  if (entry.uncompressedSize > longestText) throw fault(`${manifestPath} is too large`);
  const pieces: Buffer[] = [];
  try {
    for await (const piece of await openEntry(zip, entry, fault)) pieces.push(piece as Buffer);
  } catch (error) {
    throw error instanceof RegistryError ? error : fault(`${manifestPath} is damaged (${(error as Error).message})`);
  }
  const bytes = Buffer.concat(pieces);
  if (crc32(bytes) !== entry.crc32) throw fault(`${manifestPath} is damaged: its checksum is another`);
  const manifest = parseManifest(bytes.toString("utf8"));
  if ("fault" in manifest) throw fault(`${manifestPath}: ${manifest.fault}`);
  return manifest;
}

/** The members of the manifest and those of the archive are the same, each once. */
function checkListed({ members }: BackupManifest, entries: Map<string, Entry>, fault: Fault): void {
  const listed = new Set(members.map(({ path }) => path));
  if (listed.size < members.length) throw fault(`${manifestPath} names a member twice`);
  const unlisted = [...entries.keys()].find((path) => path !== manifestPath && !listed.has(path));
  if (unlisted !== undefined) throw fault(`${unlisted} is in it, but not in ${manifestPath}`);
  for (const { path, bytes } of members) {
    const entry = entries.get(path);
    if (!entry) throw fault(`${path} is missing`);
    if (entry.uncompressedSize !== bytes)
      throw fault(`${path} has ${entry.uncompressedSize} bytes; by ${manifestPath} it has ${bytes}`);
  }
}

/** They are the known ones, of this dictionary. */
function checkKnown({ members }: BackupManifest, tables: readonly TableMember[], fault: Fault): void {
  const known = new Set<string>([...textMembers, ...tables.map(({ path }) => path)]);
  const unknown = members.find(({ path }) => !known.has(path));
  if (unknown) throw fault(`${unknown.path} is no member of a backup of this dictionary`);
  const missing = [...known].find((path) => !members.some((member) => member.path === path));
  if (missing !== undefined) throw fault(`${missing} is missing`);
}

function memberOf(manifest: BackupManifest, entries: Map<string, Entry>, path: string, fault: Fault) {
  const listed = manifest.members.find((member) => member.path === path);
  const entry = entries.get(path);
  if (!listed || !entry) throw fault(`${path} is missing`);
  return { ...listed, entry };
}

async function* memberPieces(
  zip: ZipFile,
  { path, bytes, sha256, entry }: { path: string; bytes: number; sha256: string; entry: Entry },
  fault: Fault,
): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  let seen = 0;
  const stream = await openEntry(zip, entry, fault);
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      seen += piece.length;
      if (seen > bytes) throw fault(`${path} has more than the ${bytes} bytes that ${manifestPath} says`);
      hash.update(piece);
      yield piece;
    }
  } catch (error) {
    throw error instanceof RegistryError ? error : fault(`${path} is damaged (${(error as Error).message})`);
  }
  if (seen !== bytes || hash.digest("hex") !== sha256)
    throw fault(`${path} is damaged: its SHA-256 is not that of ${manifestPath}`);
}

function openEntry(zip: ZipFile, entry: Entry, fault: Fault): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) reject(fault(`${entry.fileName} is damaged (${error.message})`));
      else resolve(stream);
    });
  });
}

async function wholeText(
  read: (path: string) => AsyncGenerator<Buffer>,
  manifest: BackupManifest,
  path: string,
  fault: Fault,
): Promise<string> {
  if ((manifest.members.find((member) => member.path === path)?.bytes ?? 0) > longestText)
    throw fault(`${path} is too large`);
  const pieces: Buffer[] = [];
  for await (const piece of read(path)) pieces.push(piece);
  return Buffer.concat(pieces).toString("utf8");
}

function dictionaryOf(text: string, fault: Fault): Dictionary {
  try {
    return parseDictionary(text, "dictionary.yaml");
  } catch (error) {
    throw fault((error as Error).message);
  }
}
