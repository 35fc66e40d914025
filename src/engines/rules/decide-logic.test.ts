import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { everySubject, sampleCondition } from "./conditions.fixture.ts";
import { findCase, type Claim } from "./decide-logic.ts";
import type { Parameter } from "./pack.ts";
import { parseExpression } from "./parse-expression.ts";
import type { SubjectKind } from "../../kernel/facts.ts";

const NONE = {};
const FROM = { from: "2024-01-01", to: "2026-12-31" };

function claim(text: string, holds: boolean, subject: SubjectKind = "senior", parameters: Record<string, Parameter> = NONE): Claim {
  const { expr, faults } = parseExpression(text, { subject, parameters, benefits: new Set(["b"]) }, "boolean");
  expect(faults).toEqual([]);
  return { expr: expr!, holds, parameters };
}

function find(texts: [string, boolean][], subject: SubjectKind = "senior", parameters: Record<string, Parameter> = NONE) {
  return findCase(texts.map(([text, holds]) => claim(text, holds, subject, parameters)), { subject, ...FROM });
}

describe("the prover against brute force", () => {
  const subjects = everySubject();

  it("finds a case exactly when the grid of all subjects has one, and the case is one", () => {
    fc.assert(
      fc.property(sampleCondition, sampleCondition, fc.boolean(), fc.boolean(), (a, b, wantA, wantB) => {
        const found = find([[a.text, wantA], [b.text, wantB]]);
        const inGrid = subjects.find((subject) => a.holds(subject) === wantA && b.holds(subject) === wantB);
        expect(found !== undefined).toBe(inGrid !== undefined);
        if (!found) return;
        expect(found.exact).toBe(true);
        const subject = { ...subjects[0], ...Object.fromEntries(found.facts.map(({ fact, value }) => [fact, value])) };
        expect([a.holds(subject), b.holds(subject)]).toEqual([wantA, wantB]);
      }),
      { numRuns: 400, seed: 20_211_213 },
    );
  });
});

describe("what the prover can show", () => {
  it("cuts whole numbers between constants, and decimals at their scale", () => {
    expect(find([["age > 79", true], ["age >= 80", false]])).toBeUndefined();
    expect(find([["evaluation_score > 59.99", true], ["evaluation_score >= 60", false]], "facility")).toBeUndefined();
    expect(find([["evaluation_score > 59.98", true], ["evaluation_score >= 60", false]], "facility")?.text).toBe("年度评价得分为59.99分");
  });
  it("knows days, money without end, and what is received", () => {
    expect(find([['opened_on < date("2024-02-29")', false], ['opened_on <= date("2024-02-28")', true]], "facility")).toBeUndefined();
    expect(find([["fire_upgrade_cost > 1000000", true]], "facility")?.text).toBe("消防整改认定费用为1000000.01元");
    expect(find([['"b" in receives', true], ['!("b" in receives)', true]])).toBeUndefined();
  });
  it("bounds the date of the decision by the days in question", () => {
    expect(find([['as_of >= date("2027-01-01")', true]])).toBeUndefined();
    expect(find([['as_of >= date("2026-12-31")', true]])?.date).toBe("2026-12-31");
  });
  it("takes a parameter's value of each stretch of days", () => {
    const clause = { at: "一", quote: "一", start: 0 };
    const place = { line: 1, column: 1 };
    const values = [{ from: "2020-01-01", to: "2025-06-30", value: 80, clause }, { from: "2025-07-01", value: 70, clause }];
    const parameters = { start: { name: "start", label: "起始年龄", unit: "周岁", kind: "number" as const, scale: 0, values, place } };
    const found = find([["age >= start", true], ["age >= 80", false]], "senior", parameters);
    expect(found).toMatchObject({ exact: true, date: "2025-07-01" });
    expect(find([["age >= start", true], ["age >= 70", false]], "senior", parameters)).toBeUndefined();
  });
  it("does not claim a case that rests on a computed quantity, yet excludes what cannot be", () => {
    expect(find([["facilities_passing == facilities", true]], "provider")).toMatchObject({ exact: false });
    expect(find([["facilities_passing == facilities", true], ["facilities > facilities_passing", true]], "provider")).toBeUndefined();
    expect(find([["beds * 2 >= 100", true], ["beds * 2 >= 50", false]], "facility")).toBeUndefined();
  });
  it("says that age and birth date together are doubtful", () => {
    expect(find([["age >= 80", true], ['birth_date > date("2020-01-01")', true]])).toMatchObject({ exact: false });
  });
});
