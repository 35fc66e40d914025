import { describe, expect, it } from "vitest";
import type { SubjectKind } from "../../kernel/facts.ts";
import { AppError } from "../../kernel/errors.ts";
import { findDisagreement } from "./agreement.fixture.ts";
import { compile } from "./compile.ts";
import { makeColumns, putFacts } from "./columns.ts";
import { decide } from "./decide.ts";
import { policySet } from "./policy-set.ts";
import { boundariesOf, pick, randomFacts, randomFrom, randomPacks } from "./random-packs.fixture.ts";

const DATES = ["2021-12-12", "2021-12-13", "2024-02-28", "2024-02-29", "2024-06-30", "2026-11-21"];
const SUBJECTS = 400;

/** Amounts beyond counting are thrown, by both; such a subject is no case for comparison. */
function canBeDecided(run: () => void): boolean {
  try {
    run();
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === "benefit.amount_too_large") return false;
    throw error;
  }
}

describe("interpreter and compiler", () => {
  it.each(["senior", "facility"] as const)("agree on random packs for %s", (kind: SubjectKind) => {
    const seen = new Map<string, number>();
    let compared = 0;
    for (let seed = 1; seed <= 150; seed += 1) {
      const random = randomFrom(seed * 7919 + kind.length);
      const packs = randomPacks(random, kind);
      const date = pick(random, DATES);
      const set = policySet(packs, kind, "2022-01-01");
      const compiled = compile(set);
      const boundaries = boundariesOf(packs, kind, date);
      const subjects = Array.from({ length: SUBJECTS }, () => randomFacts(random, kind, boundaries)).filter((facts) => canBeDecided(() => decide(set, facts, date)));
      const columns = makeColumns(set, subjects.length);
      subjects.forEach((facts, index) => putFacts(columns, index, facts));
      const results = compiled.run(columns, 0, subjects.length, date);
      subjects.forEach((facts, index) => {
        expect(findDisagreement(set, facts, date, results, index), `seed ${seed}`).toBeUndefined();
        for (const decision of decide(set, facts, date)) seen.set(decision.standing, (seen.get(decision.standing) ?? 0) + 1);
        compared += 1;
      });
    }
    expect(compared).toBeGreaterThan(50_000);
    // The comparison means something only if every kind of answer came up.
    expect([...seen.keys()].sort()).toEqual(["granted", "not_eligible", "not_in_force", "reduced", "suppressed", "to_be_decided", "unknown", "unspecified"]);
  });
});
