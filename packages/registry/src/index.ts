export { type Role, roles } from "./access/roles.js";
export { createRegistry, type RegistryPlace } from "./create-registry.js";
export { openRegistry } from "./open-registry.js";
export { asUser, type Registry } from "./registry.js";
export { RegistryError } from "./registry-error.js";
export { applyMigration } from "./schema/apply-migration.js";
export type { MigrationPlan, MigrationStep } from "./schema/migration-plan.js";
export { planMigration } from "./schema/plan-migration.js";
export { listUsers, setUser, type User } from "./users.js";
