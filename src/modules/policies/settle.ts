import type { Decision, Standing } from "../../engines/rules/index.ts";
import type { CivilDate } from "../../kernel/dates.ts";
import type { Facts, SubjectKind } from "../../kernel/facts.ts";
import { newId } from "../../kernel/ids.ts";
import type { Fen } from "../../kernel/money.ts";
import type { Subject } from "./subject-reader.store.ts";
import type { WorkState } from "./work.ts";

/** What stands of one benefit for one subject. */
export type StandingRow = {
  subjectId: string;
  benefit: string;
  subjectKind: SubjectKind;
  region: string;
  pack: string;
  versionId: string;
  decisionId: string;
  standing: Standing;
  amount: Fen | null;
  boundsMin: Fen | null;
  boundsMax: Fen | null;
  period: Decision["period"];
  excludedBy: string | null;
  receiving: boolean;
  since: CivilDate;
  workState: WorkState;
  workedAt: Date | null;
  workedBy: string | null;
  followUpOn: CivilDate | null;
};

export type DecisionRow = {
  subjectId: string;
  id: string;
  evidenceId: string;
  region: string;
  benefit: string;
  versionId: string;
  standing: Standing;
  amount: Fen | null;
  boundsMin: Fen | null;
  boundsMax: Fen | null;
  period: Decision["period"];
  shares: Decision["shares"];
  excludedBy: string | null;
  missing: string[];
};

export type EvidenceRow = {
  subjectId: string;
  id: string;
  subjectKind: SubjectKind;
  region: string;
  basisId: string;
  asOf: CivilDate;
  decidedAt: Date;
  cause: Cause;
  facts: Facts;
  figures: Record<string, Fen>;
};

/** Why something was decided anew. */
export type Cause = "registered" | "changed" | "died" | "published" | "calendar" | "imported" | "determined" | "run";

/** All that has to be written; one for a whole batch of subjects. */
export type Settlement = {
  evidence: EvidenceRow[];
  decisions: DecisionRow[];
  /** keys of rows that no longer stand as they did; those that still stand come again in `put` */
  removed: { subjectId: string; benefit: string }[];
  put: StandingRow[];
  /** who has become entitled to something and does not receive it */
  identified: { subjectId: string; benefits: string[] }[];
};

export const newSettlement = (): Settlement => ({ evidence: [], decisions: [], removed: [], put: [], identified: [] });

/** What is worth a row in `standing`: what a subject has or may have. */
const KEPT: ReadonlySet<Standing> = new Set(["granted", "reduced", "to_be_decided", "unspecified", "unknown", "suppressed"]);
/** The subject is entitled. */
const HELD: ReadonlySet<Standing> = new Set(["granted", "reduced", "to_be_decided", "unspecified"]);

export const isKept = (standing: Standing): boolean => KEPT.has(standing);
export const isHeld = (standing: Standing): boolean => HELD.has(standing);

/** How a batch is decided: the same for all its subjects. */
export type Setting = {
  kind: SubjectKind;
  asOf: CivilDate;
  at: Date;
  cause: Cause;
  basisId: string;
  /** the version that a pack is on that date */
  versionOf: (pack: string) => string;
  /** the upper benefit that a benefit carries out, if any */
  implemented: (decision: Pick<Decision, "pack" | "benefit">) => string | undefined;
  /** the facts that the versions read */
  factsRead: readonly string[];
  /** only what a change can have touched; everything where it is left out */
  only?: ReadonlySet<string>;
};

/** Whether the subject is known to receive a benefit, by its own id or that of the upper benefit that it carries out. */
export function isReceiving(facts: Facts, benefit: string, implemented: string | undefined): boolean {
  const receives = facts["receives"];
  if (typeof receives !== "object") return false;
  return Object.hasOwn(receives, benefit) || (implemented !== undefined && Object.hasOwn(receives, implemented));
}

/**
 * One answer a benefit. Where a lower list speaks of the same benefit but is not in force, the upper one's answer counts.
 */
export function answersByBenefit(decisions: readonly Decision[]): Map<string, Decision> {
  const answers = new Map<string, Decision>();
  for (const decision of decisions) {
    const other = answers.get(decision.benefit);
    if (!other || other.standing === "not_in_force" || (decision.standing !== "not_in_force" && decision.standing !== "not_eligible")) answers.set(decision.benefit, decision);
  }
  return answers;
}

/**
 * Compares what is decided with what stands, and notes only what differs: a decision for each answer that is another
 * than before, the standing rows to put or remove. Deciding the same again notes nothing.
 */
