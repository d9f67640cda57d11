const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

// Chinese, Japanese and Korean characters, full-width forms and emoji; U+FE0F asks for the emoji of a character that is also text.
const wide =
  /^(?![\uFF61-\uFFDC])[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303E\uFF01-\uFF60\uFFE0-\uFFE6]|\uFE0F/u;

/** How many columns of a terminal a text without control characters takes: two for a wide character, one for any other as seen. */
export function widthOf(text: string): number {
  if (isAscii(text)) return text.length;
  return characters(text).reduce((sum, character) => sum + characterWidth(character), 0);
}

/** The text in at most `width` columns, its end replaced by … where it is longer. */
export function cutTo(text: string, width: number): string {
  return widthOf(text) <= width ? text : `${beginning(text, width - 1)}…`;
}

/** Lines of at most `width` columns, broken at spaces; a longer word is cut. At least one line. */
export function wrapped(text: string, width: number): string[] {
  if (widthOf(text) <= width) return [text];
  const lines: string[] = [];
  let line = "";
  for (let word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (widthOf(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    while (widthOf(word) > width) {
      // A wide character in a narrow column is cut off all the same.
      const piece = beginning(word, width) || characters(word)[0];
      lines.push(piece);
      word = word.slice(piece.length);
    }
    line = word;
  }
  return line === "" ? lines : [...lines, line];
}

function beginning(text: string, width: number): string {
  let taken = "";
  let left = width;
  for (const character of characters(text)) {
    left -= characterWidth(character);
    if (left < 0) break;
    taken += character;
  }
  return taken;
}

function characters(text: string): string[] {
  return isAscii(text) ? [...text] : Array.from(segmenter.segment(text), ({ segment }) => segment);
}

function characterWidth(character: string): number {
  return wide.test(character) ? 2 : 1;
}

function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is the common case, one column each
  return /^[\u0000-\u007F]*$/.test(text);
}
