const looksLikeFormula = /^'*[=+\-@\t\r]/;

/**
 * A text as it stands in a CSV that may be opened in a spreadsheet: one that would be run as a formula there (it begins with `=`, `+`, `-`,
 * `@`, a tab or a carriage return, or with apostrophes before such) has one more apostrophe before it.
 */
export function guardFormula(text: string): string {
  return looksLikeFormula.test(text) ? `'${text}` : text;
}

/** What `guardFormula` was given. */
export function unguardFormula(cell: string): string {
  return cell.startsWith("'") && looksLikeFormula.test(cell) ? cell.slice(1) : cell;
}
