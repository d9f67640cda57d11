/** What was asked of a registry cannot be done: one sentence saying where, what was found and what is allowed. */
export class RegistryError extends Error {
  override readonly name = "RegistryError";

  constructor(
    says: string,
    /** `conflict`: somebody else changed the record meanwhile; `refused`: the user may not do that. */
    readonly kind: "input" | "conflict" | "refused" | "damaged" = "input",
  ) {
    super(says);
  }
}
