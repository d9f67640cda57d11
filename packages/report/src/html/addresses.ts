import { formatCounted } from "../format.js";
import type { Appendix } from "../sections/appendix.js";

/** Where each address of a number leads in the page, and what a pointer resting on the number is told. */
export type Addresses = ReadonlyMap<string, { anchor: string; title: string }>;

export function addresses({ results, lists }: Appendix): Addresses {
  const known = new Map<string, { anchor: string; title: string }>();
  for (const [i, { address, value, unit, n, events }] of results.entries())
    known.set(address, {
      anchor: `n${i + 1}`,
      title: `${address}: ${value}${unit === "" ? "" : ` ${unit}`}; n = ${n}${events === 0 ? "" : `, events = ${events}`}`,
    });
  for (const [i, { address, label, rows, rowsOf }] of lists.entries())
    known.set(address, { anchor: `m${i + 1}`, title: `${label}: ${formatCounted(rows, rowsOf)}` });
  known.set("published", { anchor: "published", title: "Agreement with the published figures" });
  known.set("records", { anchor: "records", title: "Records" });
  return known;
}
