import type { Fact } from "../../kernel/facts.ts";
import type { CelNode } from "./cel-syntax.ts";
import type { Comparison, Expr } from "./expression.ts";
import { suggest } from "./nearest-word.ts";
import { refuse, TYPE_NAMES, type Parsing } from "./parsing.ts";
import { numericShape, parseNumber, rescaled, scaleOf } from "./parse-number.ts";
import { findFact, mirrored, regionFault } from "./scope.ts";

const BOOLEAN = { kind: "boolean" } as const;

/** The dictionary entry behind a node that is a fact. */
function factOf(parsing: Parsing, expr: Expr): Fact | undefined {
  return expr.op === "fact" ? findFact(parsing.scope.subject, expr.fact) : undefined;
}

/** Whether a text is a value of the enumeration, or a real region; notes the fault when it is not. */
function textFits(parsing: Parsing, node: CelNode, arg: Expr, value: string): boolean {
  const fact = factOf(parsing, arg);
  if (fact?.type === "enum" && !Object.hasOwn(fact.values, value)) {
    refuse(parsing, node, "enum.unknown", `${fact.label}没有 ${value} 这个选项`, suggest(value, Object.keys(fact.values), "选项"));
    return false;
  }
  const fault = fact?.type === "region" ? regionFault(value, parsing.scope.knownRegion) : undefined;
  if (fault) refuse(parsing, node, "region.unknown", fault.message, fault.mend);
  return fault === undefined;
}

