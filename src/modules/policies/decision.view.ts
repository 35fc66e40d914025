import type { z } from "zod";
import { type Decision, explain, payerName, STANDING_NAMES, type Trace } from "../../engines/rules/index.ts";
import { FACTS, type Facts, type SubjectKind } from "../../kernel/facts.ts";
import { formatYuan, type Fen } from "../../kernel/money.ts";
import type { decisionView } from "./decisions.contract.ts";
import type { Determination } from "./decisions.store.ts";
import { factText } from "./fact-text.ts";
import { findBenefit } from "./lists.ts";
import type { LoadedVersion } from "./pack-library.ts";
import type { Cause } from "./settle.ts";

export type DecisionView = z.infer<typeof decisionView>;

export const CAUSE_NAMES: Record<Cause, string> = {
  registered: "新登记",
  changed: "信息变更",
  died: "死亡登记",
  published: "政策版本施行",
  calendar: "到期复核",
  imported: "导入信息表",
  determined: "幅度内定额",
  run: "全面认定",
};

export { STANDING_NAMES };

/** 分 → 元 as text; null stays null. */
export const yuanOf = (amount: Fen | null): string | null => (amount === null ? null : formatYuan(amount));
export const boundsOf = (bounds: { min: Fen; max: Fen } | null) => (bounds === null ? null : { min: formatYuan(bounds.min), max: formatYuan(bounds.max) });
export const sharesOf = (shares: Decision["shares"]) => shares.map(({ payer, amount }) => ({ payer, payerName: payerName(payer), amount: formatYuan(amount) }));

/** A decision made just now with its trace, and what the record shows beside it. */
export function viewOf(kind: SubjectKind, decision: Decision, version: LoadedVersion, record: { receiving: boolean; decidedAt: Date | null; decisionId: string | null; determination: Determination | undefined }): DecisionView {
  const { pack } = version;
  const benefit = findBenefit(pack, decision.benefit)!;
  const { determination } = record;
  return {
    benefit: benefit.id,
    name: benefit.name,
    kind: benefit.kind,
    class: benefit.class,
    pack: pack.name,
    versionId: version.id,
    versionNumber: version.number,
    documentId: pack.document.id,
    documentTitle: pack.document.title,
    standing: decision.standing,
    eligible: decision.eligible,
    amount: yuanOf(decision.amount),
    bounds: boundsOf(decision.bounds),
    period: decision.period,
    shares: sharesOf(decision.shares),
    excludedBy: decision.excludedBy,
    missing: decision.missing.map((fact) => ({ fact, label: FACTS[kind][fact]?.label ?? fact })),
    clause: decision.clause,
    receiving: record.receiving,
    decidedAt: record.decidedAt?.toISOString() ?? null,
    decisionId: record.decisionId,
    determination: determination ? { amount: formatYuan(determination.amount), reason: determination.reason, by: determination.by, at: determination.at.toISOString() } : null,
    sentences: decision.trace ? explain(decision, "officer") : [],
    trace: decision.trace ? traceOf(decision.trace) : null,
  };
}

/** A trace as the contract has it; the engine's own form, field by field. */
function traceOf(trace: Trace): NonNullable<DecisionView["trace"]> {
  const { step, text, result, clause, missing, children } = trace;
  return { step, text, result, ...(clause ? { clause } : {}), ...(missing ? { missing } : {}), ...(children ? { children: children.map(traceOf) } : {}) };
}

/** Known facts with their Chinese names, in the order of the dictionary. */
export function factsView(kind: SubjectKind, facts: Facts): { fact: string; label: string; value: string }[] {
  return Object.entries(FACTS[kind]).flatMap(([name, fact]) => {
    const value = facts[name];
    return value === undefined ? [] : [{ fact: name, label: fact.label, value: factText(fact, value) }];
  });
}
