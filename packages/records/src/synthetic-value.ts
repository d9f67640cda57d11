import type { FieldDefinition } from "./dictionary.js";
import type { Value } from "./record.js";

/** A random number of [0, 1). */
export type Random = () => number;

/**
 * How to draw a recorded value of a field; not of a date, which depends on others. Codes have uneven weights, numbers lie
 * within their plausible and hard limits: those of a wide range are mostly small, those of a narrow one mostly in its middle.
 */
export function syntheticValue(field: FieldDefinition, random: Random): () => Value {
  switch (field.type) {
    case "code":
      return drawnCode(field, random);
    case "integer":
    case "decimal":
      return drawnNumber(field, random);
    case "boolean":
      return () => random() < 0.5;
    case "text": {
      const word = field.label.replace(/\s+/gu, " ").trim() || field.name;
      return () => `${word} ${1 + Math.floor(random() * 999)}`;
    }
    case "date":
      return () => null;
  }
}

/** The limits within which a number is neither invalid nor implausible; of 100 where there are none. */
export function syntheticLimits({ min, max, plausible }: FieldDefinition): readonly [number, number] {
  const low = Math.max(min ?? -Infinity, plausible?.[0] ?? -Infinity);
  const high = Math.min(max ?? Infinity, plausible?.[1] ?? Infinity);
  if (low !== -Infinity) return [low, high === Infinity ? low + 100 : high];
  if (high === Infinity) return [0, 100];
  return [high > 0 ? 0 : high - 100, high];
}

function drawnCode(field: FieldDefinition, random: Random): () => Value {
  const upTo: number[] = [];
  let sum = 0;
  for (const _ of field.codes) upTo.push((sum += 0.1 + random()));
  return () => {
    const at = random() * sum;
    return field.codes[
      Math.max(
        0,
        upTo.findIndex((end) => at < end),
      )
    ].value;
  };
}

function drawnNumber(field: FieldDefinition, random: Random): () => Value {
  const [low, high] = syntheticLimits(field);
  // One decimal, more only where no number of one decimal lies within the limits.
  let scale = field.type === "integer" ? 1 : 10;
  while (field.type === "decimal" && scale < 1e6 && Math.ceil(low * scale) > Math.floor(high * scale)) scale *= 10;
  const first = Math.ceil(low * scale);
  const steps = Math.max(0, Math.floor(high * scale) - first);
  const isNarrow = low > 0 && low / high >= 0.1;
  return () => {
    const share = isNarrow ? (random() + random() + random()) / 3 : random() ** 3;
    return (first + Math.floor(share * (steps + 1))) / scale;
  };
}
