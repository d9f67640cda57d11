import type { z } from "zod";
import { answerFinding, answerFindingInput } from "./answer-finding.js";
import { applyFile, applyFileInput } from "./apply-file.js";
import { checkDraft, checkDraftInput } from "./check-draft.js";
import { checkRegistry, checkRegistryInput } from "./check-registry.js";
import { deleteRow, deleteRowInput } from "./delete-row.js";
import { fileToImport, fileToImportInput } from "./file-to-import.js";
import { findings, findingsInput } from "./findings.js";
import { followUpWorklist, followUpWorklistInput } from "./follow-up-worklist.js";
import { givenFile, givenFileInput } from "./given-file.js";
import { historyChanges, historyChangesInput } from "./history-changes.js";
import { historyEntries, historyEntriesInput } from "./history-entries.js";
import { logContact, logContactInput } from "./log-contact.js";
import { mappingFault, mappingFaultInput } from "./mapping-fault.js";
import { openExample, openExampleInput } from "./open-example.js";
import { openOwn, openOwnInput } from "./open-own.js";
import { patient, patientInput } from "./patient.js";
import { patientHistory, patientHistoryInput } from "./patient-history.js";
import { previewFile, previewFileInput } from "./preview-file.js";
import { receiveFile, receiveFileInput } from "./receive-file.js";
import { registryInfo, registryInfoInput } from "./registry-info.js";
import { saveRow, saveRowInput } from "./save-row.js";
import { studySource, studySourceInput } from "./study-source.js";
import { tableRows, tableRowsInput } from "./table-rows.js";
import { undoChange, undoChangeInput } from "./undo-change.js";
import { verifyChain, verifyChainInput, verifyProgress, verifyProgressInput } from "./verify-chain.js";

/**
 * All that a page can ask for. An input with `bytes` is sent as they are, with the rest beside them, and so is an output.
 * All else of inputs and outputs is JSON.
 */
export const operations = {
  answerFinding: { input: answerFindingInput, run: answerFinding },
  applyFile: { input: applyFileInput, run: applyFile },
  checkDraft: { input: checkDraftInput, run: checkDraft },
  checkRegistry: { input: checkRegistryInput, run: checkRegistry },
  deleteRow: { input: deleteRowInput, run: deleteRow },
  followUpWorklist: { input: followUpWorklistInput, run: followUpWorklist },
  givenFile: { input: givenFileInput, run: givenFile },
  historyChanges: { input: historyChangesInput, run: historyChanges },
  historyEntries: { input: historyEntriesInput, run: historyEntries },
  logContact: { input: logContactInput, run: logContact },
  fileToImport: { input: fileToImportInput, run: fileToImport },
  findings: { input: findingsInput, run: findings },
  mappingFault: { input: mappingFaultInput, run: mappingFault },
  openExample: { input: openExampleInput, run: openExample },
  openOwn: { input: openOwnInput, run: openOwn },
  patient: { input: patientInput, run: patient },
  patientHistory: { input: patientHistoryInput, run: patientHistory },
  previewFile: { input: previewFileInput, run: previewFile },
  receiveFile: { input: receiveFileInput, run: receiveFile },
  registryInfo: { input: registryInfoInput, run: registryInfo },
  saveRow: { input: saveRowInput, run: saveRow },
  studySource: { input: studySourceInput, run: studySource },
  tableRows: { input: tableRowsInput, run: tableRows },
  undoChange: { input: undoChangeInput, run: undoChange },
  verifyChain: { input: verifyChainInput, run: verifyChain },
  verifyProgress: { input: verifyProgressInput, run: verifyProgress },
} as const;

export type OperationName = keyof typeof operations;
export type InputOf<Name extends OperationName> = z.input<(typeof operations)[Name]["input"]>;
export type OutputOf<Name extends OperationName> = Awaited<ReturnType<(typeof operations)[Name]["run"]>>;
