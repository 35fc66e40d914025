import type { CivilDate } from "../../kernel/dates.ts";
import type { FactValue } from "../../kernel/facts.ts";
import type { FactSource } from "./people.contract.ts";

/** What was learnt at one time: facts that hold from `validFrom` up to but not including `validTo`. */
export type FactRecord = {
  seq: number;
  source: FactSource;
  /** of those facts that have another source */
  sources: Record<string, FactSource> | null;
  validFrom: CivilDate;
  validTo: CivilDate | null;
  learntAt: Date;
  recordedBy: string;
  note: string | null;
  /** null: became unknown */
  facts: Record<string, FactValue | null>;
};

/** A stretch of time over which one record decides the value of a fact. */
export type Stretch = { from: CivilDate; to: CivilDate | null; value: FactValue | null; record: FactRecord };

/** Which source is believed when two were learnt at the same instant; later in the list is stronger. */
const PRECEDENCE: readonly FactSource[] = [
  "import",
  "community",
  "civil_affairs",
  "health",
  "medical_insurance",
  "social_insurance",
  "household_register",
  "veterans_affairs",
  "disabled_federation",
  "social_assistance",
  "assessment",
  "funeral",
];

export function sourceOf(record: FactRecord, fact: string): FactSource {
  return record.sources?.[fact] ?? record.source;
}

/** Whether `a` is believed rather than `b` where both hold: learnt last, then the stronger source, then recorded last. */
function overrides(a: FactRecord, b: FactRecord, fact: string): boolean {
  const learnt = a.learntAt.getTime() - b.learntAt.getTime();
  if (learnt !== 0) return learnt > 0;
  const rank = PRECEDENCE.indexOf(sourceOf(a, fact)) - PRECEDENCE.indexOf(sourceOf(b, fact));
  return rank === 0 ? a.seq > b.seq : rank > 0;
}

/** The record that decides a fact on a day; undefined where none says anything of it. */
export function decidingRecord(records: readonly FactRecord[], fact: string, day: CivilDate): FactRecord | undefined {
  let best: FactRecord | undefined;
  for (const record of records) {
    if (!(fact in record.facts) || record.validFrom > day || (record.validTo !== null && record.validTo <= day)) continue;
    if (best === undefined || overrides(record, best, fact)) best = record;
  }
  return best;
}

/** Every fact that is known on a day, with the record that decides it. */
export function factsOn(records: readonly FactRecord[], day: CivilDate): Map<string, FactRecord> {
  const deciding = new Map<string, FactRecord>();
  for (const record of records) {
    if (record.validFrom > day || (record.validTo !== null && record.validTo <= day)) continue;
    for (const fact of Object.keys(record.facts)) {
      const best = deciding.get(fact);
      if (best === undefined || overrides(record, best, fact)) deciding.set(fact, record);
    }
  }
  for (const [fact, record] of deciding) if (record.facts[fact] === null) deciding.delete(fact);
  return deciding;
}

/** The course of one fact over time, in order, without the stretches of which nothing is known. */
export function courseOf(records: readonly FactRecord[], fact: string): Stretch[] {
  const relevant = records.filter((record) => fact in record.facts);
  const turns = [...new Set(relevant.flatMap((record) => (record.validTo === null ? [record.validFrom] : [record.validFrom, record.validTo])))].sort();
  const stretches: Stretch[] = [];
  turns.forEach((from, index) => {
    const record = decidingRecord(relevant, fact, from);
    const to = turns[index + 1] ?? null;
    if (!record) return;
    const last = stretches.at(-1);
    if (last && last.record === record && last.to === from) last.to = to;
    else stretches.push({ from, to, value: record.facts[fact] ?? null, record });
  });
  return stretches;
}

/** The first day after `day` on which a record begins or ends by itself; null when none does. */
export function nextTurn(records: readonly FactRecord[], day: CivilDate): CivilDate | null {
  let next: CivilDate | null = null;
  for (const { validFrom, validTo } of records) {
    for (const turn of [validFrom, validTo]) if (turn !== null && turn > day && (next === null || turn < next)) next = turn;
  }
  return next;
}

/** Whether two values of a fact are the same; the order of keys does not matter. */
export function sameValue(a: FactValue | null | undefined, b: FactValue | null | undefined): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return (a ?? null) === (b ?? null);
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && a[key] === b[key]);
}
