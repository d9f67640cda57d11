import type { AddCommand } from "./command-context.js";

/** A command: what it is for, and how to get its options and its work, which are loaded for the command that is asked for alone. */
export interface CommandEntry {
  name: string;
  summary: string;
  load(): Promise<AddCommand>;
}

export const commands: readonly CommandEntry[] = [
  {
    name: "report",
    summary: "a study file in, a report out",
    load: async () => (await import("./commands/report.js")).addReport,
  },
  {
    name: "check",
    summary: "what is wrong with the records",
    load: async () => (await import("./commands/check.js")).addCheck,
  },
  {
    name: "figures",
    summary: "the agreement with the published figures",
    load: async () => (await import("./commands/figures.js")).addFigures,
  },
  {
    name: "registry",
    summary: "records kept for years: import, check, follow up, history",
    load: async () => (await import("./commands/registry.js")).addRegistry,
  },
  {
    name: "km",
    summary: "survival curves of one CSV file (Kaplan-Meier)",
    load: async () => (await import("./commands/km.js")).addKm,
  },
  {
    name: "logrank",
    summary: "log-rank test of one CSV file",
    load: async () => (await import("./commands/logrank.js")).addLogrank,
  },
  {
    name: "cox",
    summary: "Cox regression of one CSV file",
    load: async () => (await import("./commands/cox.js")).addCox,
  },
];
