import { parseDictionary } from "@seriatim/records";
import { sql } from "kysely";
import { expect, it } from "vitest";
import { onBothEngines } from "../fixtures/registries.js";
import { columnConversion } from "./column-conversion.js";

const { fields } = parseDictionary(
  `title: Types
tables:
  t:
    key: id
    fields:
      id: { type: text }
      whole: { type: integer }
      number: { type: decimal }
      day: { type: date }
      month: { type: date, partial: true }
      yes: { type: boolean }
`,
  "dictionary.yaml",
).tables.t;

const texts = {
  id: ["", "a'b", "03"],
  whole: ["0", "-12", "9007199254740991"],
  number: ["0", "-12", "0.5", "9007199254740991", "1000000000000000", "0.0000001", "12345.678"],
  day: ["2024-02-29", "1999-12-31"],
  month: ["2024", "2024-02", "2024-02-29"],
  yes: ["true", "false"],
};

const misfits = {
  whole: ["03", "-0", "1.0", "1e5", "9007199254740992", "12 ", "", "one", "99999999999999999999"],
  number: ["03", "-0", "1.0", "1e5", ".5", "0.12345678901234567891", "NaN", "Infinity", ""],
  day: [
    "2023-02-29",
    "2023-02-30",
    "2023-04-31",
    "2023-01-00",
    "0000-01-01",
    "2023-13-01",
    "2023-02",
    "1.2.2023",
    "today",
  ],
  month: ["0000", "2023-00", "2023-02-30", "20230", "today"],
  yes: ["yes", "t", "1", ""],
};

onBothEngines("columnConversion", (engine) => {
  it("takes the texts that the type's values are told by, and no others", async () => {
    const registry = await engine.registry();
    for (const [name, all] of Object.entries(texts)) {
      const { fits, value } = columnConversion(fields[name], "given");
      const { rows } = await sql<{ given: string; told: string | null }>`
        select given, case when ${sql.raw(fits)} then to_jsonb(${sql.raw(value)}) #>> '{}' end as told
        from unnest(${[...all, ...((misfits as Record<string, string[]>)[name] ?? [])]}::text[]) as given`.execute(
        registry.engine.db,
      );
      expect(rows.filter(({ told }) => told !== null)).toEqual(all.map((given) => ({ given, told: given })));
    }
  });
});
