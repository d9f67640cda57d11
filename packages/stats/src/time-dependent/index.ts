export { type AalenAdditive, type AalenAdditiveOptions, aalenAdditive } from "./aalen-additive.js";
