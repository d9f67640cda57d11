import type { z } from "zod";
import { checkDraft, checkDraftInput } from "./check-draft.js";
import { deleteRow, deleteRowInput } from "./delete-row.js";
import { givenFile, givenFileInput } from "./given-file.js";
import { openExample, openExampleInput } from "./open-example.js";
import { openOwn, openOwnInput } from "./open-own.js";
import { patient, patientInput } from "./patient.js";
import { patientHistory, patientHistoryInput } from "./patient-history.js";
import { receiveFile, receiveFileInput } from "./receive-file.js";
import { registryInfo, registryInfoInput } from "./registry-info.js";
import { saveRow, saveRowInput } from "./save-row.js";
import { studySource, studySourceInput } from "./study-source.js";
import { tableRows, tableRowsInput } from "./table-rows.js";
import { undoChange, undoChangeInput } from "./undo-change.js";

/**
 * All that a page can ask for. An input with `bytes` is sent as they are, with the rest beside them, and so is an output.
 * All else of inputs and outputs is JSON.
 */
export const operations = {
  checkDraft: { input: checkDraftInput, run: checkDraft },
  deleteRow: { input: deleteRowInput, run: deleteRow },
  givenFile: { input: givenFileInput, run: givenFile },
  openExample: { input: openExampleInput, run: openExample },
  openOwn: { input: openOwnInput, run: openOwn },
  patient: { input: patientInput, run: patient },
  patientHistory: { input: patientHistoryInput, run: patientHistory },
  receiveFile: { input: receiveFileInput, run: receiveFile },
  registryInfo: { input: registryInfoInput, run: registryInfo },
  saveRow: { input: saveRowInput, run: saveRow },
  studySource: { input: studySourceInput, run: studySource },
  tableRows: { input: tableRowsInput, run: tableRows },
  undoChange: { input: undoChangeInput, run: undoChange },
} as const;

export type OperationName = keyof typeof operations;
export type InputOf<Name extends OperationName> = z.input<(typeof operations)[Name]["input"]>;
export type OutputOf<Name extends OperationName> = Awaited<ReturnType<(typeof operations)[Name]["run"]>>;
