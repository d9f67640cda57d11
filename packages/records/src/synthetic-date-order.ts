import { type Dictionary, type FieldReference, lineage, type TableDefinition } from "./dictionary.js";
import type { TablePlan } from "./synthetic-plan.js";

/** In which order dates are drawn, each after those that it must not lie before. */
export interface DateOrder {
  /** Births are not among them. */
  readonly nodes: readonly DateNode[];
  readonly births: readonly DatePlace[];
  /** Years that a patient may count, at any date. */
  readonly youngest: number;
  readonly oldest: number;
}

/** A date field by its table and its place in the plan's `dates`. */
export interface DatePlace {
  readonly table: string;
  readonly index: number;
}

export interface DateNode extends DatePlace {
  /** Dates of the same row or of its parents that come before. */
  readonly after: readonly DatePlace[];
  /** Dates of the row's parents that come after. */
  readonly before: readonly DatePlace[];
  /** Whether a parent's rows have it in their order. */
  readonly isChained: boolean;
  /** Whether a parent's last row has it after all that was before: a last contact. */
  readonly closes: boolean;
}

/**
 * The order of a dictionary's dates: that of its rules and, where these leave it open, dates of a row in the file's order,
 * a parent's dates before its children's, but those of a death or last contact after all of these.
 */
export function dateOrder(dictionary: Dictionary, plans: readonly TablePlan[]): DateOrder {
  const places = plans.flatMap(({ definition, dates }) =>
    dates.map((field, index) => ({ table: definition.name, field, index })),
  );
  const find = (at: FieldReference) => {
    const owner = ownerOf(at, dictionary);
    return places.find(({ table, field }) => table === owner.table && field === owner.field);
  };
  const ages = dictionary.rules.filter((rule) => rule.kind === "age");
  const births = places.filter(
    (place) => ages.some(({ birth }) => find(birth) === place) || isBirthByName(place, dictionary),
  );
  const dated = places.filter((place) => !births.includes(place));
  const next = new Map(dated.map((place) => [place, new Set<Place>()]));
  const reaches = (from: Place, to: Place): boolean =>
    from === to || [...next.get(from)!].some((through) => reaches(through, to));
  const order = (earlier: Place | undefined, later: Place | undefined) => {
    if (!earlier || !later || !next.has(earlier) || !next.has(later) || reaches(later, earlier)) return;
    next.get(earlier)!.add(later);
  };
  for (const rule of dictionary.rules) if (rule.kind === "date-order") order(find(rule.earlier), find(rule.later));
  const isLast = (place: Place) => isLastByName(place, dictionary);
  for (const { definition } of plans) {
    const own = dated.filter(({ table }) => table === definition.name);
    const inRow = [...own.filter((place) => !isLast(place)), ...own.filter(isLast)];
    for (const [i, place] of inRow.entries()) order(place, inRow[i + 1]);
  }
  for (const parents of dated)
    for (const childs of dated) {
      if (childs.table === parents.table || !lineage(dictionary, childs.table).includes(parents.table)) continue;
      if (isLast(parents)) order(childs, parents);
      else order(parents, childs);
    }
  const closing = (place: Place) => closes(place, dated, dictionary);
  return {
    nodes: sorted(dated, next, closing).map((place) => {
      const line = lineage(dictionary, place.table);
      return {
        table: place.table,
        index: place.index,
        after: dated.filter((earlier) => line.includes(earlier.table) && next.get(earlier)!.has(place)),
        before: [...next.get(place)!].filter(({ table }) => table !== place.table && line.includes(table)),
        isChained:
          place.index === 0 ||
          dictionary.tables[place.table].key.includes(place.field) ||
          dictionary.rules.some((rule) => rule.kind === "consecutive-dates" && find(rule.date) === place),
        closes: closing(place),
      };
    }),
    births,
    youngest: Math.max(0, ...ages.map(({ plausible }) => plausible[0])),
    oldest: Math.min(110, ...ages.map(({ plausible }) => plausible[1])),
  };
}

interface Place extends DatePlace, FieldReference {}

/** The table in which a parent's key field is the parent's own. */
function ownerOf({ table, field }: FieldReference, { tables }: Dictionary): FieldReference {
  const { parent } = tables[table];
  return parent !== undefined && tables[parent].key.includes(field)
    ? ownerOf({ table: parent, field }, { tables } as Dictionary)
    : { table, field };
}

function isBirthByName({ table, field }: Place, { tables }: Dictionary): boolean {
  const words = `${field} ${tables[table].fields[field].label}`.replaceAll("_", " ");
  return tables[table].parent === undefined && /\b(birth|born|dob|geburt|geburtsdatum|geboren)\b/i.test(words);
}

function isLastByName({ table, field }: Place, { tables }: Dictionary): boolean {
  const words = `${field} ${tables[table].fields[field].label}`.replaceAll("_", " ");
  return /\b(last|latest|death|died|deceased|exit|tod|letzte[rs]?)\b/i.test(words);
}

/** Whether it is the first date of a patient's contacts, or of rows from which another field is derived. */
function closes({ table, index }: Place, dated: readonly Place[], { tables }: Dictionary): boolean {
  const { parent, label, one } = tables[table];
  if (parent === undefined || tables[parent].parent !== undefined) return false;
  if (dated.find((other) => other.table === table)?.index !== index) return false;
  return isDerivedFrom(table, tables[parent]) || /contact|follow|visit/i.test(`${table} ${label} ${one}`);
}

function isDerivedFrom(table: string, { fields }: TableDefinition): boolean {
  return Object.values(fields).some(({ derived }) => derived?.kind === "latest" && derived.table === table);
}

/** Each after those before it; closing ones as late as that allows. */
function sorted(
  dated: readonly Place[],
  next: ReadonlyMap<Place, ReadonlySet<Place>>,
  closing: (place: Place) => boolean,
): Place[] {
  const left = new Set(dated);
  const result: Place[] = [];
  while (left.size > 0) {
    const ready = [...left].filter((place) => ![...left].some((other) => next.get(other)!.has(place)));
    const chosen = ready.find((place) => !closing(place)) ?? ready[0];
    left.delete(chosen);
    result.push(chosen);
  }
  return result;
}
