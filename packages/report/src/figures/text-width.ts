/**
 * The width in pixels of a text in Source Sans 3, from the font's advance widths: layout may not depend on which fonts
 * are installed where the figure is made. Diacritics count as their base letter, wide scripts as one em, unknown signs
 * as 0.6 em. Five per cent are added for the fonts that stand in where Source Sans is not loaded.
 *
 * @param size  font size in pixels
 * @param bold  the semi-bold weight, 4.5 % wider
 */
export function textWidth(text: string, size: number, bold = false): number {
  let thousandths = 0;
  for (const sign of text.normalize("NFD")) thousandths += advance(sign);
  return (thousandths / 1000) * size * (bold ? 1.045 : 1) * 1.05;
}

/**
 * A text broken into lines no wider than `width`: at spaces (not at no-break spaces), after hyphens and slashes, and within a word only where
 * the word alone is too wide. Always at least one line.
 */
export function wrapText(text: string, width: number, size: number, bold = false): string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of text.trim().split(/(?<=[ \t\r\n\-/–])/)) {
    if (line !== "" && textWidth((line + piece).trimEnd(), size, bold) > width) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += piece;
    while (textWidth(line.trimEnd(), size, bold) > width && [...line].length > 1) {
      const fitting = fittingLength(line, width, size, bold);
      lines.push([...line].slice(0, fitting).join(""));
      line = [...line].slice(fitting).join("");
    }
  }
  return [...lines, line.trimEnd()];
}

function fittingLength(text: string, width: number, size: number, bold: boolean): number {
  const signs = [...text];
  let length = 1;
  while (length < signs.length && textWidth(signs.slice(0, length + 1).join(""), size, bold) <= width) length++;
  return length;
}

const advances: readonly [number, string][] = [
  [200, " \u00a0"],
  [250, "iljI|',.:;·!"],
  [300, "()[]{}f-°"],
  [347, "tr/\\ª"],
  [421, 'sz?*"®«»'],
  [462, "cvxyYJ"],
  [500, "0123456789#$+<=>^~_LFk–−×±eag"],
  [544, "EVXTSZAoh`"],
  [555, "bdnpqu"],
  [580, "BCPRKß"],
  [617, "&DG"],
  [655, "UNHOQ"],
  [727, "wM"],
  [830, "Wm%@—"],
];

const widths = new Map(advances.flatMap(([width, signs]) => [...signs].map((sign) => [sign, width] as const)));

function advance(sign: string): number {
  const code = sign.codePointAt(0) ?? 0;
  if (code >= 0x300 && code <= 0x36f) return 0;
  return widths.get(sign) ?? (code >= 0x1100 ? (code >= 0x2000 && code <= 0x2bff ? 600 : 1000) : 600);
}
