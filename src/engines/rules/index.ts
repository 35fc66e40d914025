/** The rules engine: packs of policy into decisions. The only door; everything else in this folder is its own business. */
export { parseExpression, type Expected } from "./parse-expression.ts";
export type { Scope, ExpressionFault } from "./scope.ts";
export type * from "./expression.ts";
export type * from "./pack.ts";
