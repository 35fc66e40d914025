import type { CelNode } from "./cel-syntax.ts";
import type { Expr } from "./expression.ts";
import { refuse, TYPE_NAMES, type Parsing } from "./parsing.ts";
import { findFact } from "./scope.ts";

/** What a numeric node is by its names: an `open` one holds only figures and may become 元 or a plain number. */
export type NumericShape = "money" | "number" | "open" | "other";

const MOST_DECIMALS = 12;

/** Looks at names and figures only; faults are left to the parse that follows. */
export function numericShape(parsing: Parsing, node: CelNode): NumericShape {
  switch (node.op) {
    case "value":
      return typeof node.args === "bigint" || typeof node.args === "number" ? "open" : "other";
    case "-_":
      return numericShape(parsing, node.args);
    case "id": {
      const parameter = Object.hasOwn(parsing.scope.parameters, node.args) ? parsing.scope.parameters[node.args] : undefined;
      if (parameter) return parameter.kind;
      const type = findFact(parsing.scope.subject, node.args)?.type;
      if (type === "money") return "money";
      return type === "integer" || type === "number" ? "number" : "other";
    }
    case "call": {
      const [name, args] = node.args;
      if (name === "full_years" || name === "full_months") return "number";
      if (name === "min" || name === "max") return joined(args.map((arg) => numericShape(parsing, arg)));
      return "other";
    }
    case "+":
    case "-":
      return joined(node.args.map((arg) => numericShape(parsing, arg)));
    case "*": {
      const [left, right] = node.args.map((arg) => numericShape(parsing, arg));
      if (left === "money" || right === "money") return "money";
      return left === "open" || right === "open" ? "open" : "number";
    }
    default:
      return "other";
  }
}

/** Sums and choices are of one kind: money beats what is still open. */
function joined(shapes: NumericShape[]): NumericShape {
  if (shapes.includes("money")) return "money";
  return shapes.includes("number") ? "number" : shapes.every((shape) => shape === "open") ? "open" : "other";
}

/** A figure as written: digits without the point, and how many stood behind it. */
export function readDecimal(text: string): { digits: string; decimals: number } | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) return undefined;
  const decimals = match[3]?.replace(/0+$/, "") ?? "";
  return { digits: `${match[1]}${match[2]}${decimals}`, decimals: decimals.length };
}

function parseFigure(parsing: Parsing, node: CelNode, want: "money" | "number", sign: 1 | -1): Expr | undefined {
  const text = parsing.text.slice(node.start, node.end);
  const decimal = readDecimal(text);
  if (!decimal) return refuse(parsing, node, "number.malformed", `${text} 不是普通的十进制数`, "写作 200 或 0.5");
  if (want === "money" && decimal.decimals > 2) {
    return refuse(parsing, node, "money.finer_than_fen", `金额 ${text} 元精确到了分以下`, "金额最多两位小数");
  }
  const scale = want === "money" ? 0 : decimal.decimals;
  const value = sign * Number(decimal.digits) * (want === "money" ? 10 ** (2 - decimal.decimals) : 1);
  if (!Number.isSafeInteger(value)) return refuse(parsing, node, "number.too_large", `${text} 太大或位数太多`, "检查数字");
  return { op: "literal", type: { kind: want, scale }, place: parsing.placeAt(node.start), value: value === 0 ? 0 : value };
}

/** A figure with more decimals' worth of zeros, so that both sides of a comparison have one scale. */
export function rescaled(expr: Expr, scale: number): Expr {
  if (expr.op !== "literal" || typeof expr.value !== "number") return expr;
  if (expr.type.kind !== "number" && expr.type.kind !== "money") return expr;
  if (expr.type.scale >= scale) return expr;
  const value = expr.value * 10 ** (scale - expr.type.scale);
  return Number.isSafeInteger(value) ? { ...expr, type: { ...expr.type, scale }, value } : expr;
}

/** The static scale of a numeric node; 0 for others. */
export function scaleOf(expr: Expr): number {
  return expr.type.kind === "number" || expr.type.kind === "money" ? expr.type.scale : 0;
}

/** Whether a factor can be the amount of a product: of `residents * 1800 * 0.333` the 1800, not the 0.333. */
function mayBeMoney(parsing: Parsing, node: CelNode): boolean {
  if (node.op === "*") return node.args.some((arg) => mayBeMoney(parsing, arg));
  if (node.op === "value") return (readDecimal(parsing.text.slice(node.start, node.end))?.decimals ?? 0) <= 2;
  const shape = numericShape(parsing, node);
  return shape === "money" || shape === "open";
}

