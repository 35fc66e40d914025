import type { CivilDate } from "../../kernel/dates.ts";
import type { Facts } from "../../kernel/facts.ts";
import { NOT_APPLICABLE, STANDINGS } from "./assess.ts";
import type { Results } from "./compile.ts";
import { decide } from "./decide.ts";
import type { PolicySet } from "./policy-set.ts";

/**
 * Where the compiled results of one subject differ from what the interpreter decides, in words; undefined where they
 * agree in standing, amount, bounds and what excluded it.
 */
export function findDisagreement(set: PolicySet, facts: Facts, date: CivilDate, results: Results, index: number): string | undefined {
  const decisions = new Map(decide(set, facts, date).map((decision) => [`${decision.pack}/${decision.benefit}`, decision]));
  for (const benefit of results.benefits) {
    const name = `${benefit.pack}/${benefit.benefit}`;
    const decision = decisions.get(name);
    const code = benefit.standing[index]!;
    const compiled = [
      code === NOT_APPLICABLE ? "not_applicable" : STANDINGS[code]!,
      money(benefit.amount[index]!),
      money(benefit.min?.[index] ?? Number.NaN),
      money(benefit.max?.[index] ?? Number.NaN),
      results.names[(benefit.excludedBy?.[index] ?? 0) - 1] ?? "-",
    ].join(" ");
    const interpreted = decision
      ? [decision.standing, decision.amount ?? "-", decision.bounds?.min ?? "-", decision.bounds?.max ?? "-", decision.excludedBy ?? "-"].join(" ")
      : "not_applicable - - - -";
    if (compiled !== interpreted) return `${name} on ${date}: compiled ${compiled}, interpreted ${interpreted}, facts ${JSON.stringify(facts)}`;
  }
  return undefined;
}

function money(value: number): string {
  return Number.isNaN(value) ? "-" : String(value);
}
