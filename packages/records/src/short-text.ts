/** A text as it stands in a message: on one line, and only as much of it as tells which it is. */
export function shortText(text: string): string {
  return shortened(text, 60);
}

/** A file's name or path as it stands in a message: on one line, without what a terminal would obey. */
export function shownFile(file: string): string {
  return shortened(file, 160);
}

function shortened(text: string, most: number): string {
  const line = text
    .slice(0, most * 4)
    .replace(unseen, " ")
    .trim();
  return line.length > most || text.length > most * 4 ? `${line.slice(0, most - 1)}…` : line;
}

/** Spaces, line breaks and control characters, those that turn the direction of writing among them. */
const unseen = /[\s\p{Cc}\u202A-\u202E\u2066-\u2069]+/gu;
