/** What other modules and the program may call. */
export { bundledPackNames, readPackFolder } from "./pack-folder.ts";
export { startFullRun } from "./decisions.jobs.ts";
