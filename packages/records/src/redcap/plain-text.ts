/** A label of REDCap, which may be written in HTML, as a text on one line. */
export function plainText(html: string): string {
  return html
    .replace(/<\/?[a-z][^<>]*>/gi, " ")
    .replace(/&(nbsp|amp|lt|gt|quot|#0?39);/g, (_, name: string) => entities[name])
    .replace(/\s+/gu, " ")
    .trim();
}

const entities: Record<string, string> = {
  nbsp: " ",
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  "#39": "'",
  "#039": "'",
};
