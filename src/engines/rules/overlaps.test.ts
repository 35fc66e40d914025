import { describe, expect, it } from "vitest";
import type { Facts } from "../../kernel/facts.ts";
import { decide } from "./decide.ts";
import type { Benefit, Decision, Overlap, Pack } from "./pack.ts";
import { parseExpression } from "./parse-expression.ts";
import { policySet } from "./policy-set.ts";

const PLACE = { line: 1, column: 1 };
const CLAUSE = { at: "一", quote: "试验", start: 0 };

/** A benefit of `yuan` a month to those of an ability level (of `level` and more). */
function benefit(id: string, level: number, yuan: number, more: Partial<Benefit> = {}): Benefit {
  const scope = { subject: "senior", parameters: {}, benefits: new Set<string>() } as const;
  const when = parseExpression(`ability_level >= ${level}`, scope, "boolean").expr!;
  const value = parseExpression(String(yuan), scope, "money").expr!;
  const shares = [{ payer: "city", part: 6000 }, { payer: "district", part: 4000 }];
  const amount = { form: "parts", parts: [{ value, place: PLACE }] } as const;
  return { id, name: id, kind: "money", subject: "senior", class: "护理类", clause: CLAUSE, when, amount: { ...amount, parts: [...amount.parts] }, period: "month", shares, place: PLACE, ...more };
}

function answers(overlaps: Overlap[], facts: Facts, benefits = [benefit("a", 1, 100), benefit("b", 1, 200), benefit("c", 2, 300)]): Record<string, Decision> {
  const pack: Pack = {
    name: "test",
    title: "试验",
    document: { id: "test", title: "试验", issuer: "试验", region: "000000000000", effective: "2020-01-01", text: "document.txt" },
    parameters: {},
    benefits,
    external: [{ id: "elsewhere", name: "外部待遇", class: "护理类" }],
    overlaps,
    signOffs: [],
  };
  const decisions = decide(policySet([pack], "senior", "2026-01-01"), facts, "2026-01-01", { trace: true });
  return Object.fromEntries(decisions.map((decision) => [decision.benefit, decision]));
}

const brief = (decisions: Record<string, Decision>) => Object.fromEntries(Object.values(decisions).map(({ benefit: id, standing, amount, excludedBy }) => [id, [standing, amount, excludedBy]]));
const low: Facts = { ability_level: 1, receives: {} };
const high: Facts = { ability_level: 2, receives: {} };

describe("take_higher", () => {
  const rule: Overlap = { rule: "take_higher", over: ["a", "b", "elsewhere"], place: PLACE };
  it("R-219 keeps the higher and names what took the place of the other", () => {
    expect(brief(answers([rule], low))).toEqual({ a: ["suppressed", null, "b"], b: ["granted", 20_000, null], c: ["not_eligible", null, null] });
    expect(answers([rule], low)["a"]).toMatchObject({ eligible: false, shares: [] });
  });
  it("keeps the first named of equals", () => {
    const equal = [benefit("a", 1, 200), benefit("b", 1, 200)];
    expect(brief(answers([{ ...rule, over: ["b", "a"] }], low, equal))).toEqual({ a: ["suppressed", null, "b"], b: ["granted", 20_000, null] });
  });
  it("compares a yearly amount with a monthly one", () => {
    const yearly = [benefit("a", 1, 2401, { period: "year" }), benefit("b", 1, 200)];
    expect(brief(answers([rule], low, yearly))["b"]).toEqual(["suppressed", null, "a"]);
  });
  it("gives way to what is received from elsewhere, and cannot tell where its amount is unknown", () => {
    expect(brief(answers([rule], { ...low, receives: { elsewhere: 20_001 } }))).toMatchObject({ a: ["suppressed", null, "b"], b: ["suppressed", null, "elsewhere"] });
    expect(brief(answers([rule], { ...low, receives: { elsewhere: 20_000 } }))["b"]).toEqual(["granted", 20_000, null]);
    expect(answers([rule], { ...low, receives: { elsewhere: null } })["b"]).toMatchObject({ eligible: null, standing: "unknown", missing: ["receives"] });
  });
  it("decides where nothing is known of what is received, and says so", () => {
    const decision = answers([rule], { ability_level: 1 })["b"]!;
    expect(decision.standing).toBe("granted");
    const step = decision.trace!.children!.find((child) => child.step === "overlap" && child.result === null);
    expect(step?.text).toContain("现享待遇未登记");
  });
  it("cannot tell while another that may be higher is unknown", () => {
    const unknown = [benefit("a", 1, 100), benefit("b", 1, 200, { when: parseExpression("dementia_level >= 1", { subject: "senior", parameters: {}, benefits: new Set() }, "boolean").expr! })];
    expect(answers([rule], low, unknown)["a"]).toMatchObject({ eligible: null, missing: ["dementia_level"] });
  });
});

