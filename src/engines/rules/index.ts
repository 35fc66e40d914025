/** The rules engine: packs of policy into decisions. The only door; everything else in this folder is its own business. */
export { loadPack, type LoadOptions } from "./load-pack.ts";
export { conditionForm, expressionOf, type ConditionForm, type ConditionOperator, type ConditionRows, type ConditionTest } from "./condition-form.ts";
export { conform, type Shortfall } from "./conform.ts";
export { checkTogether } from "./check-together.ts";
export { writeExpression } from "./write-expression.ts";
export { findCase, type Claim, type FoundCase, type Setting } from "./decide-logic.ts";
export { parseExpression, type Expected } from "./parse-expression.ts";
export { BENEFIT_KINDS, PAYERS, PERIODS } from "./read-benefits.ts";
export type { ExpressionFault, Scope } from "./scope.ts";
export type * from "./expression.ts";
export type * from "./pack.ts";
export { describe as describeExpression, labelOf } from "./describe.ts";
export { payerName, STANDING_NAMES } from "./trace.ts";
export { findParameterValue, isInForce, policySet, type PolicySet } from "./policy-set.ts";
export { decide, type DecideOptions } from "./decide.ts";
export { runCases, type CaseReport, type FailedCase, type Uncovered } from "./run-cases.ts";
export { readFact, readFacts, type FactFault, type FactReading } from "./read-facts.ts";
