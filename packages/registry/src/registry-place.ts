/** Where a registry lies. */
export interface RegistryPlace {
  /** An absolute folder, or a server's address `postgres://…`. */
  at: string;
  /** As the user named it. */
  shown: string;
}
