import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { projectOnCone } from "./cone-projection.js";

const length = (x: ArrayLike<number>) => Math.hypot(...Array.from(x));
const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a).reduce((sum, v, j) => sum + v * b[j], 0);
const project = (target: number[], walls: number[][]) => {
  const unit = walls.map((v) => Float64Array.from(v, (value) => value / length(v)));
  return projectOnCone(Float64Array.from(target), (x, tolerance) =>
    unit.filter((v) => dot(v, x) < -tolerance * length(x)),
  );
};

describe("projectOnCone", () => {
  it("leaves a point that is inside, and drops one outside onto the nearest wall or edge", () => {
    expectClose(
      project(
        [2, 1],
        [
          [1, 0],
          [0, 1],
        ],
      )!,
      [2, 1],
    );
    expectClose(
      project(
        [2, -1],
        [
          [1, 0],
          [0, 1],
        ],
      )!,
      [2, 0],
    );
    expectClose(project([1, 0], [[-1, 1]])!, [1 / 2, 1 / 2]);
    expectClose(
      project(
        [1, -1, -2],
        [
          [0, 1, 0],
          [0, 0, 1],
        ],
      )!,
      [1, 0, 0],
    );
  });

  it("is undefined where the origin is nearest", () => {
    expect(
      project(
        [-1, -1],
        [
          [1, 0],
          [0, 1],
        ],
      ),
    ).toBeUndefined();
    expect(
      project(
        [1, 2],
        [
          [1, 0],
          [-1, 0],
          [0, 1],
          [0, -1],
        ],
      ),
    ).toBeUndefined();
  });

  it("is the nearest of the points inside, on every choice of walls", () => {
    const vector = fc
      .array(fc.integer({ min: -4, max: 4 }), { minLength: 4, maxLength: 4 })
      .filter((v) => length(v) > 0);
    fc.assert(
      fc.property(vector, fc.array(vector, { maxLength: 7 }), (target, walls) => {
        const nearest = choices(walls)
          .map((some) => onWalls(target, some))
          .filter((x) => walls.every((v) => dot(v, x) >= -1e-9))
          .reduce((best, x) => (distance(x, target) < distance(best, target) ? x : best));
        expectClose(project(target, walls) ?? [0, 0, 0, 0], nearest, { rel: 1e-7, abs: 1e-7 });
      }),
      { numRuns: 500 },
    );
  });
});

const distance = (a: ArrayLike<number>, b: ArrayLike<number>) => length(Array.from(a).map((v, j) => v - b[j]));

function choices<T>(all: T[]): T[][] {
  return all.length === 0 ? [[]] : choices(all.slice(1)).flatMap((rest) => [rest, [all[0], ...rest]]);
}

/** The point nearest to the target that lies on all the walls. */
function onWalls(target: number[], walls: number[][]): number[] {
  const less = (a: number[], b: number[]) => a.map((v, j) => v - dot(a, b) * b[j]);
  const basis: number[][] = [];
  for (const wall of walls) {
    const rest = basis.reduce(less, wall);
    if (length(rest) > 1e-9) basis.push(rest.map((v) => v / length(rest)));
  }
  return basis.reduce(less, target);
}
