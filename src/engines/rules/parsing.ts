import type { CelNode } from "./cel-syntax.ts";
import type { Expr, Place, ValueType } from "./expression.ts";
import type { ExpressionFault, Scope } from "./scope.ts";

/** One parse: names, faults so far, and how offsets become places. */
export type Parsing = {
  scope: Scope;
  text: string;
  faults: ExpressionFault[];
  placeAt: (offset: number) => Place;
  /** reads any node; numbers and comparisons come back to it for what stands inside them */
  parseNode: (parsing: Parsing, node: CelNode) => Expr | undefined;
};

/** Notes a fault at a node and yields nothing, so that the rest of the expression is still looked at. */
export function refuse(parsing: Parsing, node: CelNode, code: string, message: string, mend: string): undefined {
  parsing.faults.push({ place: parsing.placeAt(node.start), code, message, mend });
  return undefined;
}

export const TYPE_NAMES: Record<ValueType["kind"], string> = {
  boolean: "是否",
  number: "数值",
  money: "金额",
  date: "日期",
  text: "选项",
  region: "行政区划",
  benefits: "待遇集合",
};
