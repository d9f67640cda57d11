/** What a new dictionary would do to a registry: shown before it is done. Plain JSON. */
export interface MigrationPlan {
  /** Of the new dictionary. */
  readonly version: number;
  /** The new dictionary's YAML, and its file for messages. */
  readonly text: string;
  readonly file: string;
  readonly steps: readonly MigrationStep[];
  /** What is not possible, and what to do instead; with any of them the plan is not applied. */
  readonly refusals: readonly string[];
  /** What is done, but may not be meant. */
  readonly warnings: readonly string[];
}

export interface MigrationStep {
  /** A sentence. */
  readonly says: string;
  /** In this order; empty where no table changes. */
  readonly sql: readonly string[];
}
