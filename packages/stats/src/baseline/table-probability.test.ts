import { describe, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { countTable } from "./count-table.js";
import { tableProbability } from "./table-probability.js";

describe("tableProbability", () => {
  it("adds up the tables that are no more probable: 2, 1, 1 against 0, 1, 1", () => {
    // margins 4 and 2; 2, 2, 2: the second row is 0, 1, 1 or the like (4 ways each) or 2, 0, 0 (1 way): 12 + 3
    const at = (table: number[][]) => tableProbability(countTable(table), 1 + 1e-7);
    expectClose(
      at([
        [2, 1, 1],
        [0, 1, 1],
      ])!,
      1,
    );
    expectClose(
      at([
        [0, 2, 2],
        [2, 0, 0],
      ])!,
      3 / 15,
    );
  });

  it("counts tables within the slack as equally probable", () => {
    const table = countTable([
      [0, 2, 2],
      [2, 0, 0],
    ]);
    expectClose(tableProbability(table, 4.1)!, 1);
    expectClose(tableProbability(table, 3.9)!, 3 / 15);
  });

  it("does not depend on which margin is the rows", () => {
    const table = [
      [5, 2, 0, 1],
      [1, 4, 3, 2],
      [0, 2, 6, 1],
    ];
    const turned = table[0].map((_, j) => table.map((row) => row[j]));
    expectClose(tableProbability(countTable(turned), 1)!, tableProbability(countTable(table), 1)!, { rel: 1e-11 });
  });
});
