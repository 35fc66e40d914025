import type { Fen } from "../../kernel/money.ts";
import { findUncovered, type Observation, type Uncovered } from "./coverage.ts";
import { decide } from "./decide.ts";
import { labelOf, yuanText } from "./describe.ts";
import type { Place } from "./expression.ts";
import type { Decision, Fault, Pack, PackSource, Standing } from "./pack.ts";
import { policySet, type PolicySet } from "./policy-set.ts";
import { payerName, STANDING_NAMES } from "./trace.ts";
import { readCases, type PackCase } from "./read-cases.ts";

export type { Uncovered } from "./coverage.ts";

/** A case that did not come out as expected: what differs, in words, and where the case stands. */
export type FailedCase = { file: string; place: Place; benefit: string; asOf: string; why: string; differences: string[] };

/** `faults` are cases that cannot be read; they count as failed. */
export type CaseReport = { passed: number; failed: FailedCase[]; faults: Fault[]; uncovered: Uncovered[] };

/**
 * Decides every case of a pack, alone, and says what no case touches: rules (granted and refused), table rows, both
 * sides of every boundary, parameters, dates of validity, overlaps.
 *
 * @param source the pack's files; without `cases` everything is uncovered
 * @param pack the same pack, loaded
 */
export function runCases(source: PackSource, pack: Pack): CaseReport {
  const { cases, faults } = readCases(source, pack);
  const failed: FailedCase[] = [];
  const observations: Observation[] = [];
  const sets = new Map<string, PolicySet>();
  for (const one of cases) {
    const set = sets.get(one.subject) ?? policySet([pack], one.subject, one.asOf);
    sets.set(one.subject, set);
    const decisions = decide(set, one.facts, one.asOf, { determinations: one.determinations });
    const decision = decisions.find(({ benefit }) => benefit === one.benefit);
    const differences = decision ? compareDecision(one, decision) : ["没有该待遇的认定结果"];
    if (decision) observations.push({ subject: one.subject, facts: one.facts, asOf: one.asOf, benefit: one.benefit, decisions });
    if (differences.length > 0) {
      failed.push({ file: `${source.name}/cases.yaml`, place: one.place, benefit: one.benefit, asOf: one.asOf, why: one.why, differences });
    }
  }
  return { passed: cases.length - failed.length, failed, faults, uncovered: findUncovered(pack, observations) };
}

const yuan = (fen: Fen | null) => (fen === null ? "无" : yuanText(fen));
const truth = (value: boolean | null) => (value === null ? "信息不全" : value ? "符合" : "不符合");
const sharesText = (shares: Record<string, Fen>) =>
  Object.keys(shares).length === 0 ? "无" : Object.keys(shares).sort().map((payer) => `${payerName(payer)} ${yuan(shares[payer]!)}`).join("、");

function compareDecision({ subject, expect }: PackCase, decision: Decision): string[] {
  const differences: string[] = [];
  const check = (what: string, expected: string, found: string) => {
    if (expected !== found) differences.push(`${what}应为${expected}，实为${found}`);
  };
  const { bounds } = expect;
  if (expect.eligible !== undefined) check("是否符合", truth(expect.eligible), truth(decision.eligible));
  if (expect.standing !== undefined) check("认定结果", STANDING_NAMES[expect.standing as Standing] ?? expect.standing, STANDING_NAMES[decision.standing]);
  if (expect.amount !== undefined) check("金额", yuan(expect.amount), yuan(decision.amount));
  if (bounds !== undefined) {
    const text = (value: Decision["bounds"]) => (value === null ? "无" : `${yuan(value.min)}至${yuan(value.max)}`);
    check("幅度", text(bounds), text(decision.bounds));
  }
  if (expect.shares) {
    check("分担", sharesText(expect.shares), sharesText(Object.fromEntries(decision.shares.map(({ payer, amount }) => [payer, amount]))));
  }
  if (expect.excludedBy !== undefined) check("因何项不再享受", expect.excludedBy ?? "无", decision.excludedBy ?? "无");
  if (expect.missing) {
    const labels = (facts: readonly string[]) => facts.map((fact) => labelOf(subject, fact)).join("、") || "无";
    check("缺少的信息", labels(expect.missing), labels(decision.missing));
  }
  return differences;
}
