import type { ReactNode } from "react";
import type { getDocument } from "../../../../src/modules/policies/policies.contract.ts";
import type { CallResult } from "../../../ui/api.ts";
import { StatusTag } from "../../../ui/page.tsx";
import { t as term } from "./terms.texts.ts";

export type RuleInWords = CallResult<typeof getDocument>["rules"][number];

/** What a rule says, in words: for whom, on which conditions, how much, who pays, and what of it wants confirming. */
export function RuleWords({ rule }: { rule: Omit<RuleInWords, "clause"> }) {
  return (
    <>
      <dl className="po-words">
        <dt>{term("subject")}</dt>
        <dd>{term(`subject.${rule.subject}`)}</dd>
        <dt>{term("conditions")}</dt>
        <dd>
          <Conditions conditions={rule.conditions} />
        </dd>
        <dt>{term("amount")}</dt>
        <dd>{rule.amount}</dd>
        <dt>{term("shares")}</dt>
        <dd>{rule.shares}</dd>
      </dl>
      <ConfirmMark text={rule.confirm} />
    </>
  );
}

/** One line a condition; all of them must hold. */
export function Conditions({ conditions }: { conditions: readonly string[] }) {
  if (conditions.length === 0) return <>{term("conditions.none")}</>;
  if (conditions.length === 1) return <>{conditions[0]}</>;
  return (
    <>
      {term("conditions.all")}：
      <ul>
        {conditions.map((condition) => (
          <li key={condition}>{condition}</li>
        ))}
      </ul>
    </>
  );
}

/** What of a rule is recalled or interpreted, and wants the bureau's word. */
export function ConfirmMark({ text }: { text: string | null }) {
  if (text === null) return null;
  return (
    <p className="po-confirm">
      <strong>{term("confirm")}</strong>
      {text}
    </p>
  );
}

/** A rule beside its clause; pressing its name marks its sentence in the text. */
export function RuleCard({ rule, isOn, onPress, pressLabel, children }: { rule: RuleInWords; isOn: boolean; onPress: () => void; pressLabel: string; children?: ReactNode }) {
  return (
    <article id={`rule-${rule.id}`} className={isOn ? "po-rule po-rule-on" : "po-rule"}>
      <h3>
        <button type="button" aria-pressed={isOn} aria-label={pressLabel} onClick={onPress}>
          {rule.name}
        </button>
        <StatusTag>{term(`kind.${rule.kind}`)}</StatusTag>
      </h3>
      <RuleWords rule={rule} />
      {children}
    </article>
  );
}