describe("exclusive", () => {
  const rule: Overlap = { rule: "exclusive", over: ["a", "b", "c"], keep: "c", place: PLACE };
  it("keeps the one it names, else the first that is held", () => {
    expect(brief(answers([rule], high))).toEqual({ a: ["suppressed", null, "c"], b: ["suppressed", null, "c"], c: ["granted", 30_000, null] });
    expect(brief(answers([rule], low))).toMatchObject({ a: ["granted", 10_000, null], b: ["suppressed", null, "a"] });
  });
  it("gives way to one that is received from elsewhere", () => {
    const outside: Overlap = { ...rule, over: ["a", "elsewhere"], keep: "elsewhere" };
    expect(brief(answers([outside], { ...low, receives: { elsewhere: null } }))["a"]).toEqual(["suppressed", null, "elsewhere"]);
  });
});

describe("cap", () => {
  const rule: Overlap = { rule: "cap", over: ["c", "b", "a"], limit: 40_000, period: "month", place: PLACE };
  it("reduces the later ones first, and divides what is left among the payers", () => {
    const decisions = answers([rule], high);
    expect(brief(decisions)).toEqual({ c: ["granted", 30_000, null], b: ["reduced", 10_000, "c"], a: ["suppressed", null, "b"] });
    expect(decisions["b"]).toMatchObject({ eligible: true, shares: [{ payer: "city", amount: 6000 }, { payer: "district", amount: 4000 }] });
  });
  it("counts what is received from elsewhere first", () => {
    const outside: Overlap = { ...rule, over: ["b", "elsewhere"] };
    expect(brief(answers([outside], { ...low, receives: { elsewhere: 25_000 } }))["b"]).toEqual(["reduced", 15_000, "elsewhere"]);
    expect(brief(answers([outside], { ...low, receives: { elsewhere: 40_000 } }))["b"]).toEqual(["suppressed", null, "elsewhere"]);
  });
  it("leaves alone what fits to the 分", () => {
    expect(brief(answers([{ ...rule, limit: 60_000 }], high))).toMatchObject({ a: ["granted", 10_000, null] });
    expect(brief(answers([{ ...rule, limit: 59_999 }], high))).toMatchObject({ a: ["reduced", 9999, "b"] });
  });
});

describe("stack and order", () => {
  it("leaves stacked benefits alone", () => {
    expect(brief(answers([{ rule: "stack", over: ["a", "b"], place: PLACE }], low))).toMatchObject({ a: ["granted", 10_000, null], b: ["granted", 20_000, null] });
  });
  it("applies rules as declared: what one has suppressed is gone for the next", () => {
    const first: Overlap = { rule: "take_higher", over: ["b", "c"], place: PLACE };
    const second: Overlap = { rule: "exclusive", over: ["a", "b"], keep: "b", place: PLACE };
    expect(brief(answers([first, second], high))).toMatchObject({ a: ["granted", 10_000, null], b: ["suppressed", null, "c"] });
    expect(brief(answers([second, first], high))).toMatchObject({ a: ["suppressed", null, "b"], b: ["suppressed", null, "c"] });
  });
});
