import type { CivilDate } from "../../kernel/dates.ts";
import type { FactValue } from "../../kernel/facts.ts";
import { newId } from "../../kernel/ids.ts";
import type { RegionCode } from "../../kernel/regions.ts";
import type { Ctx } from "../../platform/context.ts";
import { type FactRecord, factsOn, nextTurn } from "./fact-history.ts";
import { SENIOR_FACT_NAMES } from "./fact-values.ts";
import { namePinyin } from "./name-pinyin.ts";
import type { FactSource, Relation } from "./people.contract.ts";
import { type GroupPeriod, groupPeriods } from "./priority-group.ts";
import { lookupHash, seal, sealOptional } from "./sealed.ts";

/** One fact over one period: it holds from `from` up to but not including `to`; without `to` it still holds. */
export type FactPeriod = {
  fact: string;
  value: FactValue;
  from: CivilDate;
  to?: CivilDate;
  source: FactSource;
  /** the day on which the register learnt of it; left out, now */
  learntOn?: CivilDate;
};

/** A senior to be put on the register, already checked. Facts that are not in `periods` are unknown. */
export type SeniorRegistration = {
  /** UUIDv7 */
  id: string;
  name: string;
  /** 18 characters, checked */
  idNumber: string;
  sex: "male" | "female";
  birthDate: CivilDate;
  ethnicity?: string | undefined;
  /** digits only */
  phone?: string | undefined;
  address?: string | undefined;
  region: RegionCode;
  householdRegion?: RegionCode | undefined;
  registeredOn: CivilDate;
  diedOn?: CivilDate | undefined;
  periods: readonly FactPeriod[];
  contacts: readonly { name: string; relation: Relation; phone?: string | undefined; emergency: boolean }[];
};

/** The same as rows of the tables. */
export type PreparedSenior = {
  columns: Record<(typeof SENIOR_COLUMNS)[number], string | number | boolean | null | Uint8Array | Date>;
  idHash: Uint8Array;
  records: FactRecord[];
  groups: (GroupPeriod & { id: string })[];
  contacts: { id: string; name: string; relation: Relation; phone: Uint8Array | null; emergency: boolean }[];
};

/** The columns of people.senior, in the order in which they are written. */
export const SENIOR_COLUMNS = [
  "id",
  "version",
  "name",
  "name_reversed",
  "pinyin",
  "initials",
  "ethnicity",
  "id_number",
  "phone",
  "phone_hash",
  "address",
  "registered_on",
  "died_on",
  "updated_at",
  "turns_on",
  ...SENIOR_FACT_NAMES,
] as const;

/** Seals, indexes and works out the facts of today and the groups of one registration. Pure but for ids and nonces. */
export function prepareSenior(ctx: Pick<Ctx, "crypto" | "now" | "today" | "actor">, senior: SeniorRegistration, source: FactSource, recordedBy: string = ctx.actor.account): PreparedSenior {
  const records = recordsOfRegistration(ctx, senior, source, recordedBy);
  const today = factsOn(records, ctx.today);
  const { pinyin, initials } = namePinyin(senior.name);
  const columns: Record<string, string | number | boolean | null | Uint8Array | Date> = {
    id: senior.id,
    version: 1,
    name: senior.name,
    name_reversed: [...senior.name].reverse().join(""),
    pinyin,
    initials,
    ethnicity: senior.ethnicity ?? null,
    id_number: seal(ctx, "idNumber", senior.idNumber),
    phone: sealOptional(ctx, "phone", senior.phone),
    phone_hash: senior.phone ? lookupHash(ctx, "phone", senior.phone) : null,
    address: sealOptional(ctx, "address", senior.address),
    registered_on: senior.registeredOn,
    died_on: diedOn(today),
    updated_at: ctx.now,
    turns_on: nextTurn(records, ctx.today),
  };
  for (const fact of SENIOR_FACT_NAMES) {
    const value = today.get(fact)?.facts[fact] ?? null;
    columns[fact] = typeof value === "object" && value !== null ? JSON.stringify(value) : value;
  }
  return {
    columns,
    idHash: lookupHash(ctx, "idNumber", senior.idNumber),
    records,
    groups: groupPeriods(records, ctx.today).map((period) => ({ ...period, id: newId() })),
    contacts: senior.contacts.map((contact) => ({ ...contact, id: newId(), phone: sealOptional(ctx, "contactPhone", contact.phone) })),
  };
}

function diedOn(today: Map<string, FactRecord>): CivilDate | null {
  const alive = today.get("alive");
  return alive && alive.facts.alive === false ? alive.validFrom : null;
}

/** Periods that begin, end and were learnt together stand in one record; facts of other sources than the first name theirs. */
function recordsOfRegistration(ctx: Pick<Ctx, "now" | "today">, senior: SeniorRegistration, source: FactSource, recordedBy: string): FactRecord[] {
  const records = new Map<string, FactRecord>();
  for (const period of [...basicPeriods(senior, source, ctx.today), ...senior.periods]) {
    const key = `${period.from}${period.to ?? ""}/${period.learntOn ?? ""}`;
    let record = records.get(key);
    if (!record) {
      record = {
        seq: records.size + 1,
        source: period.source,
        sources: null,
        validFrom: period.from,
        validTo: period.to ?? null,
        learntAt: period.learntOn === undefined ? ctx.now : startOfDay(period.learntOn),
        recordedBy,
        note: null,
        facts: {},
      };
      records.set(key, record);
    }
    record.facts[period.fact] = period.value;
    if (period.source !== record.source) (record.sources ??= {})[period.fact] = period.source;
  }
  return [...records.values()];
}

/** What a registration says by itself, as far as the periods do not. */
function basicPeriods(senior: SeniorRegistration, source: FactSource, today: CivilDate): FactPeriod[] {
  const { birthDate, registeredOn, diedOn } = senior;
  const said = new Set(senior.periods.map((period) => period.fact));
  const learntOn = registeredOn < today ? { learntOn: registeredOn } : {};
  const basic: FactPeriod[] = [
    { fact: "birth_date", value: birthDate, from: birthDate, source, ...learntOn },
    { fact: "sex", value: senior.sex, from: birthDate, source, ...learntOn },
    { fact: "alive", value: true, from: birthDate, ...(diedOn && { to: diedOn }), source, ...learntOn },
    { fact: "region", value: senior.region, from: registeredOn, source, ...learntOn },
  ];
  if (senior.householdRegion) basic.push({ fact: "household_region", value: senior.householdRegion, from: registeredOn, source, ...learntOn });
  const missing = basic.filter((period) => !said.has(period.fact));
  if (diedOn && !said.has("alive")) missing.push({ fact: "alive", value: false, from: diedOn, source, ...(diedOn > registeredOn && diedOn < today ? { learntOn: diedOn } : learntOn) });
  return missing;
}

const days = new Map<CivilDate, Date>();

/** The instant at which a day begins in Asia/Shanghai. */
function startOfDay(date: CivilDate): Date {
  let instant = days.get(date);
  if (!instant) {
    instant = new Date(`${date}T00:00:00+08:00`);
    days.set(date, instant);
  }
  return instant;
}
