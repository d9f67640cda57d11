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
      onLog(level: string, log: { code?: string; message: string }, say: (level: never, log: never) => void) {
        // Libraries mark their modules for servers that render; here none does.
        if (log.code === "MODULE_LEVEL_DIRECTIVE") return;
        // What needs Node's modules is left out of the pages: the test of the pages looks whether it is.
        if (log.message.includes("externalized for browser compatibility")) return;
        say(level as never, log as never);
      },
    },
  },
  worker: { format: "es" as const },
};

export default defineConfig(pagesConfig);
