import { expect, it } from "vitest";
import { lookupsOf } from "./lookups-of.js";
import { bytesOfPerson } from "./person.js";

const key = new Uint8Array(32).fill(7);

it("lookupsOf is the same for each spelling of a name and number, and another for another", () => {
  const of = (name: string, hospitalNumber: string) =>
    lookupsOf(key, { name, hospitalNumber, birthDate: "1950-01-31" });
  const one = of("Müller-Groß, José", "ab 12/34");
  expect(one).toHaveLength(2);
  for (const name of ["jose MUELLER GROSS", "José Mu\u0308ller-Groß", " Gross, Müller José"])
    expect(of(name, "AB-12.34")).toEqual(one);
  expect(of("Müller, José", "AB1235").filter((hash) => one.includes(hash))).toEqual([]);
  expect(lookupsOf(new Uint8Array(32), { hospitalNumber: "AB1234" })[0]).not.toBe(one[0]);
});

it("lookupsOf has nothing for a name without birth date, and nothing for what has no letters or digits", () => {
  expect(lookupsOf(key, { name: "Anna" })).toEqual([]);
  expect(lookupsOf(key, { hospitalNumber: " - ", name: "…", birthDate: "1950" })).toEqual([]);
});

it("bytesOfPerson does not tell how long a name is", () =>
  expect(bytesOfPerson({ name: "Li" })).toHaveLength(bytesOfPerson({ name: "Oppenheimer-Schmidt" }).length));
