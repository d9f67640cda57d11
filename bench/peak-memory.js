// Loaded into the measured process: writes its peak resident memory (kB) to the file named in the environment when it ends.
import { writeFileSync } from "node:fs";

process.on("exit", () => writeFileSync(process.env.SERIATIM_PEAK_MEMORY, String(process.resourceUsage().maxRSS)));
