import { codeSpelling } from "@seriatim/records";

/** Whether a text often stands for not recorded: `surely` as words that say so, `perhaps` as numbers and signs that may. */
export function missingWriting(text: string): "surely" | "perhaps" | undefined {
  const spelling = codeSpelling(text).replace(/^[([{]|[)\]}]$/g, "");
  if (words.has(spelling)) return "surely";
  return signs.has(spelling) ? "perhaps" : undefined;
}

const words = new Set(
  "k.a.|k.a|ka|keineangabe|keineangaben|n.a.|n.a|n/a|na|n.b.|nb|n.d.|unbekannt|nichtbekannt|unbek.|unknown|notknown|notrecorded|missing|fehlt|fehlend|notavailable|nichtangegeben|null|nan".split(
    "|",
  ),
);

const signs = new Set("?|??|???|-|--|---|–|.|/|-1|-5|-8|-9|-88|-99|-999|88|99|888|999|9999|9.9|99.9".split("|"));
