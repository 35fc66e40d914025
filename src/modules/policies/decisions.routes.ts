import { bind, type BoundRoute } from "../../platform/module.ts";
import * as contract from "./decisions.contract.ts";
import { determine, getHistory, getSubjectDecisions, listRunsPage, replay } from "./decisions.service.ts";
import { getExternalSubject, listExternalSubjects } from "./external.service.ts";
import { importExternalSubjects } from "./external-import.ts";
import { listUnmet, listWorkOf, nextUnmet, recordWork, summarizeUnmet } from "./worklist.service.ts";

export const decisionRoutes: BoundRoute[] = [
  bind(contract.getDecisions, getSubjectDecisions),
  bind(contract.getDecisionHistory, getHistory),
  bind(contract.replayDecision, replay),
  bind(contract.determineAmount, determine),
  bind(contract.listRuns, listRunsPage),
  bind(contract.listWorklist, listUnmet),
  bind(contract.summarizeWorklist, summarizeUnmet),
  bind(contract.nextOnWorklist, nextUnmet),
  bind(contract.recordWork, recordWork),
  bind(contract.listWork, listWorkOf),
  bind(contract.listExternal, listExternalSubjects),
  bind(contract.getExternal, getExternalSubject),
  bind(contract.importExternal, importExternalSubjects),
];
