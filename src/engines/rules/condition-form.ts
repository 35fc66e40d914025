import { AppError } from "../../kernel/errors.ts";
import { DERIVED_FACTS, FACTS, type Fact, type SubjectKind } from "../../kernel/facts.ts";
import { dateOfDay } from "../../kernel/dates.ts";
import type { Comparison, Expr } from "./expression.ts";
import { writeExpression, writeFigure } from "./write-expression.ts";

export type ConditionOperator =
  | Comparison
  | "in"
  | "not_in"
  | "is_true"
  | "is_false"
  | "receives"
  | "not_receives"
  | "within"
  | "known";

/**
 * One line of an officer's form. Values are as shown: enumerations by their code, money in 元, dates `YYYY-MM-DD`,
 * `@name` for a parameter; none for yes-or-no facts.
 */
export type ConditionTest = { fact: string; operator: ConditionOperator; values: string[] };
/** Rows that must all hold; of a row one alternative must; of an alternative all tests. */
export type ConditionRows = { rows: { any: { all: ConditionTest[] }[] }[] };
/** A condition as rows, or as its text where it does not fit into rows. */
export type ConditionForm = ConditionRows | { expression: string };

const NEGATED: Partial<Record<ConditionOperator, ConditionOperator>> = { in: "not_in", receives: "not_receives", is_true: "is_false" };

function valueText(value: boolean | string | number, arg: Expr): string {
  if (typeof value !== "number") return String(value);
  return arg.type.kind === "date" ? dateOfDay(value) : writeFigure(value, arg.type);
}

function compareTest(expr: Expr & { op: "compare" }): ConditionTest | undefined {
  const { left, right, comparison } = expr;
  if (left.op !== "fact") return undefined;
  if (right.op === "parameter") return { fact: left.fact, operator: comparison, values: [`@${right.parameter}`] };
  if (right.op !== "literal") return undefined;
  const typed = typeof right.value === "number" && right.type.kind !== "date" ? right : left;
  return { fact: left.fact, operator: comparison, values: [valueText(right.value, typed)] };
}

function testOf(expr: Expr): ConditionTest | undefined {
  switch (expr.op) {
    case "fact":
      return { fact: expr.fact, operator: "is_true", values: [] };
    case "has":
      return { fact: expr.fact, operator: "known", values: [] };
    case "compare":
      return compareTest(expr);
    case "within":
      return expr.arg.op === "fact" ? { fact: expr.arg.fact, operator: "within", values: [expr.ancestor] } : undefined;
    case "in": {
      const { arg, options } = expr;
      if (arg.op !== "fact") return undefined;
      const operator = arg.type.kind === "benefits" ? "receives" : "in";
      return { fact: arg.fact, operator, values: options.map((option) => valueText(option, arg)) };
    }
    case "not": {
      const inner = testOf(expr.arg);
      const operator = inner && NEGATED[inner.operator];
      return inner && operator ? { ...inner, operator } : undefined;
    }
    default:
      return undefined;
  }
}

/**
 * A condition as the officer's form shows it. `true` has no rows.
 *
 * @returns rows of alternatives of tests; the text where a condition is nested deeper or compares computed quantities
 */
export function conditionForm(expr: Expr): ConditionForm {
  if (expr.op === "literal" && expr.value === true) return { rows: [] };
  const rows = (expr.op === "and" ? expr.args : [expr]).map((row) => ({
    any: (row.op === "or" ? row.args : [row]).map((alternative) => ({
      all: (alternative.op === "and" ? alternative.args : [alternative]).map(testOf),
    })),
  }));
  const whole = rows.every(({ any }) => any.every(({ all }) => !all.includes(undefined)));
  return whole ? { rows: rows as ConditionRows["rows"] } : { expression: writeExpression(expr) };
}

/** The dictionary's entry; a name means the same for every kind of subject that has it. */
function getFact(name: string): Fact {
  for (const kind of Object.keys(FACTS) as SubjectKind[]) {
    if (Object.hasOwn(FACTS[kind], name)) return FACTS[kind][name]!;
    if (Object.hasOwn(DERIVED_FACTS[kind], name)) return DERIVED_FACTS[kind][name]!;
  }
  throw new AppError("condition.fact_unknown", { fact: name });
}

/** A value in the form that the fact's type asks for; what does not fit is quoted, and the checker names the mend. */
function writeValue(value: string, fact: Fact): string {
  const text = value.trim();
  if (/^@[a-z][a-z0-9_]*$/.test(text)) return text.slice(1);
  const numeric = fact.type === "integer" || fact.type === "number" || fact.type === "money";
  if (numeric && /^-?\d+(\.\d+)?$/.test(text)) return text;
  return fact.type === "date" ? `date(${JSON.stringify(text)})` : JSON.stringify(text);
}

function writeTest({ fact: name, operator, values }: ConditionTest): string {
  const fact = getFact(name);
  if (operator === "is_true") return name;
  if (operator === "is_false") return `!${name}`;
  if (operator === "known") return `has(${name})`;
  const list = operator === "in" || operator === "not_in" || operator === "receives" || operator === "not_receives";
  if (values.length === 0 || (!list && values.length > 1)) throw new AppError("condition.values", { fact: name, operator });
  const written = values.map((value) => writeValue(value, fact));
  switch (operator) {
    case "in":
      return `${name} in [${written.join(", ")}]`;
    case "not_in":
      return `!(${name} in [${written.join(", ")}])`;
    case "receives": {
      const each = written.map((id) => `${id} in ${name}`).join(" || ");
      return written.length > 1 ? `(${each})` : each;
    }
    case "not_receives":
      return written.map((id) => `!(${id} in ${name})`).join(" && ");
    case "within":
      return `within(${name}, ${written[0]})`;
    default:
      return `${name} ${operator} ${written[0]}`;
  }
}

/** An empty row or alternative is refused: leaving it out would let in everybody. */
function joined(parts: string[], sign: "&&" | "||", bracket: boolean): string {
  if (parts.length === 0) throw new AppError("condition.empty_row");
  const text = parts.join(` ${sign} `);
  return bracket && parts.length > 1 ? `(${text})` : text;
}

/**
 * The text of an officer's form; reading it gives the condition that the form shows.
 *
 * Throws `condition.fact_unknown`, `condition.values` or `condition.empty_row` where the form is not filled in. Whether
 * the values fit is the checker's business.
 */
export function expressionOf(form: ConditionForm): string {
  if ("expression" in form) return form.expression;
  if (form.rows.length === 0) return "true";
  const rows = form.rows.map(({ any }) => {
    const alternatives = any.map(({ all }) => joined(all.map(writeTest), "&&", any.length > 1));
    return joined(alternatives, "||", form.rows.length > 1);
  });
  return rows.join(" && ");
}
