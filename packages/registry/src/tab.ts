export { createTabRegistry } from "./create-tab-registry.js";
export { hasTabRegistry, removeTabRegistry } from "./engine/open-tab.js";
export { openTabRegistry } from "./open-tab-registry.js";
