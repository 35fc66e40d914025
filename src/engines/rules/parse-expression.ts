import { isCivilDate, dayNumber } from "../../kernel/dates.ts";
import { parseCel, type CelNode } from "./cel-syntax.ts";
import { parseComparison, parseIn } from "./parse-comparison.ts";
import type { Expr, Place } from "./expression.ts";
import { numericShape, parseArithmetic, parseNumber } from "./parse-number.ts";
import { refuse, TYPE_NAMES, type Parsing } from "./parsing.ts";
import { suggest } from "./nearest-word.ts";
import { factNames, factType, findFact, FUNCTIONS, otherSubjectWith, regionFault, type ExpressionFault, type Scope } from "./scope.ts";

/** What an expression must yield: a condition, a count, or an amount (in which plain figures are 元). */
export type Expected = "boolean" | "number" | "money";

/** A name: the date of the decision, a parameter or a fact. */
function parseName(parsing: Parsing, node: CelNode, name: string): Expr | undefined {
  const place = parsing.placeAt(node.start);
  if (name === "as_of") return { op: "as_of", type: { kind: "date" }, place };
  if (Object.hasOwn(parsing.scope.parameters, name)) {
    const { kind, scale } = parsing.scope.parameters[name]!;
    return { op: "parameter", type: { kind, scale }, place, parameter: name };
  }
  if (parsing.scope.unread?.has(name)) return undefined;
  const fact = findFact(parsing.scope.subject, name);
  if (fact) return { op: "fact", type: factType(fact), place, fact: name };
  const other = otherSubjectWith(name, parsing.scope.subject);
  if (other !== undefined) {
    return refuse(parsing, node, "fact.other_subject", `${name} 是${other}的事实，不属于本规则的对象`, "检查 subject，或换用本对象的事实");
  }
  const known = [...factNames(parsing.scope.subject), ...Object.keys(parsing.scope.parameters), "as_of"];
  return refuse(parsing, node, "fact.unknown", `没有名为 ${name} 的事实或参数`, suggest(name, known, "名称"));
}

function parseHas(parsing: Parsing, node: CelNode, args: CelNode[]): Expr | undefined {
  const [arg] = args;
  if (args.length !== 1 || arg?.op !== "id") return refuse(parsing, node, "function.arguments", "has() 里应是一个事实", "写作 has(rating)");
  const fact = parseName(parsing, arg, arg.args);
  if (!fact) return undefined;
  if (fact.op !== "fact") return refuse(parsing, arg, "function.arguments", `${arg.args} 不是事实，总是已知的`, "去掉 has()");
  return { op: "has", type: { kind: "boolean" }, place: parsing.placeAt(node.start), fact: fact.fact };
}

function parseDateLiteral(parsing: Parsing, node: CelNode, args: CelNode[]): Expr | undefined {
  const [arg] = args;
  if (args.length !== 1 || arg?.op !== "value" || typeof arg.args !== "string") {
    return refuse(parsing, node, "function.arguments", "date() 里应是一个带引号的日期", `写作 ${FUNCTIONS.date}`);
  }
  if (!isCivilDate(arg.args)) return refuse(parsing, arg, "date.malformed", `${arg.args} 不是真实存在的日期`, "写作 2021-12-31");
  return { op: "literal", type: { kind: "date" }, place: parsing.placeAt(node.start), value: dayNumber(arg.args) };
}

function parseWithin(parsing: Parsing, node: CelNode, args: CelNode[]): Expr | undefined {
  const [first, second] = args;
  if (args.length !== 2 || second?.op !== "value" || typeof second.args !== "string") {
    return refuse(parsing, node, "function.arguments", "within() 要写区划事实和一个带引号的区划代码", `写作 ${FUNCTIONS.within}`);
  }
  const arg = parseNode(parsing, first!);
  if (arg && (arg.op !== "fact" || arg.type.kind !== "region")) {
    return refuse(parsing, first!, "compare.kinds", "within() 的第一项应是行政区划事实", `写作 ${FUNCTIONS.within}`);
  }
  const fault = regionFault(second.args, parsing.scope.knownRegion);
  if (fault) return refuse(parsing, second, "region.unknown", fault.message, fault.mend);
  return arg && { op: "within", type: { kind: "boolean" }, place: parsing.placeAt(node.start), arg, ancestor: second.args };
}

function parseSpan(parsing: Parsing, node: CelNode, op: "full_years" | "full_months", args: CelNode[]): Expr | undefined {
  if (args.length !== 2) return refuse(parsing, node, "function.arguments", `${op}() 要两个日期`, `写作 ${FUNCTIONS[op]}`);
  const [from, to] = args.map((arg) => {
    const date = parseNode(parsing, arg);
    if (!date || date.type.kind === "date") return date;
    return refuse(parsing, arg, "compare.kinds", `${op}() 的两项都应是日期`, "使用日期事实、as_of 或 date(\"2021-12-31\")");
  });
  if (!from || !to) return undefined;
  return { op, type: { kind: "number", scale: 0 }, place: parsing.placeAt(node.start), from, to };
}

