import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

const folder = fileURLToPath(new URL(".", import.meta.url));

/** What a browser would be sent for a package, and which modules it came from. */
async function bundle(entry: string): Promise<{ text: string; files: string[]; outside: string[] }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: `export * from "${entry}";`, resolveDir: folder, loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    conditions: ["seriatim-source"],
    // The engine's package imports it where it finds itself in Node, and only then.
    external: entry.endsWith("/tab") ? ["node:module"] : [],
    metafile: true,
    logLevel: "silent",
  });
  const [output] = Object.values(metafile.outputs);
  return {
    text: outputFiles[0].text,
    files: Object.keys(output.inputs),
    outside: output.imports
      .filter(({ external, kind }) => external && kind === "import-statement")
      .map(({ path }) => path),
  };
}

describe("the packages in a browser", () => {
  it.each(["@seriatim/records", "@seriatim/study", "@seriatim/report", "@seriatim/registry", "@seriatim/registry/tab"])(
    "%s builds without a module of Node's",
    async (entry) => {
      const { files, outside } = await bundle(entry);
      expect(outside).toEqual([]);
      expect(files.filter((file) => /node_modules\/(pg|pg-cursor|yauzl|yazl)\//.test(file))).toEqual([]);
      // The engine, which is large, is asked for by its own entry.
      expect(files.some((file) => file.includes("pglite"))).toBe(entry.endsWith("/tab"));
    },
  );

  it("uses nothing that Node alone has, in our own sources", async () => {
    const ours = sectionsOf((await bundle("@seriatim/registry/tab")).text);
    expect(ours.length).toBeGreaterThan(30);
    expect(ours.filter(({ code }) => /\b(Buffer|process)\.\w/.test(code)).map(({ file }) => file)).toEqual([]);
  });
});

/** A bundle's parts by the comments that name their files. */
function sectionsOf(text: string): { file: string; code: string }[] {
  return text.split(/^\/\/ (?=\S+\.m?[jt]s$)/m).flatMap((part) => {
    const end = part.indexOf("\n");
    const file = part.slice(0, end);
    return /node_modules/.test(file) ? [] : [{ file, code: part.slice(end) }];
  });
}
