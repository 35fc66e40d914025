import { describe, expect, it } from "vitest";
import { courseOf, decidingRecord, type FactRecord, factsOn, nextTurn, sameValue } from "./fact-history.ts";
import { groupPeriods } from "./priority-group.ts";

let seq = 0;
function record(facts: FactRecord["facts"], validFrom: string, options: Partial<FactRecord> = {}): FactRecord {
  seq += 1;
  return { seq, source: "community", sources: null, validFrom, validTo: null, learntAt: new Date(`${validFrom}T00:00:00Z`), recordedBy: "x", note: null, facts, ...options };
}

describe("facts over time", () => {
  it("takes what holds today and was learnt last", () => {
    const records = [record({ living: "alone" }, "2025-01-01"), record({ living: "with_family" }, "2026-01-01")];
    expect(decidingRecord(records, "living", "2025-12-31")?.facts.living).toBe("alone");
    expect(decidingRecord(records, "living", "2026-01-01")?.facts.living).toBe("with_family");
    expect(decidingRecord(records, "living", "2024-12-31")).toBeUndefined();
  });

  it("lets a back-dated period that is over change only the past", () => {
    const now = record({ economic: "ordinary" }, "2025-01-01");
    const late = record({ economic: "low_income" }, "2025-03-01", { validTo: "2025-06-01", learntAt: new Date("2026-01-01") });
    expect(courseOf([now, late], "economic").map(({ from, to, value }) => [from, to, value])).toEqual([
      ["2025-01-01", "2025-03-01", "ordinary"],
      ["2025-03-01", "2025-06-01", "low_income"],
      ["2025-06-01", null, "ordinary"],
    ]);
  });

  it("believes the stronger source where two were learnt at the same instant", () => {
    const at = new Date("2026-01-01");
    const records = [record({ economic: "destitute" }, "2026-01-01", { source: "social_assistance", learntAt: at }), record({ economic: "ordinary" }, "2026-01-01", { source: "import", learntAt: at })];
    expect(decidingRecord(records, "economic", "2026-01-01")?.facts.economic).toBe("destitute");
  });

  it("keeps an unknown apart from a false", () => {
    const records = [record({ centralised: false, wandering: true }, "2025-01-01"), record({ wandering: null }, "2026-01-01")];
    expect([...factsOn(records, "2026-02-01").keys()]).toEqual(["centralised"]);
    expect(sameValue(null, undefined)).toBe(true);
    expect(sameValue(false, undefined)).toBe(false);
    expect(sameValue({ a: 1, b: null }, { b: null, a: 1 })).toBe(true);
    expect(sameValue({ a: 1 }, { a: 2 })).toBe(false);
  });

  it("knows the next day on which something turns by itself", () => {
    const records = [record({ living: "alone" }, "2025-01-01", { validTo: "2026-05-01" }), record({ living: "institution" }, "2026-03-01")];
    expect(nextTurn(records, "2026-02-01")).toBe("2026-03-01");
    expect(nextTurn(records, "2026-03-01")).toBe("2026-05-01");
    expect(nextTurn(records, "2026-05-01")).toBeNull();
  });
});

describe("groups over time", () => {
  it("opens at ability level 2 and not at 1", () => {
    expect(groupPeriods([record({ ability_level: 1 }, "2025-01-01")], "2026-01-01")).toEqual([]);
    expect(groupPeriods([record({ ability_level: 2 }, "2025-01-01", { source: "assessment" })], "2026-01-01")).toEqual([
      { kind: "disabled", source: "assessment", from: "2025-01-01", to: null },
    ]);
  });
  it("takes another threshold as data", () => {
    const records = [record({ ability_level: 2 }, "2025-01-01")];
    const rule = { fact: "ability_level", atLeast: 3, text: "3级及以上" };
    const none = { fact: "living", values: [], text: "" };
    expect(groupPeriods(records, "2026-01-01", { disabled: rule, alone: none, empty_nest: none, left_behind: none, severely_disabled: none, family_planning_special: none })).toEqual([]);
  });
  it("goes on where another record says the same, ends with the fact, and with death", () => {
    const records = [record({ living: "alone" }, "2025-01-01"), record({ living: "alone" }, "2025-06-01"), record({ living: "institution" }, "2026-01-01"), record({ disability_grade: 1 }, "2025-02-01"), record({ alive: false }, "2026-02-01")];
    expect(groupPeriods(records, "2026-03-01")).toEqual([
      { kind: "alone", source: "community", from: "2025-01-01", to: "2026-01-01" },
      { kind: "severely_disabled", source: "community", from: "2025-02-01", to: "2026-02-01" },
    ]);
  });
  it("does not open before its day", () => {
    expect(groupPeriods([record({ living: "alone" }, "2026-02-01")], "2026-01-31")).toEqual([]);
    expect(groupPeriods([record({ living: "alone" }, "2026-01-01", { validTo: "2026-03-01" })], "2026-02-28")).toEqual([{ kind: "alone", source: "community", from: "2026-01-01", to: null }]);
  });
});
