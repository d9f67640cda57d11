import { fileURLToPath } from "node:url";
import { runInNewContext } from "node:vm";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

const folder = fileURLToPath(new URL(".", import.meta.url));

/** What a browser would be sent for some lines of code, minified, as the variable `bundled`, and the files that it came from. */
async function bundle(code: string): Promise<{ bytes: number; files: string[]; text: string }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: folder, loader: "ts" },
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    globalName: "bundled",
    // In a browser's bundle an import of Node's own modules is an error.
    platform: "browser",
    conditions: ["seriatim-source"],
    metafile: true,
    logLevel: "silent",
  });
  const [output] = Object.values(metafile.outputs);
  const files = Object.entries(output.inputs).filter(([, input]) => input.bytesInOutput > 0);
  return { bytes: output.bytes, files: files.map(([file]) => file), text: outputFiles[0].text };
}

describe("the package in a browser", () => {
  it("builds whole and runs without anything of Node's", async () => {
    const { text } = await bundle('export * from "./index.js";');
    const run = `${text}; const [{ survival }] = bundled.kaplanMeier({ time: Float64Array.of(1, 2), event: Uint8Array.of(1, 0) }); Array.from(survival).join()`;
    expect(runInNewContext(run)).toBe("0.5,0.5");
  });

  it("leaves out what is not used", async () => {
    const whole = await bundle('export * from "./index.js";');
    const curve = await bundle('export { kaplanMeier } from "./index.js";');
    expect(curve.bytes).toBeLessThan(whole.bytes / 4);
    const others = /src\/(cox|parametric|competing-risks|multi-state|weighting|pooling)\//;
    expect(curve.files.filter((file) => others.test(file))).toEqual([]);
  });
});
