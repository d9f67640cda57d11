import type { MethodRunner } from "./case.js";

/** Every method that has an implementation, by its name in the cases. */
export const methods: Record<string, MethodRunner> = {};
