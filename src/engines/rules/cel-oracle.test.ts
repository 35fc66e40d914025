import { celEnv, celFunc, CelScalar, isCelError, parse, plan, type CelInput } from "@bufbuild/cel";
import { describe, expect, it } from "vitest";
import { dayNumber } from "../../kernel/dates.ts";
import { FACTS, type Facts, type SubjectKind } from "../../kernel/facts.ts";
import { holds, UNKNOWN, YES, type Reading } from "./interpret.ts";
import { parseExpression } from "./parse-expression.ts";
import { boundariesOf, conditionText, randomFacts, randomFrom, type Random } from "./random-packs.fixture.ts";
import type { Scope } from "./scope.ts";

/**
 * Conditions as the standard's own evaluator sees them: a fact that is not bound is an error, which `&&` and `||` absorb
 * just as Kleene's logic absorbs what is unknown. Facts are bound as CEL has them: counts as int, figures as double.
 */
const env = celEnv({
  funcs: [celFunc("date", [CelScalar.STRING], CelScalar.INT, (text) => BigInt(dayNumber(text)))],
});

function bindings(kind: SubjectKind, facts: Facts): Record<string, CelInput> {
  const bound: Record<string, CelInput> = {};
  for (const [name, fact] of Object.entries(FACTS[kind])) {
    const value = facts[name];
    if (value === undefined) continue;
    if (fact.type === "integer") bound[name] = BigInt(value as number);
    else if (fact.type === "money") bound[name] = Number(((value as number) / 100).toFixed(2));
    else if (fact.type === "date") bound[name] = BigInt(dayNumber(value as string));
    else if (typeof value !== "object") bound[name] = value;
  }
  return bound;
}

/** Only what is CEL without our functions and parameters. */
function plainCondition(random: Random, kind: SubjectKind): string {
  for (;;) {
    const text = conditionText(random, kind, 2);
    if (!/full_|within|has\(|age|receives|p_|as_of|max\(|min\(|residents_\w+ [*+]|fire_upgrade_cost \*/.test(text)) return text;
  }
}

describe("conditions", () => {
  it.each(["senior", "facility"] as const)("mean what the standard says, for %s", (kind) => {
    const random = randomFrom(kind.length);
    const scope: Scope = { subject: kind, parameters: {}, benefits: new Set() };
    const answers = new Map<number, number>();
    for (let tried = 0; tried < 400; ) {
      const text = plainCondition(random, kind);
      const { expr } = parseExpression(text, scope, "boolean");
      if (!expr) continue;
      tried += 1;
      const evaluate = plan(env, parse(text));
      const boundaries = boundariesOf([], kind, "2026-01-01");
      for (let subject = 0; subject < 40; subject += 1) {
        const facts = randomFacts(random, kind, boundaries);
        const reading: Reading = { kind, facts, day: dayNumber("2026-01-01"), parameters: {} };
        const ours = holds(expr, reading);
        const theirs = evaluate(bindings(kind, facts));
        const expected = isCelError(theirs) ? UNKNOWN : theirs === true ? YES : 0;
        expect(ours, `${text} for ${JSON.stringify(facts)}`).toBe(expected);
        answers.set(ours, (answers.get(ours) ?? 0) + 1);
      }
    }
    // Each of the three answers came up often enough to mean something.
    for (const truth of [0, UNKNOWN, YES]) expect(answers.get(truth)).toBeGreaterThan(1000);
  });
});
