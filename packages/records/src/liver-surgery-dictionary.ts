import { readFileSync } from "node:fs";

/** The text of the dictionary of liver surgery that comes with the package, for `parseDictionary` or as a file to change. */
export function liverSurgeryDictionary(): string {
  return readFileSync(new URL("../dictionaries/liver-surgery.yaml", import.meta.url), "utf8");
}
