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
      // What only a tab alone has, and asks for where `MODE` says so; else its worker would be built, with all of the database.
      external: [/\/(over-worker|tab-notice|who-field)\.js$/],
      onLog(level: string, log: { code?: string; message: string }, say: (level: never, log: never) => void) {
        // Libraries mark their modules for servers that render; here none does.
        if (log.code === "MODULE_LEVEL_DIRECTIVE") return;
        // The database's engine has one for code that is given to it at run time; none is.
        if (log.code === "EVAL" && log.message.includes("pglite")) return;
        // What needs Node's modules is left out of the pages: the test of the pages looks whether it is.
        if (log.message.includes("externalized for browser compatibility")) return;
        say(level as never, log as never);
      },
    },
  },
  worker: { format: "es" as const },
};

/** No server makes a new one for each answer; all that stands in a page was built, so there is nothing that it could let in. */
const tabNonce = "seriatim-built";

/** As the server's policy, in the page itself: nothing from elsewhere, and nothing to elsewhere. */
const tabPolicy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  `style-src 'self' 'nonce-${tabNonce}'`,
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-src 'self' blob:",
].join("; ");

/** The pages as files for any folder of any web server, which work wholly within a tab. */
export const tabConfig = {
  ...pagesConfig,
  mode: "tab",
  base: "./",
  build: {
    ...pagesConfig.build,
    outDir: "dist-tab",
    rolldownOptions: { onLog: pagesConfig.build.rolldownOptions.onLog },
  },
  plugins: [
    {
      name: "tab-policy",
      transformIndexHtml: (html: string) => ({
        html: html.replace("{{nonce}}", tabNonce),
        tags: [
          {
            tag: "meta",
            attrs: { "http-equiv": "Content-Security-Policy", content: tabPolicy },
            injectTo: "head-prepend" as const,
          },
        ],
      }),
    },
  ],
};

export default defineConfig(({ mode }) => (mode === "tab" ? tabConfig : pagesConfig));
