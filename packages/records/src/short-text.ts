/** A text as it stands in a message: on one line, and only as much of it as tells which it is. */
export function shortText(text: string): string {
  const line = text
    .slice(0, most * 4)
    .replace(/\s+/gu, " ")
    .trim();
  return line.length > most || text.length > most * 4 ? `${line.slice(0, most - 1)}…` : line;
}

const most = 60;
