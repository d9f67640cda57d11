import type { Results } from "@seriatim/study/results";
import { type Block, type Inline, type List, label, type Section } from "../document.js";

/** Endpoints as they are defined, the conventions of each analysis, and the software. */
export function methodsSection({ endpoints, analyses, software, records }: Results): Section {
  const blocks: Block[] = [
    {
      kind: "list",
      title: "Endpoints",
      items: endpoints.map(({ label: name, definition, unit }) => [label(`${name}: ${definition}. In ${unit}.`)]),
    },
    ...(records.definitions === undefined
      ? []
      : [
          {
            kind: "list" as const,
            title: "Definitions",
            items: records.definitions.map(({ label: name, definition }) => [label(`${name}: by “${definition}”.`)]),
          },
        ]),
    ...conventions(analyses),
    {
      kind: "list",
      title: "Software",
      items: [
        [
          label(
            `Seriatim ${software.version}. Its methods and the proof of each against R are listed in its documentation (docs/methods.md).`,
          ),
        ],
      ],
    },
  ];
  return { id: "methods", title: "Methods and conventions", blocks };
}

/** Each convention once: those of all analyses, then by the analyses that they hold for. */
function conventions(analyses: Results["analyses"]): List[] {
  const holdsFor = new Map<string, string[]>();
  for (const analysis of analyses)
    for (const convention of analysis.conventions)
      holdsFor.set(convention, [...(holdsFor.get(convention) ?? []), analysis.label]);
  const byAnalyses = new Map<string, Inline[][]>();
  for (const [convention, of] of holdsFor) {
    const title = of.length === analyses.length ? "All analyses" : of.join("; ");
    byAnalyses.set(title, [...(byAnalyses.get(title) ?? []), [label(convention)]]);
  }
  return [...byAnalyses].map(([title, items]) => ({ kind: "list", title, items }));
}
