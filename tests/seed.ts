import fc from "fast-check";

/** Property tests draw the same cases in every run; `SEED=1 npm test` tries others. */
fc.configureGlobal({ seed: Number(process.env.SEED ?? 20000401) });
