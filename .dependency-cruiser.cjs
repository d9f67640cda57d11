// Who may import whom: the table in CONTRIBUTING.md. `from` may import its own folder, packages from the registry, and `may`.
const arrows = [
  { from: "packages/stats", may: [] },
  { from: "packages/records", may: [] },
  { from: "packages/registry", may: ["packages/records"] },
  { from: "packages/study", may: ["packages/stats", "packages/records"] },
  { from: "packages/report", may: ["packages/study/(src|dist)/results\\."] },
  { from: "apps/cli", may: ["packages/"] },
  { from: "apps/workbench", may: ["packages/(records|registry|study|report)/"] },
];

module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    { name: "not-resolvable", severity: "error", from: {}, to: { couldNotResolve: true, pathNot: "\\?raw$" } },
    {
      name: "workbench-runs-in-a-tab",
      severity: "error",
      from: { path: "^apps/workbench/src/(service|client|app)/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "workbench-server-stands-alone",
      severity: "error",
      from: { path: "^apps/workbench/src/(service|client|app)/" },
      to: { path: "^apps/workbench/src/server/" },
    },
    {
      name: "workbench-pages-ask-by-types",
      severity: "error",
      from: { path: "^apps/workbench/src/(client|app)/" },
      to: { path: "^apps/workbench/src/service/", dependencyTypesNot: ["type-only"] },
    },
    ...arrows.map(({ from, may }) => ({
      name: `${from}-imports`,
      severity: "error",
      from: { path: `^${from}/src/` },
      to: { path: "^(packages|apps)/", pathNot: [`^${from}/`, ...may.map((path) => `^${path}`)] },
    })),
  ],
  options: {
    doNotFollow: { path: "node_modules|/dist(-tab)?/" },
    exclude: { path: "\\.test\\.ts$" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.tools.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["seriatim-source", "import", "node", "default"],
    },
  },
};
