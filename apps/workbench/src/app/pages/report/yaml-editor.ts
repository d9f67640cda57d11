import { autocompletion, type CompletionContext, closeBrackets, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, type Text } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Dictionary } from "@seriatim/records";
import { completion } from "../../../statistics/completion.js";
import type { StatisticsFault } from "../../../statistics/messages.js";

/** An editor in the page; what it holds is its own until `show`. */
export interface YamlEditor {
  show(text: string): void;
  underline(faults: readonly Required<StatisticsFault>[]): void;
  goTo(line: number, column: number): void;
  close(): void;
}

export function yamlEditor(
  parent: HTMLElement,
  options: {
    text: string;
    label: string;
    dictionary: () => Dictionary;
    onText: (text: string) => void;
    /** Ctrl+Enter. */
    onTake: () => void;
  },
): YamlEditor {
  const { text, label, dictionary, onText, onTake } = options;
  const taken = () => {
    onTake();
    return true;
  };
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? "";
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        EditorView.cspNonce.of(nonce),
        lineNumbers(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        highlightSelectionMatches(),
        EditorView.lineWrapping,
        lintGutter(),
        yaml(),
        syntaxHighlighting(highlighting),
        autocompletion({ override: [(context) => completionsAt(context, dictionary())] }),
        keymap.of([
          { key: "Mod-Enter", run: taken },
          ...completionKeymap,
          ...searchKeymap,
          ...historyKeymap,
          ...defaultKeymap,
          indentWithTab,
        ]),
        EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onText(update.state.doc.toString());
        }),
        look,
      ],
    }),
  });
  return {
    show(next) {
      if (next !== view.state.doc.toString())
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
    },
    underline(faults) {
      const { doc } = view.state;
      view.dispatch(
        setDiagnostics(
          view.state,
          faults.map((fault) => diagnostic(doc, fault)),
        ),
      );
    },
    goTo(line, column) {
      view.dispatch({ selection: { anchor: offsetOf(view.state.doc, line, column) }, scrollIntoView: true });
      view.focus();
    },
    close: () => view.destroy(),
  };
}

function completionsAt(context: CompletionContext, dictionary: Dictionary) {
  const { doc } = context.state;
  const line = doc.lineAt(context.pos);
  const position = { line: line.number, column: context.pos - line.from + 1 };
  const { from, items } = completion(doc.toString(), position, dictionary);
  const start = offsetOf(doc, from.line, from.column);
  if (items.length === 0 || (!context.explicit && start === context.pos)) return null;
  const kinds = { key: "property", value: "enum", name: "variable", field: "property", code: "constant" };
  return {
    from: start,
    filter: false,
    options: items.map(({ label, detail, insert, kind }) => ({
      label,
      apply: insert,
      type: kinds[kind],
      ...(detail === undefined ? {} : { detail }),
    })),
  };
}

/** The word at the fault, or the rest of its line. */
function diagnostic(doc: Text, { line, column, sentence }: Required<StatisticsFault>): Diagnostic {
  const from = offsetOf(doc, line, column);
  const rest = doc.lineAt(from).to;
  const word = /^[^\s,\]}:]+/.exec(doc.sliceString(from, rest))?.[0].length ?? 0;
  return { from, to: word > 0 ? from + word : Math.max(rest, from), severity: "error", message: sentence };
}

function offsetOf(doc: Text, line: number, column: number): number {
  const found = doc.line(Math.min(Math.max(line, 1), doc.lines));
  return Math.min(found.from + Math.max(column, 1) - 1, found.to);
}

const highlighting = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--accent)" },
  { tag: [tags.string, tags.content], color: "var(--ink)" },
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: "var(--muted)" },
]);

const look = EditorView.theme({
  "&": {
    backgroundColor: "var(--paper)",
    color: "var(--ink)",
    fontSize: "0.84rem",
    height: "max(28rem, calc(100dvh - 19rem))",
  },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mantine-font-family-monospace)", lineHeight: "1.55" },
  ".cm-gutters": { backgroundColor: "var(--band)", color: "var(--muted)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--accent) 6%, transparent)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--accent) 25%, transparent)",
  },
  ".cm-tooltip": { backgroundColor: "var(--card)", color: "var(--ink)", border: "1px solid var(--line)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--paper)" },
  ".cm-panels": { backgroundColor: "var(--band)", color: "var(--ink)" },
});