function parseProduct(parsing: Parsing, node: CelNode, want: "money" | "number"): Expr | undefined {
  const [left, right] = node.args as [CelNode, CelNode];
  const shapes = [numericShape(parsing, left), numericShape(parsing, right)];
  if (shapes[0] === "money" && shapes[1] === "money") {
    return refuse(parsing, node, "compare.kinds", "两个金额不能相乘", "一边应是人数、张数等数值");
  }
  const moneyLeft = want === "money" && shapes[1] !== "money" && (mayBeMoney(parsing, left) || !mayBeMoney(parsing, right));
  const a = parseNumber(parsing, left, moneyLeft ? "money" : "number");
  const b = parseNumber(parsing, right, want === "money" && !moneyLeft ? "money" : "number");
  if (!a || !b) return undefined;
  const scale = scaleOf(a) + scaleOf(b);
  if (scale > MOST_DECIMALS) return refuse(parsing, node, "number.too_fine", "相乘之后小数位太多", "减少相乘的项，或减少小数位");
  return { op: "multiply", type: { kind: want, scale }, place: parsing.placeAt(node.start), left: a, right: b };
}

function parseSum(parsing: Parsing, node: CelNode & { op: "+" | "-" }, want: "money" | "number"): Expr | undefined {
  const [left, right] = node.args.map((arg) => parseNumber(parsing, arg, want));
  if (!left || !right) return undefined;
  const type = { kind: want, scale: Math.max(scaleOf(left), scaleOf(right)) };
  return { op: node.op === "+" ? "add" : "subtract", type, place: parsing.placeAt(node.start), left, right };
}

/** Sums and products, exactly: sums take the finer scale, products add the scales. */
export function parseArithmetic(parsing: Parsing, node: CelNode, want: "money" | "number"): Expr | undefined {
  if (node.op === "*") return parseProduct(parsing, node, want);
  return node.op === "+" || node.op === "-" ? parseSum(parsing, node, want) : undefined;
}

function parseChoice(parsing: Parsing, node: CelNode, op: "min" | "max", given: CelNode[], want: "money" | "number"): Expr | undefined {
  if (given.length < 2) return refuse(parsing, node, "function.arguments", `${op}() 至少要两项`, `写作 ${op}(beds, 500)`);
  const args = given.map((arg) => parseNumber(parsing, arg, want));
  if (args.includes(undefined)) return undefined;
  const known = args as Expr[];
  const type = { kind: want, scale: Math.max(...known.map(scaleOf)) };
  return { op, type, place: parsing.placeAt(node.start), args: known };
}

/** Reads a numeric node that must be money, or must be a plain number; a node open to both becomes what is wanted. */
export function parseNumber(parsing: Parsing, node: CelNode, want: "money" | "number"): Expr | undefined {
  const shape = numericShape(parsing, node);
  if (shape !== "other" && shape !== "open" && shape !== want) {
    const mend = want === "money" ? "金额由参数或“数量 × 标准”得出" : "这里写人数、张数等数值，不写金额";
    return refuse(parsing, node, "compare.kinds", `这里应是${TYPE_NAMES[want]}，而写的是${TYPE_NAMES[shape]}`, mend);
  }
  if (node.op === "value" && shape === "open") return parseFigure(parsing, node, want, 1);
  if (node.op === "-_") {
    if (node.args.op === "value" && shape === "open") {
      const figure = parseFigure(parsing, node.args, want, -1);
      return figure && { ...figure, place: parsing.placeAt(node.start) };
    }
    return refuse(parsing, node, "syntax.unsupported", "负号只能写在数字前", "改写为减法");
  }
  if (node.op === "+" || node.op === "-" || node.op === "*") return parseArithmetic(parsing, node, want);
  if (node.op === "call" && (node.args[0] === "min" || node.args[0] === "max")) {
    return parseChoice(parsing, node, node.args[0], node.args[1], want);
  }
  const before = parsing.faults.length;
  const expr = parsing.parseNode(parsing, node);
  if (!expr || parsing.faults.length > before) return undefined;
  if (expr.type.kind === want) return expr;
  return refuse(parsing, node, "compare.kinds", `这里应是${TYPE_NAMES[want]}，而写的是${TYPE_NAMES[expr.type.kind]}`, "检查名称与写法");
}