const HOLDS: Record<Comparison, (value: number, constant: number) => boolean> = {
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

/** Refuses a comparison that is the same for every value that the fact can have. */
function rangeFits(parsing: Parsing, node: CelNode, arg: Expr, comparison: Comparison, literal: Expr): boolean {
  const fact = factOf(parsing, arg);
  if (!fact || (fact.type !== "integer" && fact.type !== "number") || literal.op !== "literal") return true;
  const unit = 10 ** (fact.type === "number" ? fact.scale : 0);
  const [low, high, value] = [fact.min * unit, fact.max * unit, Number(literal.value)];
  // The ends and the value itself (or a neighbour) show every answer that a comparison can give over a range.
  const samples = [low, high, value - 1, value, value + 1].filter((sample) => sample >= low && sample <= high);
  const answers = new Set(samples.map((sample) => HOLDS[comparison](sample, value)));
  if (answers.size > 1) return true;
  const always = answers.has(true);
  const range = `${fact.label}的取值是 ${fact.min} 到 ${fact.max}`;
  const message = always ? `这个比较总是成立：${range}` : `这个比较永远不成立：${range}`;
  refuse(parsing, node, "value.out_of_range", message, always ? "去掉这个比较" : "核对数值与事实");
  return false;
}

function decimalsFit(parsing: Parsing, node: CelNode, arg: Expr, literal: Expr): boolean {
  const fact = factOf(parsing, arg);
  if (!fact || scaleOf(literal) <= scaleOf(arg) || arg.type.kind !== "number") return true;
  const mend = scaleOf(arg) === 0 ? "写整数" : `最多写 ${scaleOf(arg)} 位小数`;
  refuse(parsing, node, "value.out_of_range", `${fact.label}没有这么细的小数`, mend);
  return false;
}

function compareNumbers(parsing: Parsing, node: CelNode, comparison: Comparison, sides: [CelNode, CelNode]): Expr | undefined {
  const shapes = sides.map((side) => numericShape(parsing, side));
  const want = shapes.includes("money") ? "money" : "number";
  if (want === "money" && shapes.includes("number")) {
    return refuse(parsing, node, "compare.kinds", "金额不能与人数、张数等数值比较", "两边都写金额，或都写数值");
  }
  const [a, b] = sides.map((side) => parseNumber(parsing, side, want));
  if (!a || !b) return undefined;
  if (a.op === "literal" && b.op === "literal") return refuse(parsing, node, "compare.constants", "比较的两边都是固定的数", "至少一边写事实或参数");
  const flip = a.op === "literal";
  const sign = flip ? mirrored(comparison) : comparison;
  const [left, right] = flip ? [b, a] : [a, b];
  const literal = sides[flip ? 0 : 1];
  if (right.op === "literal" && !decimalsFit(parsing, literal, left, right)) return undefined;
  const fitted = rescaled(right, scaleOf(left));
  if (!rangeFits(parsing, literal, left, sign, fitted)) return undefined;
  return { op: "compare", type: BOOLEAN, place: parsing.placeAt(node.start), comparison: sign, left, right: fitted };
}

/** `filed == true` is `filed`, `filed == false` is `!filed`: one form for one meaning. */
function compareBooleans(parsing: Parsing, node: CelNode, comparison: Comparison, left: Expr, right: Expr): Expr | undefined {
  const [arg, literal] = left.op === "literal" ? [right, left] : [left, right];
  if (literal.op !== "literal" || arg.op === "literal" || (comparison !== "==" && comparison !== "!=")) {
    return refuse(parsing, node, "compare.kinds", "“是否”类的事实只能与 true 或 false 比较是否相等", "直接写事实名，或在前面加 !");
  }
  return (literal.value === true) === (comparison === "==") ? arg : { op: "not", type: BOOLEAN, place: parsing.placeAt(node.start), arg };
}

function compareTexts(parsing: Parsing, node: CelNode, comparison: Comparison, left: Expr, right: Expr, literal: CelNode): Expr | undefined {
  if (comparison !== "==" && comparison !== "!=") {
    return refuse(parsing, node, "compare.kinds", "选项和区划不分大小，只能比较是否相等", "用 ==、!= 或 in");
  }
  const regions = left.type.kind === "region" && right.type.kind === "region" && left.op === "fact" && right.op === "fact";
  if (!regions && (left.op !== "fact" || right.op !== "literal")) {
    return refuse(parsing, node, "compare.kinds", "选项只能与带引号的值比较", "例如 economic == \"destitute\"");
  }
  if (right.op === "literal" && !textFits(parsing, literal, left, String(right.value))) return undefined;
  const typed = right.op === "literal" ? { ...right, type: left.type } : right;
  return { op: "compare", type: BOOLEAN, place: parsing.placeAt(node.start), comparison, left, right: typed };
}

function mismatch(parsing: Parsing, node: CelNode, left: Expr, right: Expr): undefined {
  const quoted = [left, right].find((side) => side.op === "literal" && side.type.kind === "text");
  const other = quoted === left ? right : left;
  const kind = TYPE_NAMES[other.type.kind];
  if (quoted && (other.type.kind === "number" || other.type.kind === "money")) {
    return refuse(parsing, node, "compare.kinds", `${kind}不能与带引号的文字比较`, "去掉数字两边的引号");
  }
  if (quoted && other.type.kind === "date") {
    return refuse(parsing, node, "compare.kinds", "日期不能直接与文字比较", `写作 date("${String(quoted.op === "literal" ? quoted.value : "")}")`);
  }
  if (other.type.kind === "benefits" || left.type.kind === "benefits") {
    return refuse(parsing, node, "compare.kinds", "待遇集合不能这样比较", "写作 \"benefit-id\" in receives");
  }
  const message = `${TYPE_NAMES[left.type.kind]}不能与${TYPE_NAMES[right.type.kind]}比较`;
  return refuse(parsing, node, "compare.kinds", message, "两边应是同一类的值");
}

/** A comparison of two things of one kind; a constant comes to stand on the right. */
export function parseComparison(parsing: Parsing, node: CelNode, comparison: Comparison): Expr | undefined {
  const sides = node.args as [CelNode, CelNode];
  const numeric = sides.map((side) => numericShape(parsing, side) !== "other");
  if (numeric[0] && numeric[1]) return compareNumbers(parsing, node, comparison, sides);
  const [a, b] = sides.map((side) => parsing.parseNode(parsing, side));
  if (!a || !b) return undefined;
  const flip = a.op === "literal" && b.op !== "literal";
  const [left, right] = flip ? [b, a] : [a, b];
  const sign = flip ? mirrored(comparison) : comparison;
  const kinds = [left.type.kind, right.type.kind];
  if (kinds[0] === "boolean" && kinds[1] === "boolean") return compareBooleans(parsing, node, sign, left, right);
  if (kinds[0] === "date" && kinds[1] === "date") {
    if (left.op === "literal") return refuse(parsing, node, "compare.constants", "比较的两边都是固定的日期", "至少一边写日期事实或 as_of");
    return { op: "compare", type: BOOLEAN, place: parsing.placeAt(node.start), comparison: sign, left, right };
  }
  const texts = (kinds[0] === "text" || kinds[0] === "region") && (kinds[1] === "text" || kinds[1] === kinds[0]);
  if (texts) return compareTexts(parsing, node, sign, left, right, sides[flip ? 0 : 1]);
  return mismatch(parsing, node, left, right);
}

function parseReceives(parsing: Parsing, node: CelNode, id: CelNode, arg: Expr): Expr | undefined {
  if (id.op !== "value" || typeof id.args !== "string") {
    return refuse(parsing, id, "compare.kinds", "in receives 的左边应是带引号的待遇编号", "写作 \"benefit-id\" in receives");
  }
  if (!parsing.scope.benefits.has(id.args)) {
    return refuse(parsing, id, "benefit.unknown", `没有编号为 ${id.args} 的待遇`, suggest(id.args, parsing.scope.benefits, "待遇"));
  }
  return { op: "in", type: BOOLEAN, place: parsing.placeAt(node.start), arg, options: [id.args] };
}

function parseOption(parsing: Parsing, item: CelNode, arg: Expr): string | number | undefined {
  if (arg.type.kind === "number" || arg.type.kind === "money") {
    if (item.op === "value" && typeof item.args === "string") {
      return refuse(parsing, item, "compare.kinds", `${TYPE_NAMES[arg.type.kind]}不能与带引号的文字比较`, "去掉数字两边的引号");
    }
    const figure = parseNumber(parsing, item, arg.type.kind);
    if (!figure) return undefined;
    if (figure.op !== "literal") return refuse(parsing, item, "compare.kinds", "列表里只能写固定的值", "改用 || 连接多个比较");
    if (!decimalsFit(parsing, item, arg, figure)) return undefined;
    const fitted = rescaled(figure, scaleOf(arg));
    if (fitted.op !== "literal" || !rangeFits(parsing, item, arg, "==", fitted)) return undefined;
    return fitted.value as number;
  }
  if (item.op !== "value" || typeof item.args !== "string") {
    return refuse(parsing, item, "compare.kinds", "这里应是带引号的值", "写作 economic in [\"destitute\", \"low_income\"]");
  }
  return textFits(parsing, item, arg, item.args) ? item.args : undefined;
}

/** `fact in [values]`, or `"benefit-id" in receives`. */
export function parseIn(parsing: Parsing, node: CelNode): Expr | undefined {
  const [first, second] = node.args as [CelNode, CelNode];
  if (second.op !== "list") {
    const set = parsing.parseNode(parsing, second);
    if (set?.type.kind === "benefits") return parseReceives(parsing, node, first, set);
    return set && refuse(parsing, second, "compare.kinds", "in 的右边应是列表或 receives", "写作 economic in [\"destitute\"]");
  }
  const arg = parsing.parseNode(parsing, first);
  if (!arg) return undefined;
  if (arg.op !== "fact" || arg.type.kind === "boolean" || arg.type.kind === "date" || arg.type.kind === "benefits") {
    return refuse(parsing, first, "compare.kinds", "in 的左边应是选项、区划或数值事实", "写作 economic in [\"destitute\"]");
  }
  if (second.args.length === 0) return refuse(parsing, second, "value.empty", "列表是空的，永远不成立", "写出至少一个值");
  const options = second.args.map((item) => parseOption(parsing, item, arg));
  if (options.includes(undefined)) return undefined;
  const known = options as (string | number)[];
  if (new Set(known).size < known.length) return refuse(parsing, second, "value.repeated", "列表里有重复的值", "删去重复的");
  const fact = factOf(parsing, arg);
  if (fact?.type === "enum" && known.length === Object.keys(fact.values).length) {
    return refuse(parsing, second, "value.out_of_range", `列出了${fact.label}的全部选项，总是成立`, "去掉这个条件");
  }
  return { op: "in", type: BOOLEAN, place: parsing.placeAt(node.start), arg, options: known };
}
