import type { Results } from "@seriatim/study/results";
import { type Block, type Inline, label, type Section } from "../document.js";

/** Endpoints as they are defined, the conventions of each analysis, and the software. */
export function methodsSection({ endpoints, analyses, software }: Results): Section {
  const blocks: Block[] = [
    {
      kind: "list",
      title: "Endpoints",
      items: endpoints.map(({ label: name, definition, unit }) => [label(`${name}: ${definition}. In ${unit}.`)]),
    },
    { kind: "list", title: "Conventions", items: conventions(analyses) },
    {
      kind: "list",
      title: "Software",
      items: [
        [
          label(
            `${software.name === "seriatim" ? "Seriatim" : software.name} ${software.version}. Its methods and the proof of each against R are listed in its documentation (docs/methods.md).`,
          ),
        ],
      ],
    },
  ];
  return { id: "methods", title: "Methods and conventions", blocks };
}

/** Each convention once, with the analyses that it holds for unless it holds for all. */
function conventions(analyses: Results["analyses"]): Inline[][] {
  const holdsFor = new Map<string, string[]>();
  for (const analysis of analyses)
    for (const convention of analysis.conventions)
      holdsFor.set(convention, [...(holdsFor.get(convention) ?? []), analysis.label]);
  return [...holdsFor].map(([convention, of]) => [
    label(of.length === analyses.length ? convention : `${convention} [${of.join("; ")}]`),
  ]);
}
