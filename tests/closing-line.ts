import type { Reporter, TestModule } from "vitest/node";

/**
 * Closes a run with `N passed, N failed, N skipped`, and names what was skipped. With ALLOW_SKIPPED=no in the environment a
 * run that skipped anything has failed.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      if (module.state() === "failed" && module.children.size === 0) counts.failed++;
      for (const test of module.children.allTests()) {
        const state = test.result().state;
        if (state === "passed" || state === "failed") counts[state]++;
        else {
          counts.skipped++;
          process.stdout.write(`skipped: ${test.fullName}\n`);
        }
      }
    }
    if (counts.skipped > 0 && process.env.ALLOW_SKIPPED === "no") {
      process.stdout.write("No test may be skipped here: install what the skipped ones need.\n");
      process.exitCode = 1;
    }
    process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
  }
}
