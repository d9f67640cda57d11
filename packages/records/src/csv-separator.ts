/** The separator, by a first line `sep=;` or by sniffing, and the length of that line. */
export function separatorOf(text: string): { separator: string; announcement: number } {
  const announced = /^sep=(.)(?:\r\n|\n|\r|$)/i.exec(text);
  return announced
    ? { separator: announced[1], announcement: announced[0].length }
    : { separator: sniffSeparator(text), announcement: 0 };
}

/** `separator: ";"`, as it is said to the user. */
export function separatorText(separator: string): string {
  return `separator: ${separator === "\t" ? "tab" : `"${separator}"`}`;
}

/**
 * The separator that splits the first lines into equally many fields, most of them; quoted parts are left out of the count.
 * A comma where none does: the file has one column.
 */
function sniffSeparator(text: string): string {
  const lines = firstLines(text, 20);
  let best = { separator: ",", score: 0 };
  for (const separator of [";", "\t", "|", ","]) {
    const counts = lines.map((line) => line.split(separator).length - 1);
    const fields = counts[0] ?? 0;
    const equal = counts.filter((n) => n === fields).length;
    // Agreement of the lines weighs more than the number of fields: decimal commas are many, and uneven.
    const score = fields === 0 ? 0 : (equal / counts.length) * 1000 + fields;
    if (score > best.score) best = { separator, score };
  }
  return best.separator;
}

/** The first lines without what is quoted in them; the last of them whole. */
function firstLines(text: string, most: number): string[] {
  for (let length = 65_536; ; length *= 4) {
    const isAll = length >= text.length;
    // A doubled quotation mark ends one quoted part and begins another.
    const lines = text
      .slice(0, length)
      .replace(/"[^"]*("|$)/g, "")
      .split(/\r\n|\n|\r/);
    const whole = (isAll ? lines : lines.slice(0, -1)).filter((line) => !/^ *$/.test(line));
    if (isAll || whole.length > 0) return whole.slice(0, most);
  }
}
