import { useState } from "react";
import type { FileToImport } from "../../../service/file-to-import.js";

/** The mapping that is being made: what was typed in this window, else the last one of such files, else the suggestion. */
export function useMappingText(registry: string, file: string, found: FileToImport | undefined) {
  const name = `seriatim-mapping-${registry}-${file}`;
  const [typed, setTyped] = useState(() => sessionStorage.getItem(name) ?? undefined);
  return {
    text: typed ?? (found ? (found.kept ?? found.suggested) : undefined),
    change(text: string) {
      sessionStorage.setItem(name, text);
      setTyped(text);
    },
  };
}
