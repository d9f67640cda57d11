/** Grade of a complication by Clavien and Dindo; V is death. */
export type ClavienDindoGrade = "I" | "II" | "IIIa" | "IIIb" | "IVa" | "IVb" | "V";

const weights: Readonly<Record<Exclude<ClavienDindoGrade, "V">, number>> = {
  I: 300,
  II: 1750,
  IIIa: 2750,
  IIIb: 4550,
  IVa: 7200,
  IVb: 8550,
};

/**
 * The comprehensive complication index of one operation: 0 without a complication, 100 at death (Slankamenac et al. 2013,
 * Ann Surg 258:1, doi 10.1097/SLA.0b013e318296c732).
 *
 *   CCI = min(100, √(Σ wᵢ) / 2),  w = 300 (I), 1750 (II), 2750 (IIIa), 4550 (IIIb), 7200 (IVa), 8550 (IVb);  V: 100
 *
 * @param grades of all complications of the operation, one entry each, in any order; none: 0
 * @returns 0 to 100, not rounded (published with one decimal)
 * @throws RangeError at what is no grade
 */
export function comprehensiveComplicationIndex(grades: readonly ClavienDindoGrade[]): number {
  let sum = 0;
  let isDead = false;
  for (const grade of grades) {
    if (grade === "V") isDead = true;
    else if (Object.hasOwn(weights, grade)) sum += weights[grade];
    else throw new RangeError(`“${String(grade)}” is no grade; known: ${Object.keys(weights).join(", ")}, V`);
  }
  return isDead ? 100 : Math.min(100, Math.sqrt(sum) / 2);
}