export function settle(into: Settlement, subject: Subject, current: readonly StandingRow[], decisions: readonly Decision[], figures: Record<string, Fen>, setting: Setting): void {
  const before = new Map(current.map((row) => [row.benefit, row]));
  const answers = answersByBenefit(decisions);
  const identified: string[] = [];
  let evidenceId: string | undefined;
  const record = (row: Omit<DecisionRow, "subjectId" | "id" | "evidenceId" | "region">): string => {
    evidenceId ??= noteEvidence(into, subject, figures, setting);
    const id = newId();
    into.decisions.push({ subjectId: subject.id, id, evidenceId, region: subject.region, ...row });
    return id;
  };
  for (const [benefit, decision] of answers) {
    if (setting.only && !setting.only.has(benefit)) continue;
    const old = before.get(benefit);
    if (!isKept(decision.standing)) {
      if (old) {
        record(resultOf(decision, setting));
        into.removed.push({ subjectId: subject.id, benefit });
      }
      continue;
    }
    const receiving = isReceiving(subject.facts, benefit, setting.implemented(decision));
    const same = old !== undefined && sameAnswer(old, decision);
    if (same && old.receiving === receiving && old.region === subject.region) continue;
    const decisionId = same ? old.decisionId : record(resultOf(decision, setting));
    if (old) into.removed.push({ subjectId: subject.id, benefit });
    into.put.push(standingOf(subject, decision, old, decisionId, receiving, setting));
    if (isHeld(decision.standing) && !receiving && !(old && isHeld(old.standing) && !old.receiving)) identified.push(benefit);
  }
  for (const old of current) {
    if (answers.has(old.benefit) || (setting.only && !setting.only.has(old.benefit))) continue;
    // no list speaks of it any more
    record({ benefit: old.benefit, versionId: old.versionId, standing: "not_in_force", amount: null, boundsMin: null, boundsMax: null, period: old.period, shares: [], excludedBy: null, missing: [] });
    into.removed.push({ subjectId: subject.id, benefit: old.benefit });
  }
  if (identified.length > 0) into.identified.push({ subjectId: subject.id, benefits: identified });
}

function sameAnswer(old: StandingRow, decision: Decision): boolean {
  return (
    old.pack === decision.pack &&
    old.standing === decision.standing &&
    old.amount === decision.amount &&
    old.boundsMin === (decision.bounds?.min ?? null) &&
    old.boundsMax === (decision.bounds?.max ?? null) &&
    old.excludedBy === decision.excludedBy &&
    old.period === decision.period
  );
}

function noteEvidence(into: Settlement, subject: Subject, figures: Record<string, Fen>, setting: Setting): string {
  const facts: Facts = {};
  for (const name of setting.factsRead) if (subject.facts[name] !== undefined) facts[name] = subject.facts[name];
  const id = newId();
  into.evidence.push({ subjectId: subject.id, id, subjectKind: setting.kind, region: subject.region, basisId: setting.basisId, asOf: setting.asOf, decidedAt: setting.at, cause: setting.cause, facts, figures });
  return id;
}

export function resultOf(decision: Decision, setting: Setting): Omit<DecisionRow, "subjectId" | "id" | "evidenceId" | "region"> {
  const { benefit, standing, amount, bounds, period, shares, excludedBy, missing } = decision;
  return { benefit, versionId: setting.versionOf(decision.pack), standing, amount, boundsMin: bounds?.min ?? null, boundsMax: bounds?.max ?? null, period, shares, excludedBy, missing };
}

/** The row that stands from now on. While a subject stays entitled, since when and what was done about it go on. */
export function standingOf(subject: Subject, decision: Decision, old: StandingRow | undefined, decisionId: string, receiving: boolean, setting: Setting): StandingRow {
  const goesOn = old !== undefined && isHeld(old.standing) === isHeld(decision.standing);
  const { benefit, standing, amount, bounds, period, excludedBy } = decision;
  return {
    subjectId: subject.id,
    benefit,
    subjectKind: setting.kind,
    region: subject.region,
    pack: decision.pack,
    versionId: decisionId === old?.decisionId ? old.versionId : setting.versionOf(decision.pack),
    decisionId,
    standing,
    amount,
    boundsMin: bounds?.min ?? null,
    boundsMax: bounds?.max ?? null,
    period,
    excludedBy,
    receiving,
    since: goesOn ? old.since : setting.asOf,
    workState: goesOn ? old.workState : "open",
    workedAt: goesOn ? old.workedAt : null,
    workedBy: goesOn ? old.workedBy : null,
    followUpOn: goesOn ? old.followUpOn : null,
  };
}
