import { addDays, type CivilDate } from "../../../../src/kernel/dates.ts";
import type { listWork } from "../../../../src/modules/policies/decisions.contract.ts";
import type { RowOf } from "../../../ui/use-list.ts";
import { t } from "./senior-texts.ts";

export type WorkEntry = RowOf<typeof listWork>;
export type WorkAction = WorkEntry["action"];
type OutcomeId = Extract<Parameters<typeof t>[0], `outcome.${string}`>;

/**
 * What can be done about an unmet entitlement: the usual outcomes, and in how many days one asks again where the matter
 * is not settled by it. Their order is that of the keys 1 to 6.
 */
export const WORK_ACTIONS: readonly { action: WorkAction; outcomes: readonly OutcomeId[]; followUpDays: number | undefined }[] = [
  { action: "call", outcomes: ["outcome.told", "outcome.told_family", "outcome.again"], followUpDays: 7 },
  { action: "visit", outcomes: ["outcome.met", "outcome.met_family", "outcome.absent"], followUpDays: 7 },
  { action: "apply", outcomes: ["outcome.complete", "outcome.incomplete"], followUpDays: undefined },
  { action: "refuse", outcomes: ["outcome.no_need", "outcome.covered", "outcome.burden"], followUpDays: undefined },
  { action: "unreachable", outcomes: ["outcome.no_answer", "outcome.wrong_number", "outcome.moved"], followUpDays: 3 },
  { action: "correct", outcomes: ["outcome.differs", "outcome.receives", "outcome.moved", "outcome.died"], followUpDays: 7 },
];

/** How outcomes stand in the record, whatever the language of the screen. */
const RECORDED: Record<OutcomeId, string> = {
  "outcome.told": "已告知本人",
  "outcome.told_family": "已告知家属",
  "outcome.again": "需再次联系",
  "outcome.met": "见到本人",
  "outcome.met_family": "见到家属",
  "outcome.absent": "不在家",
  "outcome.complete": "材料齐全",
  "outcome.incomplete": "材料待补",
  "outcome.no_need": "不需要",
  "outcome.covered": "已有其他保障",
  "outcome.burden": "认为手续繁琐",
  "outcome.no_answer": "无人接听",
  "outcome.wrong_number": "号码有误",
  "outcome.moved": "已搬离",
  "outcome.died": "已去世",
  "outcome.receives": "已享受该待遇",
  "outcome.differs": "登记信息与实际不符",
};

/** The usual outcomes of an action: as recorded, and as shown. */
export function outcomesOf(action: WorkAction | undefined): { value: string; label: string }[] {
  return (WORK_ACTIONS.find((one) => one.action === action)?.outcomes ?? []).map((id) => ({ value: RECORDED[id], label: t(id) }));
}

/** A recorded outcome in the language of the screen; one that is not among the usual ones as it is. */
export function showOutcome(recorded: string): string {
  const id = (Object.keys(RECORDED) as OutcomeId[]).find((one) => RECORDED[one] === recorded);
  return id === undefined ? recorded : t(id);
}

/** When to ask again after an action, if the worker says nothing else; undefined where it settles the matter. */
export function followUpOf(action: WorkAction | undefined, today: CivilDate): CivilDate | undefined {
  const days = WORK_ACTIONS.find((one) => one.action === action)?.followUpDays;
  return days === undefined ? undefined : addDays(today, days);
}

/** One contact with a senior: what was recorded of several benefits at once. */
export type Contact = Omit<WorkEntry, "benefit" | "benefitName"> & { benefits: string[] };

/** The entries of one contact as one, in the order given: they were made by one person at one instant. */
export function contactsOf(entries: readonly WorkEntry[]): Contact[] {
  const contacts = new Map<string, Contact>();
  for (const { benefit: _, benefitName, ...entry } of entries) {
    const key = [entry.at, entry.by, entry.action, entry.outcome].join("\n");
    const contact = contacts.get(key);
    if (contact) contact.benefits.push(benefitName);
    else contacts.set(key, { ...entry, benefits: [benefitName] });
  }
  return [...contacts.values()];
}

/** The latest instant at which any of these was worked on: what the worker has seen. */
export function latestWork(rows: readonly { workedAt: string | null }[]): string | null {
  return rows.reduce<string | null>((latest, { workedAt }) => (workedAt !== null && (latest === null || workedAt > latest) ? workedAt : latest), null);
}
