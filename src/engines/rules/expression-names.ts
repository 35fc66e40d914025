import type { Expr } from "./expression.ts";
import { childrenOf } from "./interpret.ts";
import type { Amount, Benefit } from "./pack.ts";

export type Names = { facts: string[]; parameters: string[] };

/** Calls `visit` for an expression and everything within it. */
export function walk(expr: Expr, visit: (expr: Expr) => void): void {
  visit(expr);
  for (const child of childrenOf(expr)) walk(child, visit);
}

/** Every expression of an amount: times, values, table rows, cap, bounds. */
export function expressionsOf(amount: Amount): Expr[] {
  const known = (expr: Expr | undefined): expr is Expr => expr !== undefined;
  if (amount.form === "parts") {
    const parts = amount.parts.flatMap((part) => [part.times, part.value, ...(part.table ?? []).flatMap((row) => [row.when, row.value])]);
    return [...parts, amount.cap].filter(known);
  }
  if (amount.form !== "bounds") return [];
  return [amount.min, amount.max, ...(amount.standard ?? []).flatMap((row) => [row.when, row.value])].filter(known);
}

/** The facts (as written, `age` included) and parameters that a benefit's condition and amount read. */
export function collectNames(benefit: Benefit): Names {
  const facts = new Set<string>();
  const parameters = new Set<string>();
  for (const expr of [benefit.when, ...expressionsOf(benefit.amount)]) {
    walk(expr, (node) => {
      if (node.op === "fact" || node.op === "has") facts.add(node.fact);
      if (node.op === "parameter") parameters.add(node.parameter);
    });
  }
  return { facts: [...facts], parameters: [...parameters] };
}
