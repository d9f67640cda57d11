import truncate from "cli-truncate";
import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";

/** How many columns of a terminal a text without control characters takes: two for a wide character, one for any other as seen. */
export function widthOf(text: string): number {
  // The library takes microseconds, a table of a hundred thousand groups has a million cells.
  return /^[ -~]*$/.test(text) ? text.length : stringWidth(text);
}

/** The text in at most `width` columns, its end replaced by … where it is longer. */
export function cutTo(text: string, width: number): string {
  return truncate(text, width);
}

/** Lines of at most `width` columns, broken at spaces; a longer word is cut. At least one line. */
export function wrapped(text: string, width: number): string[] {
  if (widthOf(text) <= width) return [text];
  // Before a wide character in a column of one, the library leaves an empty line.
  return wrapAnsi(text, width, { hard: true })
    .split("\n")
    .filter((line) => line !== "");
}
