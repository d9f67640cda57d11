/** What was, what is, and what was undone; the newest past and the next future last and first. */
export interface DraftHistory<Draft> {
  readonly past: readonly Draft[];
  readonly present: Draft;
  readonly future: readonly Draft[];
}

const longest = 200;

export function historyOf<Draft>(present: Draft): DraftHistory<Draft> {
  return { past: [], present, future: [] };
}

/**
 * The history with a new present. What was undone before is gone.
 *
 * @param joined takes the place of the present, as each step of a slider that is dragged does
 */
export function changed<Draft>(
  history: DraftHistory<Draft>,
  present: Draft,
  { joined = false }: { joined?: boolean } = {},
): DraftHistory<Draft> {
  if (present === history.present) return history;
  const past = joined ? history.past : [...history.past, history.present].slice(-longest);
  return { past, present, future: [] };
}

/** The same history where there is nothing to undo. */
export function undone<Draft>({ past, present, future }: DraftHistory<Draft>): DraftHistory<Draft> {
  if (past.length === 0) return { past, present, future };
  return { past: past.slice(0, -1), present: past.at(-1)!, future: [present, ...future] };
}

/** The same history where nothing was undone. */
export function redone<Draft>({ past, present, future }: DraftHistory<Draft>): DraftHistory<Draft> {
  if (future.length === 0) return { past, present, future };
  return { past: [...past, present], present: future[0], future: future.slice(1) };
}
