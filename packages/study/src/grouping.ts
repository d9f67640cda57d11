import type { Factor } from "./factor.js";
import { isMissing, type Member } from "./member.js";

/** The groups that factors make of members: every combination of levels that somebody has, the first factor slowest. */
export interface Grouping {
  /** `place`: of the combination among all, those that nobody has counted in. */
  groups: { group: Record<string, string>; label: string; place: number }[];
  /** For each member its group; −1 where a factor has no value. */
  codes: Int32Array;
  /** In words, the combinations that nobody has. */
  empty: string[];
}

/** One group of everyone where there is no factor. */
export function groupBy(members: readonly Member[], factors: readonly Factor[]): Grouping {
  const sizes = factors.map(({ levels }) => levels.length);
  const cells = sizes.reduce((product, size) => product * size, 1);
  const counts = new Int32Array(cells);
  const cellOf = members.map((member) => {
    let cell = 0;
    for (const [k, factor] of factors.entries()) {
      const got = factor.read(member);
      if (isMissing(got)) return -1;
      cell = cell * sizes[k] + got.value;
    }
    counts[cell]++;
    return cell;
  });
  const groups: Grouping["groups"] = [];
  const empty: string[] = [];
  const codeOf = new Int32Array(cells).fill(-1);
  for (let cell = 0; cell < cells; cell++) {
    const levels = levelsOf(cell, sizes);
    const label = factors.map((factor, k) => `${factor.label}: ${factor.levels[levels[k]].label}`).join(", ");
    if (counts[cell] === 0) {
      empty.push(label);
      continue;
    }
    codeOf[cell] = groups.length;
    groups.push({
      group: Object.fromEntries(factors.map((factor, k) => [factor.id, factor.levels[levels[k]].id])),
      label,
      place: cell,
    });
  }
  return { groups, codes: Int32Array.from(cellOf, (cell) => (cell < 0 ? -1 : codeOf[cell])), empty };
}

/** Everyone, or one group. */
export interface Part {
  /** {} for everyone. */
  group: Record<string, string>;
  /** Places among the members that were grouped, ascending. */
  places: number[];
}

/** Everyone, then each group where there are factors. */
export function partsOf({ groups, codes }: Grouping, by: readonly Factor[]): Part[] {
  const everyone: Part = { group: {}, places: Array.from(codes.keys()) };
  if (by.length === 0) return [everyone];
  const parts: Part[] = groups.map(({ group }) => ({ group, places: [] }));
  codes.forEach((code, place) => {
    if (code >= 0) parts[code].places.push(place);
  });
  return [everyone, ...parts];
}

/** `Nobody has R status: RX`, for the notes of an analysis. */
export function notesOnEmpty({ empty }: Grouping): string[] {
  return empty.map((label) => `Nobody has ${label}`);
}

function levelsOf(cell: number, sizes: readonly number[]): number[] {
  const levels: number[] = [];
  for (const size of sizes.toReversed()) {
    levels.unshift(cell % size);
    cell = Math.floor(cell / size);
  }
  return levels;
}
