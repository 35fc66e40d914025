import { dateOfDay } from "../../kernel/dates.ts";
import type { Expr, ValueType } from "./expression.ts";

/** A whole number with a static scale as decimal text; money is 分 and is written in 元. */
export function writeFigure(value: number, type: ValueType): string {
  const decimals = type.kind === "money" ? type.scale + 2 : type.kind === "number" ? type.scale : 0;
  const digits = String(Math.abs(value)).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const part = decimals === 0 ? "" : digits.slice(-decimals).replace(/0+$/, "");
  return `${value < 0 ? "-" : ""}${whole}${part === "" ? "" : `.${part}`}`;
}

function writeLiteral(value: boolean | string | number, type: ValueType): string {
  if (typeof value === "boolean") return String(value);
  if (typeof value === "string") return JSON.stringify(value);
  return type.kind === "date" ? `date("${dateOfDay(value)}")` : writeFigure(value, type);
}

/** How tightly a node binds, as in CEL: or, and, equality, relation, sum, product, the rest. */
function binding(expr: Expr): number {
  switch (expr.op) {
    case "or":
      return 1;
    case "and":
      return 2;
    case "compare":
      return expr.comparison === "==" || expr.comparison === "!=" ? 3 : 4;
    case "in":
      return 4;
    case "add":
    case "subtract":
      return 5;
    case "multiply":
      return 6;
    default:
      return 7;
  }
}

function inside(expr: Expr, atLeast: number): string {
  const text = writeExpression(expr);
  return binding(expr) < atLeast ? `(${text})` : text;
}

const SIGNS = { add: "+", subtract: "-", multiply: "*" } as const;

/** The canonical CEL text of a tree: reading it again gives the same tree. */
export function writeExpression(expr: Expr): string {
  switch (expr.op) {
    case "literal":
      return writeLiteral(expr.value, expr.type);
    case "fact":
      return expr.fact;
    case "parameter":
      return expr.parameter;
    case "as_of":
      return "as_of";
    case "has":
      return `has(${expr.fact})`;
    case "not":
      return `!${inside(expr.arg, 7)}`;
    case "and":
      return expr.args.map((arg) => inside(arg, 3)).join(" && ");
    case "or":
      return expr.args.map((arg) => inside(arg, 2)).join(" || ");
    case "compare":
      return `${inside(expr.left, 5)} ${expr.comparison} ${inside(expr.right, 5)}`;
    case "in":
      if (expr.arg.type.kind === "benefits") return `${JSON.stringify(expr.options[0])} in ${writeExpression(expr.arg)}`;
      return `${inside(expr.arg, 5)} in [${expr.options.map((option) => writeLiteral(option, expr.arg.type)).join(", ")}]`;
    case "within":
      return `within(${writeExpression(expr.arg)}, ${JSON.stringify(expr.ancestor)})`;
    case "add":
    case "subtract":
    case "multiply": {
      const own = binding(expr);
      return `${inside(expr.left, own)} ${SIGNS[expr.op]} ${inside(expr.right, own + 1)}`;
    }
    case "min":
    case "max":
      return `${expr.op}(${expr.args.map(writeExpression).join(", ")})`;
    case "full_years":
    case "full_months":
      return `${expr.op}(${writeExpression(expr.from)}, ${writeExpression(expr.to)})`;
  }
}