function parseCall(parsing: Parsing, node: CelNode, name: string, args: CelNode[]): Expr | undefined {
  switch (name) {
    case "has":
      return parseHas(parsing, node, args);
    case "date":
      return parseDateLiteral(parsing, node, args);
    case "within":
      return parseWithin(parsing, node, args);
    case "full_years":
    case "full_months":
      return parseSpan(parsing, node, name, args);
    case "min":
    case "max":
      return parseNumber(parsing, node, "number");
    default:
      return refuse(parsing, node, "function.unknown", `没有名为 ${name} 的函数`, suggest(name, Object.keys(FUNCTIONS), "函数"));
  }
}

function parseCondition(parsing: Parsing, node: CelNode): Expr | undefined {
  const expr = parseNode(parsing, node);
  if (expr && expr.type.kind !== "boolean") {
    return refuse(parsing, node, "compare.kinds", `这里应是条件，而写的是${TYPE_NAMES[expr.type.kind]}`, "写成比较，例如 age >= 80");
  }
  return expr;
}

/** `a && b && c` as one node with three arguments, in the order written. */
function parseLogic(parsing: Parsing, node: CelNode, sign: "&&" | "||"): Expr | undefined {
  const op = sign === "&&" ? "and" : "or";
  const sides = (node.args as [CelNode, CelNode]).map((side) => parseCondition(parsing, side));
  const args = sides.flatMap((side) => (side === undefined ? [] : side.op === op ? side.args : [side]));
  if (sides.includes(undefined)) return undefined;
  return { op, type: { kind: "boolean" }, place: parsing.placeAt(node.start), args };
}

const NOT_SUPPORTED: Record<string, [string, string]> = {
  "/": ["不支持除法", "改为乘以小数，例如 fire_upgrade_cost * 0.5"],
  "%": ["不支持取余", "改写为比较或乘法"],
  "?:": ["不支持 ? : 选择", "改用 table，一行一个条件"],
  ".": ["名称里不能有点", "直接写事实的名称，例如 age"],
  "[]": ["不支持下标", "待遇写作 \"benefit-id\" in receives"],
  rcall: ["不支持这种写法", `可用的函数有：${Object.values(FUNCTIONS).join("、")}`],
  list: ["列表只能写在 in 的右边", "写作 economic in [\"destitute\", \"low_income\"]"],
  map: ["不支持花括号", "删去花括号"],
};

function parseLiteral(parsing: Parsing, node: CelNode & { op: "value" }): Expr | undefined {
  const place = parsing.placeAt(node.start);
  if (typeof node.args === "boolean") return { op: "literal", type: { kind: "boolean" }, place, value: node.args };
  if (typeof node.args === "string") return { op: "literal", type: { kind: "text" }, place, value: node.args };
  if (node.args === null) return refuse(parsing, node, "value.null", "不能与空值比较", "是否已知用 has(事实)");
  return parseNumber(parsing, node, "number");
}

/** Turns any node of the parser's tree into ours. */
function parseNode(parsing: Parsing, node: CelNode): Expr | undefined {
  switch (node.op) {
    case "value":
      return parseLiteral(parsing, node);
    case "id":
      return parseName(parsing, node, node.args);
    case "call":
      return parseCall(parsing, node, node.args[0], node.args[1]);
    case "&&":
    case "||":
      return parseLogic(parsing, node, node.op);
    case "!_": {
      const arg = parseCondition(parsing, node.args);
      return arg && { op: "not", type: { kind: "boolean" }, place: parsing.placeAt(node.start), arg };
    }
    case "==":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return parseComparison(parsing, node, node.op);
    case "in":
      return parseIn(parsing, node);
    case "+":
    case "-":
    case "*":
      return parseArithmetic(parsing, node, numericShape(parsing, node) === "money" ? "money" : "number");
    case "-_":
      return parseNumber(parsing, node, "number");
    default: {
      const [message, mend] = NOT_SUPPORTED[node.op] ?? ["不支持这种写法", "参看规则语言说明"];
      return refuse(parsing, node, "syntax.unsupported", message, mend);
    }
  }
}

/**
 * Reads the text of a condition or quantity into the typed tree.
 *
 * @param expected what the text must yield; plain figures in an amount are 元 with at most two decimals
 * @param placeAt where a character of the text stands in its file; by itself the text is line 1
 * @returns the tree, only when there is no fault
 */
export function parseExpression(
  text: string,
  scope: Scope,
  expected: Expected,
  placeAt: (offset: number) => Place = (offset) => ({ line: 1, column: offset + 1 }),
): { expr?: Expr; faults: ExpressionFault[] } {
  const parsing: Parsing = { scope, text, faults: [], placeAt, parseNode };
  const read = parseCel(text);
  if ("fault" in read) {
    const { offset, message, mend } = read.fault;
    return { faults: [{ place: placeAt(offset), code: "syntax", message, mend }] };
  }
  const expr = expected === "boolean" ? parseCondition(parsing, read.tree) : parseNumber(parsing, read.tree, expected);
  return parsing.faults.length > 0 || !expr ? { faults: parsing.faults } : { expr, faults: [] };
}
