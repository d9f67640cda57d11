import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["seriatim-source"] },
  ssr: { resolve: { conditions: ["seriatim-source"] } },
  test: {
    include: ["packages/**/*.test.ts", "apps/**/*.test.ts", "references/**/*.test.ts", "tests/**/*.test.ts"],
    globalSetup: ["./tests/databases.ts"],
    setupFiles: ["./tests/seed.ts"],
    testTimeout: 60_000,
    reporters: ["default", "./tests/closing-line.ts"],
  },
});
