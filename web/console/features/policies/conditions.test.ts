import { describe, expect, it } from "vitest";
import { FACTS, type SubjectKind } from "../../../../src/kernel/facts.ts";
import { conditionForm } from "../../../../src/modules/policies/policies.contract.ts";
import { factsOf, findFact, isFilledIn, newTest, operatorsOf, withMore, withOperator, withTest, type ConditionRows } from "./conditions.ts";

const FORM: ConditionRows = {
  rows: [
    { any: [{ all: [{ fact: "age", operator: ">=", values: ["60"] }] }] },
    { any: [{ all: [{ fact: "economic", operator: "in", values: ["destitute"] }] }, { all: [{ fact: "age", operator: ">=", values: ["@advanced_age"] }] }] },
  ],
};

describe("conditions as rows", () => {
  it("offers for every fact of every kind a comparison that the server takes", () => {
    for (const kind of Object.keys(FACTS) as SubjectKind[]) {
      for (const [name, fact] of factsOf(kind)) {
        for (const operator of operatorsOf(fact, newTest(kind, name).operator)) {
          const test = withOperator({ fact: name, operator, values: [fact.type === "date" ? "2026-01-01" : "1"] }, operator);
          expect(conditionForm.parse({ rows: [{ any: [{ all: [test] }] }] })).toEqual({ rows: [{ any: [{ all: [test] }] }] });
        }
      }
    }
  });
  it("keeps a comparison that stands there, though it is not otherwise on offer", () => {
    expect(operatorsOf(findFact("senior", "sex"), "known")).toEqual(["==", "!=", "in", "not_in", "known"]);
  });
  it("adds rows, alternatives and tests where they are asked for", () => {
    const test = newTest("senior", "alive");
    expect(withMore(FORM, test).rows).toHaveLength(3);
    expect(withMore(FORM, test, { row: 1 }).rows[1]!.any).toHaveLength(3);
    expect(withMore(FORM, test, { row: 1, any: 0 }).rows[1]!.any[0]!.all).toHaveLength(2);
    expect(FORM.rows).toHaveLength(2);
  });
  it("takes away a row with its last test, so that no empty one is left to let everybody in", () => {
    expect(withTest(FORM, { row: 0, any: 0, test: 0 }, undefined).rows).toEqual([FORM.rows[1]]);
    expect(withTest(FORM, { row: 1, any: 0, test: 0 }, undefined).rows[1]!.any).toHaveLength(1);
  });
  it("keeps values that another comparison takes too, and drops the others", () => {
    const several = { fact: "economic", operator: "in" as const, values: ["destitute", "low_income"] };
    expect(withOperator(several, "not_in").values).toEqual(several.values);
    expect(withOperator(several, "==").values).toEqual(["destitute"]);
    expect(withOperator(several, "known").values).toEqual([]);
  });
  it("knows what is not filled in yet", () => {
    expect(isFilledIn(FORM)).toBe(true);
    expect(isFilledIn(withMore(FORM, newTest("senior", "age")))).toBe(false);
    expect(isFilledIn(withMore(FORM, newTest("senior", "alive")))).toBe(true);
    expect(isFilledIn({ expression: " ", words: "" })).toBe(false);
  });
});
