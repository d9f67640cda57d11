import type { TableDefinition } from "@seriatim/records";
import type { ColumnFit } from "./column-fits.js";

/**
 * Which columns are which fields: each column one, each field of one; the best first, and of equals that of the table of which the
 * file has most. A table whose columns could as well be another's has none.
 *
 * @param tables those that may have columns, parents first
 * @param all     of every column and field
 * @param settled columns that no field may have, and the key fields of parents, in which tables do not choose
 */
export function chooseColumns(
  tables: readonly TableDefinition[],
  all: readonly ColumnFit[],
  settled: { columns: readonly number[]; isInherited: (fit: ColumnFit) => boolean },
): ColumnFit[] {
  const fits = all.filter(
    (fit) => !settled.isInherited(fit) && !fit.group.columns.some((j) => settled.columns.includes(j)),
  );
  const modes = new Map(tables.map((table) => [table.name, modeOf(table, fits)]));
  let standing = tables.map(({ name }) => name);
  for (;;) {
    const open = fits.filter(
      (fit) => standing.includes(fit.definition.name) && modes.get(fit.definition.name) === modeOfFit(fit),
    );
    const affinity = affinities(open);
    const order = (fit: ColumnFit) => tables.indexOf(fit.definition);
    const sorted = open.toSorted(
      (a, b) =>
        b.score - a.score ||
        affinity.get(b.definition.name)! - affinity.get(a.definition.name)! ||
        order(a) - order(b) ||
        b.group.filled - a.group.filled,
    );
    const chosen: ColumnFit[] = [];
    const taken = new Set<number>();
    for (const fit of sorted) {
      if (fit.score < 50 || fit.group.columns.some((j) => taken.has(j))) continue;
      if (chosen.some(({ field }) => field === fit.field)) continue;
      chosen.push(fit);
      for (const j of fit.group.columns) taken.add(j);
    }
    const isOwn = ({ group, field, score }: ColumnFit) =>
      !open.some((other) => other.group === group && other.field !== field && other.score >= score - 5);
    const stands = (name: string) =>
      chosen.some(
        (fit) =>
          fit.definition.name === name &&
          // A key alone, or a single doubtful column, makes no table.
          (fit.definition.key.includes(fit.field.name)
            ? fit.sure && isOwn(fit)
            : fit.sure || chosen.filter((other) => other.definition.name === name).length > 1),
      );
    const falling = standing
      .filter((name) => open.some((fit) => fit.definition.name === name) && !stands(name))
      .sort((a, b) => affinity.get(a)! - affinity.get(b)!)[0];
    if (falling === undefined) return chosen;
    standing = standing.filter((name) => name !== falling);
  }
}

/** `digits` and the like for columns that repeat, `plain` for others: of which the table has more. */
function modeOf(table: TableDefinition, fits: readonly ColumnFit[]): string {
  const sums = new Map<string, Map<string, number>>();
  for (const fit of fits) {
    if (fit.definition !== table) continue;
    const mode = modeOfFit(fit);
    const best = sums.get(mode) ?? new Map<string, number>();
    best.set(fit.field.name, Math.max(best.get(fit.field.name) ?? 0, fit.score));
    sums.set(mode, best);
  }
  const sum = (mode: string) => [...(sums.get(mode)?.values() ?? [])].reduce((a, b) => a + b, 0);
  return [...sums.keys()].sort((a, b) => sum(b) - sum(a))[0] ?? "plain";
}

function modeOfFit({ group }: ColumnFit): string {
  return group.style ?? "plain";
}

/** How much of the file is each table's: each column counts once, in parts where it could be several tables'. */
function affinities(fits: readonly ColumnFit[]): Map<string, number> {
  const byGroup = new Map<ColumnFit["group"], ColumnFit[]>();
  for (const fit of fits) byGroup.set(fit.group, [...(byGroup.get(fit.group) ?? []), fit]);
  const affinity = new Map<string, number>();
  for (const fit of fits) affinity.set(fit.definition.name, 0);
  for (const own of byGroup.values()) {
    const best = Math.max(...own.map(({ score }) => score));
    const names = new Set(own.filter(({ score }) => score >= best - 5).map(({ definition }) => definition.name));
    for (const name of names) affinity.set(name, affinity.get(name)! + 1 / names.size);
  }
  return affinity;
}
