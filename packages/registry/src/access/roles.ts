/**
 * What a user may do:
 *
 * - `enter`: see, enter, change and delete records; answer findings
 * - `verify`: see records, decide on findings
 * - `analyse`: read what identifies nobody
 * - `export`: read all records, and take them out
 * - `administer`: read all but identities; users, dictionary, backup
 */
export const roles = ["enter", "verify", "analyse", "export", "administer"] as const;

export type Role = (typeof roles)[number];

/** The database's role that has a right, and that of a user. */
export const roleNames = (id: string) => ({
  right: (role: Role) => `seriatim_${id}__${role}`,
  user: (name: string) => `seriatim_${id}_${name}`,
});
