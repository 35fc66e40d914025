import type { ReactNode } from "react";
import type { listWorklist } from "../../../../src/modules/policies/decisions.contract.ts";
import { GROUP_NAMES, type GroupKind } from "../../../../src/modules/people/people.contract.ts";
import { showDate, today } from "../../../ui/display.ts";
import { showYuan } from "../../../ui/money.tsx";
import { StatusTag, type Tone } from "../../../ui/page.tsx";
import type { RowOf } from "../../../ui/use-list.ts";
import { t } from "./texts.ts";

/** One benefit that a senior is entitled to and does not receive. */
export type WorkRow = RowOf<typeof listWorklist>;
export type WorkState = WorkRow["state"];

export const WORK_STATES: readonly WorkState[] = ["open", "contacted", "applying", "refused", "unreachable", "corrected"];
export const KINDS = ["money", "care", "attention"] as const;

/** Where a date to contact again still counts: an application is on its way, a refusal is final. The same as the list's `due`. */
const CONTACTS_AGAIN: readonly WorkState[] = ["contacted", "unreachable", "corrected"];
const TONES: Record<WorkState, Tone> = { open: "plain", contacted: "info", applying: "good", refused: "plain", unreachable: "risk", corrected: "risk" };

/** The state of the work in words, and when somebody is to be contacted again. */
export function WorkStateView({ row }: { row: Pick<WorkRow, "state" | "followUpOn"> }) {
  const isDue = row.followUpOn !== null && CONTACTS_AGAIN.includes(row.state);
  const isLate = isDue && row.followUpOn! < today();
  return (
    <span className="wl-state">
      <StatusTag tone={TONES[row.state]}>{t(`state.${row.state}`)}</StatusTag>
      {isDue && <span className={isLate ? "sh-late" : "sh-bar-note"}>{t(isLate ? "due.late" : "due", { date: showDate(row.followUpOn) })}</span>}
    </span>
  );
}

type Priced = Pick<WorkRow, "amount" | "bounds" | "period" | "standing" | "kind">;

/** What the senior would get: the figure, the bounds within which it is to be set, or why there is none. */
export function AmountView({ row }: { row: Priced }) {
  return (
    <span className="wl-lines">
      <span className="sh-number">{showAmount(row)}</span>
      {row.amount === null && row.bounds !== null && <span className="sh-bar-note">{t("bounds.note")}</span>}
    </span>
  );
}

function showAmount(row: Priced): string {
  if (row.amount !== null) return t(`period.${row.period}`, { amount: showYuan(row.amount) });
  if (row.bounds !== null) return t(`period.${row.period}`, { amount: t("bounds", { min: showYuan(row.bounds.min), max: showYuan(row.bounds.max) }) });
  if (row.standing === "unspecified") return t("amount.unspecified");
  return row.kind === "care" || row.kind === "attention" ? t(`kind.${row.kind}`) : t("amount.open");
}

/** Who pays which part: in 元 once there is a figure, as a share until then. */
export function payerTexts(payers: WorkRow["payers"]): string[] {
  return payers.map(({ payerName, amount, percent }) => (amount === null ? t("share.percent", { payer: payerName, percent }) : t("share", { payer: payerName, amount: showYuan(amount) })));
}

export function PayersView({ payers }: { payers: WorkRow["payers"] }): ReactNode {
  if (payers.length === 0) return t("share.none");
  return (
    <span className="wl-lines">
      {payerTexts(payers).map((text) => (
        <span key={text}>{text}</span>
      ))}
    </span>
  );
}

/** Sex and age, as far as they are known. */
export function showPerson(person: { sex: "male" | "female" | null; age: number | null }): string {
  return [person.sex && t(`sex.${person.sex}`), person.age !== null && t("age", { age: person.age })].filter(Boolean).join("　");
}

export function groupNames(groups: readonly string[]): string[] {
  return groups.map((group) => GROUP_NAMES[group as GroupKind] ?? group);
}

/** A full name of a region without what the user's own jurisdiction says already. */
export function shortPlace(fullName: string, jurisdiction: string): string {
  const at = jurisdiction === "" ? -1 : fullName.indexOf(jurisdiction);
  return (at < 0 ? "" : fullName.slice(at + jurisdiction.length)) || fullName;
}
