/** The unit in a heading: `cm` of `größter Herd (cm)`, and the heading without it; without unit the heading as it is. */
export function headingUnit(heading: string): { unit?: string; text: string } {
  const found =
    /\s*[([]\s*(?:in\s+)?([^()[\]]{1,8}?)\s*[)\]]/u.exec(heading) ??
    /(?:\s+in\s+|[\s_,]+)(\p{L}{1,6}|%)\s*$/u.exec(heading);
  const unit = found ? knownUnits.get(found[1].toLowerCase()) : undefined;
  if (!found || unit === undefined) return { text: heading };
  return { unit, text: heading.replace(found[0], " ").trim() };
}

/** By what a number in one unit is multiplied to be one in the other; undefined where that cannot be told. */
export function unitFactor(from: string, to: string): number | undefined {
  const other = knownUnits.get(to.toLowerCase());
  for (const scale of scales)
    if (from in scale && other !== undefined && other in scale)
      return Number((scale[from] / scale[other]).toPrecision(12));
  return undefined;
}

const scales: Readonly<Record<string, number>>[] = [
  { µm: 0.001, mm: 1, cm: 10, m: 1000 },
  { ml: 1, cl: 10, dl: 100, l: 1000 },
  { mg: 1, g: 1000, kg: 1_000_000 },
  { min: 1, h: 60 },
  { days: 1, weeks: 7 },
  { months: 1, years: 12 },
];

const knownUnits = new Map<string, string>([
  ...scales.flatMap((scale) => Object.keys(scale).map((unit) => [unit, unit] as const)),
  ["μm", "µm"],
  ["cc", "ml"],
  ["%", "%"],
  ["units", "units"],
  ...Object.entries({
    days: "day d tag tage",
    weeks: "week wochen woche",
    months: "month mo monat monate",
    years: "year jahr jahre",
    min: "minuten minutes",
    h: "std stunden hours",
    units: "einheiten unit",
  }).flatMap(([unit, others]) => others.split(" ").map((other) => [other, unit] as const)),
]);
