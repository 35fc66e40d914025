/**
 * The typed form of a condition or quantity: what the checker proves things about, the interpreter traces, the compiler
 * turns into JavaScript and the console shows as a table. Source is a subset of CEL; its parser is left behind at once.
 *
 * Every numeric node is a whole number with a static scale: a `number` of scale 4 holds value × 10⁴, `money` of scale 0
 * holds 分 and of scale 4 holds 分 × 10⁴. Sums bring their sides to one scale, products add scales, so all arithmetic
 * is exact until an amount is rounded, once, at the end of its part. Dates are day numbers (days since 1970-01-01).
 */
export type ValueType =
  | { kind: "boolean" }
  | { kind: "number"; scale: number }
  | { kind: "money"; scale: number }
  | { kind: "date" }
  | { kind: "text" }
  | { kind: "region" }
  | { kind: "benefits" };

/** Where a node stands in its file, 1-based; for faults. */
export type Place = { line: number; column: number };

export type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=";

type Node<Op extends string, Rest> = { op: Op; type: ValueType; place: Place } & Rest;

export type Expr =
  /** boolean, text/region as written, number/money as scaled integer, date as day number */
  | Node<"literal", { value: boolean | string | number }>
  /** a fact of the subject, stored or derived (`age`) */
  | Node<"fact", { fact: string }>
  /** a dated parameter of the pack; its value is looked up at the date of the decision */
  | Node<"parameter", { parameter: string }>
  /** the date of the decision */
  | Node<"as_of", object>
  /**
   * true where a fact is known, unknown (never false) where it is not: asking must not turn "not known" into "no".
   * The checker lets it stand only beside a use of the same fact in one `&&`
   */
  | Node<"has", { fact: string }>
  | Node<"not", { arg: Expr }>
  | Node<"and", { args: Expr[] }>
  | Node<"or", { args: Expr[] }>
  | Node<"compare", { comparison: Comparison; left: Expr; right: Expr }>
  /** one of several literals; for a set of benefits: any of these ids is received */
  | Node<"in", { arg: Expr; options: (string | number)[] }>
  /** a region lies in another: `within(region, "420700000000")` */
  | Node<"within", { arg: Expr; ancestor: string }>
  | Node<"add" | "subtract" | "multiply", { left: Expr; right: Expr }>
  | Node<"min" | "max", { args: Expr[] }>
  /** full years (months) from `from` to `to`: `full_years(birth_date, as_of)` */
  | Node<"full_years" | "full_months", { from: Expr; to: Expr }>;
