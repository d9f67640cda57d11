/**
 * Rows of subjects that move between states, column by column; every array has length n and row i is one spell in one
 * state. States are codes from 0; state 0 is the one in which subjects start unless `from` says otherwise, so that
 * competing risks need `time` and `to` alone.
 */
export interface MultiStateRows {
  /** End of the spell, any one unit, finite. */
  time: Float64Array;
  /** State entered at `time`; −1: none, the spell ends unobserved (or goes on in the subject's next row). */
  to: Int32Array;
  /** State held over the spell. Absent: 0, and in a subject's later rows the state that the rows before lead to. */
  from?: Int32Array;
  /** Start of the spell: the row is at risk for entry < t <= time. Absent: at risk from the start. */
  entry?: Float64Array;
  /** Codes of the subjects; absent: each row is a subject of its own. */
  id?: Int32Array;
  /** Case weights, finite, >= 0. Absent: 1. */
  weights?: Float64Array;
  group?: Int32Array;
  /** Whose rows' influences are added up for the errors; default `id`. */
  cluster?: Int32Array;
}

export interface MultiStateOptions {
  /** Number of states, at least; default as many as the codes need. */
  states?: number;
  /** Number of groups, at least; default as many as the codes need. */
  groups?: number;
  /**
   * Distribution over the states at the start, known without error: one for all groups, or one for each. Default: that
   * of the rows at risk at the group's first transition.
   */
  p0?: ArrayLike<number> | readonly ArrayLike<number>[];
  /** The curve given the states at this time: rows that end before it are left out. */
  startTime?: number;
  /** States that nobody leaves: a transition out of one is refused. */
  absorbing?: readonly number[];
  /** Whether a subject may be out of sight between two of its rows; default `refuse`. */
  gaps?: "refuse" | "allow";
}
