/** What other modules and the program may call. */
export { bundledPackNames, readPackFolder } from "./pack-folder.ts";
export { startFullRun } from "./decisions.jobs.ts";
export { emptyTally, type Sides, type SubjectChange, type Tally, tallyBatch } from "./rehearsal.ts";
export { readSubjectRange } from "./subject-reader.store.ts";
