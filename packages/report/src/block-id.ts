/**
 * The id of a figure, table or section, and the name of its file, from an analysis id that may hold any character:
 * `survival-os`, `survival-os_2fr`.
 */
export function blockId(kind: string, analysis: string): string {
  return `${kind}-${analysis.replace(/[^A-Za-z0-9-]/g, (sign) => `_${sign.codePointAt(0)?.toString(16)}`)}`;
}
