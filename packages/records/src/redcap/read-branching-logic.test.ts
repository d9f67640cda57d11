import { describe, expect, it } from "vitest";
import { readBranchingLogic } from "./read-branching-logic.js";

const term = (variable: string, sign: string, ...values: string[]) => ({ variable, sign, values });

describe("readBranchingLogic", () => {
  it.each([
    ["[x] = '1'", term("x", "=", "1")],
    ['  [x]="1" ', term("x", "=", "1")],
    ["[x] = 1", term("x", "=", "1")],
    ["([x] = '1')", term("x", "=", "1")],
    ["[x] != '-1'", term("x", "<>", "-1")],
    ["[age] >= 18", term("age", ">=", "18")],
    ["[date] <> ''", term("date", "<>", "")],
    ["[pain(-2)] = '1'", term("pain____2", "=", "1")],
    ["([pain(2)] = '1')", term("pain___2", "=", "1")],
    ["[x] = '1' or [x] = '2' OR ([x] = '3')", term("x", "=", "1", "2", "3")],
  ])("reads %s", (logic, expected) => {
    expect(readBranchingLogic(logic)).toEqual({ all: [expected] });
  });

  it("reads what is joined by and", () => {
    expect(readBranchingLogic("[x] = '1' and ([y] <> '')\nAND [z] < 3")).toEqual({
      all: [term("x", "=", "1"), term("y", "<>", ""), term("z", "<", "3")],
    });
  });

  it.each([
    "",
    "[x]",
    "[x] = '1' or [y] = '1'",
    "[x] = '1' or [x] = ''",
    "[x] = '1' or [x] > 2",
    "[x] = '1' and [y] = '1' or [z] = '1'",
    "[x] = '1' and ([y] = '1' or [z] = '1')",
    "[visit_arm_1][x] = '1'",
    "[x] = [y]",
    "sum([x], [y]) > 3",
    "[x] = '1' and",
    "datediff([a], 'today', 'd') > 3",
  ])("leaves %s", (logic) => {
    expect(readBranchingLogic(logic)).toBeUndefined();
  });
});
