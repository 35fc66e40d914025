/**
 * What other modules may call. Events: `senior.registered {seniorId}`, `senior.changed {seniorId, facts}`, `senior.died
 * {seniorId}`; many registered at once (import, demonstration) are one `seniors.registered {kind: "senior", ids}`.
 */
export { recordFacts, type RecordOptions } from "./facts.service.ts";
export { getImport, listReceipts, startImport } from "./import.service.ts";
export { workImport } from "./import-work.service.ts";
export type { FactPeriod, SeniorRegistration } from "./registration.ts";
export { registerSeniors } from "./register.service.ts";
export { countRegister } from "./senior.store.ts";
export { findSeniorCards, getSenior, type Senior, type SeniorCard } from "./seniors.service.ts";
