import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conditionForm, expressionOf } from "./condition-form.ts";
import { sampleCondition } from "./conditions.fixture.ts";
import type { Expr } from "./expression.ts";
import { parseExpression, type Expected } from "./parse-expression.ts";
import type { Scope } from "./scope.ts";
import { writeExpression } from "./write-expression.ts";

const scope: Scope = { subject: "senior", parameters: { base: { kind: "money", scale: 0 }, limit: { kind: "number", scale: 1 } }, benefits: new Set(["a-b", "c-d"]) };
const facility: Scope = { ...scope, subject: "facility" };

function read(text: string, expected: Expected = "boolean", within: Scope = scope): Expr {
  const { expr, faults } = parseExpression(text, within, expected);
  expect(faults, text).toEqual([]);
  return expr!;
}

/** A tree without its places, which differ between two texts of one meaning. */
function bare(expr: Expr): unknown {
  return JSON.parse(JSON.stringify(expr, (key, value: unknown) => (key === "place" ? undefined : value)));
}

describe("writing a tree as text", () => {
  it("gives a text that reads back as the same tree", () => {
    fc.assert(
      fc.property(sampleCondition, ({ text }) => {
        const expr = read(text);
        expect(bare(read(writeExpression(expr)))).toEqual(bare(expr));
      }),
      { numRuns: 300, seed: 7 },
    );
  });
  it.each([
    ["base * 2 + 200.50", "money"],
    ["2 * (base - 0.05)", "money"],
    ["min(age, 100) * 3.5", "money"],
    ["base - (base - 1)", "money"],
    ["age * limit * 0.25", "number"],
    ["max(full_years(birth_date, as_of), limit)", "number"],
    ['birth_date <= date("1944-02-29") || "a-b" in receives', "boolean"],
    ['!(ability_level in [2, 3]) && within(region, "420700000000")', "boolean"],
    ["age * 2 >= limit", "boolean"],
    ["(age + 1) * 2 < 99.5", "boolean"],
    ["has(ltci_level) && ltci_level >= 2", "boolean"],
  ] as const)("keeps %s", (text, expected) => {
    const expr = read(text, expected);
    expect(writeExpression(expr)).toBe(text.replace("200.50", "200.5"));
    expect(bare(read(writeExpression(expr), expected))).toEqual(bare(expr));
  });
  it("writes money in 元 and scaled figures as decimals", () => {
    expect(writeExpression(read("fire_upgrade_cost >= 1000.10", "boolean", facility))).toBe("fire_upgrade_cost >= 1000.1");
    expect(writeExpression(read("evaluation_score in [60, 99.5]", "boolean", facility))).toBe("evaluation_score in [60, 99.5]");
  });
});

describe("the officer's form", () => {
  it("shows rows of alternatives and gives back the same condition", () => {
    const text = 'age >= limit && (economic == "destitute" || !registered_poor && ability_level >= 2) && !("a-b" in receives)';
    const form = conditionForm(read(text));
    expect(form).toEqual({
      rows: [
        { any: [{ all: [{ fact: "age", operator: ">=", values: ["@limit"] }] }] },
        {
          any: [
            { all: [{ fact: "economic", operator: "==", values: ["destitute"] }] },
            { all: [{ fact: "registered_poor", operator: "is_false", values: [] }, { fact: "ability_level", operator: ">=", values: ["2"] }] },
          ],
        },
        { any: [{ all: [{ fact: "receives", operator: "not_receives", values: ["a-b"] }] }] },
      ],
    });
    expect(bare(read(expressionOf(form)))).toEqual(bare(read(text)));
  });
  it("is the same thing as the text, for every condition", () => {
    fc.assert(
      fc.property(sampleCondition, ({ text }) => {
        const expr = read(text);
        expect(bare(read(expressionOf(conditionForm(expr))))).toEqual(bare(expr));
      }),
      { numRuns: 300, seed: 11 },
    );
  });
  it("has dates, money and regions as an officer writes them", () => {
    const dates = read('opened_on >= date("2021-12-31") && fire_upgrade_cost > 0.5 && within(region, "420700000000") && evaluation_score in [60, 99.5]', "boolean", facility);
    const form = conditionForm(dates);
    expect(form).toEqual({
      rows: [
        { any: [{ all: [{ fact: "opened_on", operator: ">=", values: ["2021-12-31"] }] }] },
        { any: [{ all: [{ fact: "fire_upgrade_cost", operator: ">", values: ["0.5"] }] }] },
        { any: [{ all: [{ fact: "region", operator: "within", values: ["420700000000"] }] }] },
        { any: [{ all: [{ fact: "evaluation_score", operator: "in", values: ["60", "99.5"] }] }] },
      ],
    });
    expect(bare(read(expressionOf(form), "boolean", facility))).toEqual(bare(dates));
  });
  it("shows the text where rows do not reach", () => {
    expect(conditionForm(read("age * 2 >= 100"))).toEqual({ expression: "age * 2 >= 100" });
    expect(conditionForm(read("true"))).toEqual({ rows: [] });
    expect(expressionOf({ rows: [] })).toBe("true");
  });
  it("lists several benefits as alternatives, and none of them as all absent", () => {
    const rows = (operator: "receives" | "not_receives") => expressionOf({ rows: [{ any: [{ all: [{ fact: "receives", operator, values: ["a-b", "c-d"] }] }] }] });
    expect(rows("receives")).toBe('("a-b" in receives || "c-d" in receives)');
    expect(rows("not_receives")).toBe('!("a-b" in receives) && !("c-d" in receives)');
  });
  it("refuses rows that are not filled in, which would let in everybody", () => {
    expect(() => expressionOf({ rows: [{ any: [] }] })).toThrow("condition.empty_row");
    expect(() => expressionOf({ rows: [{ any: [{ all: [] }] }] })).toThrow("condition.empty_row");
    expect(() => expressionOf({ rows: [{ any: [{ all: [{ fact: "age", operator: ">=", values: [] }] }] }] })).toThrow("condition.values");
    expect(() => expressionOf({ rows: [{ any: [{ all: [{ fact: "true || age", operator: ">=", values: ["80"] }] }] }] })).toThrow("condition.fact_unknown");
  });
});
