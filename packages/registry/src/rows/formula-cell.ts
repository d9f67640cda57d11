/**
 * A text cell for people's spreadsheets: one that a spreadsheet would take for a formula (it begins with = + - @, tab or carriage
 * return) gets an apostrophe before it, as does one that looks guarded already, so that `unguardFormula` gives back every text.
 */
export function guardFormula(text: string): string {
  return /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** The text that was guarded. */
export function unguardFormula(cell: string): string {
  return /^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}
