import type { Dictionary } from "@seriatim/records";
import { studyFaults } from "@seriatim/study";
import type { StatisticsFault } from "./messages.js";

/** All faults of a study text with their places, for an editor to underline; empty where it can be run. */
export function faults(studyText: string, dictionary: Dictionary): Required<StatisticsFault>[] {
  return studyFaults(studyText, "study.yaml", dictionary).map(({ says, line, column, path }) => ({
    sentence: says,
    line,
    column,
    path,
  }));
}
