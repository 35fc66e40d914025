import { walk } from "./expression-names.ts";
import type { Expr } from "./expression.ts";
import type { Benefit } from "./pack.ts";
import { note, type Reader } from "./pack-fields.ts";
import { findFact } from "./scope.ts";

/** Facts that some subjects cannot have, with the fact that says so: 无残疾证的没有残疾等级. */
const APPLICABLE: Readonly<Record<string, { fact: string; absent: string }>> = {
  disability_grade: { fact: "disability_category", absent: "none" },
};

function readsFact(expr: Expr, fact: string): boolean {
  let found = false;
  walk(expr, (node) => {
    if (node.op === "fact" && node.fact === fact) found = true;
  });
  return found;
}

/** Whether a condition's holding shows that the fact applies: `disability_category != "none"`, or one of the others. */
function showsApplicable(expr: Expr, { fact, absent }: { fact: string; absent: string }): boolean {
  if (expr.op === "and") return expr.args.some((arg) => showsApplicable(arg, { fact, absent }));
  if (expr.op === "or") return expr.args.every((arg) => showsApplicable(arg, { fact, absent }));
  if (expr.op === "not") return showsInapplicable(expr.arg, { fact, absent });
  if (expr.op === "in") return expr.arg.op === "fact" && expr.arg.fact === fact && !expr.options.includes(absent);
  if (expr.op !== "compare" || expr.left.op !== "fact" || expr.left.fact !== fact || expr.right.op !== "literal") return false;
  return (expr.comparison === "!=") === (expr.right.value === absent);
}

/** Whether a condition holds for everybody to whom the fact does not apply, so that it may stand before `||`. */
function showsInapplicable(expr: Expr, { fact, absent }: { fact: string; absent: string }): boolean {
  if (expr.op === "in") return expr.arg.op === "fact" && expr.arg.fact === fact && expr.options.includes(absent);
  if (expr.op !== "compare" || expr.left.op !== "fact" || expr.left.fact !== fact || expr.right.op !== "literal") return false;
  return expr.comparison === "==" && expr.right.value === absent;
}

/** Every use of a fact that may not apply stands where another condition has settled that it does. */
function checkApplicable(reader: Reader, expr: Expr, guarded: ReadonlySet<string>): void {
  if (expr.op === "and" || expr.op === "or") {
    const settles = expr.op === "and" ? showsApplicable : showsInapplicable;
    const settled = Object.keys(APPLICABLE).filter((fact) => expr.args.some((arg) => settles(arg, APPLICABLE[fact]!)));
    const inner = new Set([...guarded, ...settled]);
    for (const arg of expr.args) checkApplicable(reader, arg, inner);
    return;
  }
  if (expr.op === "not") return checkApplicable(reader, expr.arg, guarded);
  walk(expr, (node) => {
    if (node.op !== "fact" || !Object.hasOwn(APPLICABLE, node.fact) || guarded.has(node.fact)) return;
    const { fact, absent } = APPLICABLE[node.fact]!;
    const label = findFact("senior", node.fact)?.label ?? node.fact;
    note(reader, node.place, "fact.unguarded", `${label}不是人人都有，这里没有先确认`, `在前面加上 ${fact} != "${absent}" &&`);
  });
}

/** `has(f)` says nothing alone: it may only stand beside a use of the same fact, joined by `&&`. */
function checkHas(reader: Reader, expr: Expr): void {
  const beside = new Set<Expr>();
  walk(expr, (node) => {
    if (node.op !== "and") return;
    for (const arg of node.args) {
      if (arg.op === "has" && node.args.some((other) => other !== arg && readsFact(other, arg.fact))) beside.add(arg);
    }
  });
  walk(expr, (node) => {
    if (node.op === "has" && !beside.has(node)) {
      note(reader, node.place, "has.misplaced", `has(${node.fact}) 不能单独作条件：不知道不等于没有`, `与 ${node.fact} 的比较用 && 写在一起，或去掉 has()`);
    }
  });
}

/** The conditions of a benefit: `when`, and those of its tables, which are asked only when `when` holds. */
function conditionsOf(benefit: Benefit): { expr: Expr; within: boolean }[] {
  const { amount } = benefit;
  const tables = amount.form === "parts" ? amount.parts.map(({ table }) => table) : amount.form === "bounds" ? [amount.standard] : [];
  const rows = tables.flatMap((table) => (table ?? []).flatMap(({ when }) => (when ? [{ expr: when, within: true }] : [])));
  return [{ expr: benefit.when, within: false }, ...rows];
}

/** A fact that may be missing or may not apply is used only where its absence cannot pass silently. */
export function checkGuards(reader: Reader, benefit: Benefit): void {
  const settled = Object.keys(APPLICABLE).filter((fact) => showsApplicable(benefit.when, APPLICABLE[fact]!));
  for (const { expr, within } of conditionsOf(benefit)) {
    checkHas(reader, expr);
    checkApplicable(reader, expr, new Set(within ? settled : []));
  }
}
