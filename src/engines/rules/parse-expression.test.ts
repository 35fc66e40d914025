import { CelScalar, celEnv, celFunc, parse, plan } from "@bufbuild/cel";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Facts } from "../../kernel/facts.ts";
import { isWithin } from "../../kernel/regions.ts";
import { everySubject, sampleCondition } from "./conditions.fixture.ts";
import { parseExpression, type Expected } from "./parse-expression.ts";
import type { Scope } from "./scope.ts";
import { writeExpression } from "./write-expression.ts";

const scope: Scope = {
  subject: "facility",
  parameters: { rate: { kind: "money", scale: 0 }, limit: { kind: "number", scale: 2 } },
  benefits: new Set(),
};

function read(text: string, expected: Expected) {
  const { expr, faults } = parseExpression(text, scope, expected);
  expect(faults, text).toEqual([]);
  return expr!;
}

describe("figures have one kind and one scale", () => {
  it("takes plain figures as 元 where money is wanted, and as counts beside them", () => {
    expect(read("beds * 40.5", "money")).toMatchObject({ op: "multiply", type: { kind: "money", scale: 0 }, right: { value: 4050 } });
    expect(read("40.5 * beds", "money")).toMatchObject({ left: { value: 4050, type: { kind: "money" } }, right: { fact: "beds" } });
    expect(read("fire_upgrade_cost * 0.5", "money")).toMatchObject({ type: { kind: "money", scale: 1 }, right: { value: 5, type: { kind: "number", scale: 1 } } });
    expect(read("min(rate, 500) + 0.05", "money")).toMatchObject({ left: { args: [{ parameter: "rate" }, { value: 50_000 }] }, right: { value: 5 } });
    expect(read("beds * 1800 * 0.333", "money")).toMatchObject({ type: { kind: "money", scale: 3 }, left: { right: { value: 180_000 } }, right: { value: 333 } });
    expect(read("0.333 * beds * 1800", "money")).toMatchObject({ type: { kind: "money", scale: 3 }, left: { type: { kind: "number" } }, right: { value: 180_000 } });
    expect(read("2 * 3", "money")).toMatchObject({ left: { value: 200, type: { kind: "money" } }, right: { value: 3, type: { kind: "number" } } });
    expect(read("-3", "number")).toMatchObject({ op: "literal", value: -3 });
  });
  it("adds the scales of products and takes the finer one of sums", () => {
    expect(read("residents_severe * evaluation_score", "number").type).toEqual({ kind: "number", scale: 6 });
    expect(read("residents_severe + evaluation_score", "number").type).toEqual({ kind: "number", scale: 4 });
    expect(read("residents_severe * rate * 0.6", "money").type).toEqual({ kind: "money", scale: 5 });
  });
  it("brings a constant to the scale of what it is compared with, on the right", () => {
    expect(read("60 <= evaluation_score", "boolean")).toMatchObject({ comparison: ">=", left: { fact: "evaluation_score" }, right: { value: 6000, type: { scale: 2 } } });
    expect(read("evaluation_score in [60, 99.5]", "boolean")).toMatchObject({ options: [6000, 9950] });
  });
  it.each([
    ["rate * rate", "money", "compare.kinds"],
    ["rate + beds", "money", "compare.kinds"],
    ["rate", "number", "compare.kinds"],
    ["beds", "money", "compare.kinds"],
    ["0.333 * 0.333", "money", "money.finer_than_fen"],
    ["-beds", "number", "syntax.unsupported"],
    ["0x10", "number", "number.malformed"],
    ["1e3", "number", "number.malformed"],
    ["99999999999999999", "number", "number.too_large"],
    ["limit * limit * limit * limit * limit * limit * limit", "number", "number.too_fine"],
    ["min(beds)", "number", "function.arguments"],
    ["evaluation_score > 59.999", "boolean", "value.out_of_range"],
    ["beds in [1, 1]", "boolean", "value.repeated"],
    ["beds in []", "boolean", "value.empty"],
    ["kind == setting", "boolean", "compare.kinds"],
    ["filed == kind", "boolean", "compare.kinds"],
    ["region == kind", "boolean", "compare.kinds"],
    ["beds == null", "boolean", "value.null"],
    ["has(rate)", "boolean", "function.arguments"],
    ["within(kind, \"420700000000\")", "boolean", "compare.kinds"],
    ["full_years(beds, as_of) > 1", "boolean", "compare.kinds"],
  ] as const)("refuses %s", (text, expected, code) => {
    expect(parseExpression(text, scope, expected).faults.map((fault) => fault.code)).toContain(code);
  });
  it("gives one form to one meaning", () => {
    expect(writeExpression(read("filed == true && (non_profit != true && hospital_run == false)", "boolean"))).toBe("filed && !non_profit && !hospital_run");
    expect(writeExpression(read('("rented") == premises', "boolean"))).toBe('premises == "rented"');
  });
});

describe("the language is CEL", () => {
  const within = celFunc("within", [CelScalar.STRING, CelScalar.STRING], CelScalar.BOOL, (code, ancestor) => isWithin(code, ancestor));
  const env = celEnv({ funcs: [within] });
  const subjects = everySubject();

  /** Whole numbers are CEL integers. */
  function bindings(facts: Facts) {
    return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, typeof value === "number" ? BigInt(value) : value]));
  }

  it("means, after reading and writing, what another implementation of CEL takes the text to mean", () => {
    fc.assert(
      fc.property(sampleCondition, fc.nat(), ({ text, holds }, seed) => {
        const { expr } = parseExpression(text, { ...scope, subject: "senior" }, "boolean");
        const program = plan(env, parse(writeExpression(expr!)));
        for (let step = 0; step < 20; step += 1) {
          const facts = subjects[(seed + step * 337) % subjects.length]!;
          expect(program(bindings(facts) as never)).toBe(holds(facts));
        }
      }),
      { numRuns: 200, seed: 5 },
    );
  });
});
