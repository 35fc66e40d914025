import { FACTS, type SubjectKind } from "../../kernel/facts.ts";
import type { SubjectSource } from "../../platform/module.ts";

/** Kinds of subject that are imported as tables, until modules of their own hold them. */
export type ExternalKind = Exclude<SubjectKind, "senior">;

const source = (kind: ExternalKind): SubjectSource => ({ kind, view: `policies.v_policy_subject_${kind}`, facts: FACTS[kind] });

export const externalSubjects: readonly SubjectSource[] = [source("facility"), source("provider"), source("caregiver")];
