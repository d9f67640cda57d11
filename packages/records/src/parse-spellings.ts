import type { Code, Spelling } from "./dictionary.js";
import type { Fail } from "./dictionary-error.js";
import { unknownName } from "./nearest-name.js";
import { codeSpelling } from "./read-value.js";
import type { YamlPath } from "./yaml-file.js";

/** Other writings of a field's codes: each names a code, and none reads like another code, its label or a writing of it. */
export function parseSpellings(
  spellings: Readonly<Record<string, string>>,
  written: readonly string[],
  codes: readonly Code[],
  path: YamlPath,
  fail: Fail,
): Spelling[] {
  const known = codes.map(({ value }) => value);
  const taken = new Map(codes.flatMap(({ value, label }) => [value, label].map((one) => [codeSpelling(one), value])));
  return written.map((writing) => {
    const code = spellings[writing];
    if (!known.includes(code)) fail([...path, writing], unknownName(code, `code of ${String(path.at(-2))}`, known));
    const other = taken.get(codeSpelling(writing));
    if (other !== undefined && other !== code)
      fail([...path, writing], `“${writing}” already reads as ${other}; a writing stands for one code`, true);
    taken.set(codeSpelling(writing), code);
    return { written: writing, code };
  });
}
