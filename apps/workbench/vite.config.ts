import { defineConfig } from "vite";

export const pagesConfig = {
  root: import.meta.dirname,
  base: "/",
  resolve: { conditions: ["seriatim-source", "module", "browser", "development|production"] },
  build: { outDir: "dist/pages", emptyOutDir: true, target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  worker: { format: "es" as const },
};

// biome-ignore lint/style/noDefaultExport: Vite reads it.
export default defineConfig(pagesConfig);
