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

  it("meets the conditions of a projection: inside, and the rest perpendicular to it and outwards", () => {
    const coordinate = fc.integer({ min: -4, max: 4 });
    const vector = fc.array(coordinate, { minLength: 4, maxLength: 4 }).filter((v) => length(v) > 0);
    fc.assert(
      fc.property(vector, fc.array(vector, { maxLength: 12 }), vector, (target, walls, inside) => {
        const x = project(target, walls) ?? [0, 0, 0, 0];
        for (const v of walls) expect(dot(v, x)).toBeGreaterThanOrEqual(-1e-7);
        const rest = target.map((value, j) => value - x[j]);
        expect(Math.abs(dot(rest, x))).toBeLessThan(1e-6);
        // Any other point of the cone lies on the far side of the wall through x.
        if (walls.every((v) => dot(v, inside) >= 0)) expect(dot(rest, inside)).toBeLessThan(1e-6);
      }),
      { numRuns: 2000 },
    );
  });
});
