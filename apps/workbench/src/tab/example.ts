import dictionary from "../../../../studies/hannover/dictionary.yaml?raw";
import followups from "../../../../studies/hannover/followups.csv?raw";
import patients from "../../../../studies/hannover/patients.csv?raw";
import resections from "../../../../studies/hannover/resections.csv?raw";
import type { ByteFile, TextFile } from "../service/session.js";

/** The Hannover series, which lies in the worker's own text. */
export function hannoverExample(): { dictionary: TextFile; records: ByteFile[] } {
  const texts = { "patients.csv": patients, "resections.csv": resections, "followups.csv": followups };
  return {
    dictionary: { file: "dictionary.yaml", text: dictionary },
    records: Object.entries(texts).map(([name, text]) => ({ name, bytes: new TextEncoder().encode(text) })),
  };
}
