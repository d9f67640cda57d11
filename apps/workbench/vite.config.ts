import { defineConfig } from "vite";

export const pagesConfig = {
  root: import.meta.dirname,
  base: "/",
  resolve: { conditions: ["seriatim-source", "module", "browser", "development|production"] },
  build: {
    outDir: "dist/pages",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1_000,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // Libraries mark their modules for servers that render; here none does.
      onLog(level: string, log: { code?: string }, say: (level: never, log: never) => void) {
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") say(level as never, log as never);
      },
    },
  },
  worker: { format: "es" as const },
};

export default defineConfig(pagesConfig);
