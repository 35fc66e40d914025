import type { CivilDate } from "../../kernel/dates.ts";
import { AppError } from "../../kernel/errors.ts";
import type { Facts } from "../../kernel/facts.ts";
import { NATION, type RegionCode, regionPrefix } from "../../kernel/regions.ts";
import type { z } from "zod";
import type { Ctx } from "../../platform/context.ts";
import type { Download } from "../../platform/module.ts";
import { regionNames } from "../access/index.ts";
import { listContacts } from "./contact.store.ts";
import { csvFile } from "../../platform/sheets/csv.ts";
import { type FactRecord, factsOn, sourceOf } from "./fact-history.ts";
import { countGroups, countLiving, listPeriods, listSignedRecords } from "./fact.store.ts";
import { type exportSeniorsRoute, GROUP_NAMES, type groupCountsRoute, type GroupKind, type listSeniorsRoute, type SeniorPage, type SeniorRow } from "./people.contract.ts";
import { GROUP_KINDS, GROUP_RULES } from "./priority-group.ts";
import { lookupHash, masked } from "./sealed.ts";
import { tidyName, tidyPhone } from "./senior-entry.ts";
import { countSeniors, factsOfRow, findListedSeniors, findSenior, findSeniorIdByHash, listSeniors, type SeniorFilter } from "./senior.store.ts";
import { ageOf, rowView, rowViews } from "./senior.view.ts";

type ListQuery = z.output<(typeof listSeniorsRoute)["query"]>;
type ExportQuery = z.output<(typeof exportSeniorsRoute)["query"]>;

const EXPORT_LIMIT = 50_000;

/** How a text typed into the search box is meant: an id number, a phone, pinyin, or (part of) a name. */
async function filterOf(ctx: Ctx, query: ExportQuery): Promise<SeniorFilter> {
  const filter: SeniorFilter = { region: query.region, group: query.group, alive: query.alive };
  const text = query.q?.normalize("NFKC").replace(/\s+/g, "") ?? "";
  if (text === "") return filter;
  if (/^\d{17}[\dXx]$/.test(text)) {
    return { ...filter, search: { by: "id", id: (await findSeniorIdByHash(ctx, lookupHash(ctx, "idNumber", text.toUpperCase()))) ?? null } };
  }
  if (/^[+\d][\d()-]{6,}$/.test(text)) return { ...filter, search: { by: "phone", hash: lookupHash(ctx, "phone", tidyPhone(text)) } };
  if (/^[A-Za-z]+$/.test(text)) return { ...filter, search: { by: "pinyin", text: text.toLowerCase() } };
  return { ...filter, search: { by: "name", text: tidyName(text) } };
}

/** Which conditions a search used, for the audit; never what was searched for. */
function conditionsOf(query: ExportQuery, filter: SeniorFilter): string[] {
  return [filter.search ? `search:${filter.search.by}` : "", query.region ? "region" : "", query.group ? `group:${query.group}` : "", query.alive === "all" ? "" : `alive:${query.alive}`].filter((part) => part !== "");
}

/** Searches the register within the caller's jurisdiction. At most four statements beside the audit's. */
export async function searchSeniors(ctx: Ctx, query: ListQuery): Promise<{ rows: SeniorRow[]; total: number }> {
  const filter = await filterOf(ctx, query);
  const seniors = await listSeniors(ctx, filter, { sort: query.sort, limit: query.size, offset: (query.page - 1) * query.size });
  const isWhole = query.page === 1 && seniors.length < query.size;
  const total = isWhole ? seniors.length : await countSeniors(ctx, filter);
  ctx.audit({ action: "senior.searched", subject: "senior", ...(query.region ? { region: query.region } : {}), details: { conditions: conditionsOf(query, filter), page: query.page, found: total } });
  return { rows: await rowViews(ctx, seniors), total };
}

/** The list as a sheet, sensitive fields masked; refused when it is longer than 50,000. */
export async function exportSeniors(ctx: Ctx, query: ExportQuery): Promise<Download> {
  const filter = await filterOf(ctx, query);
  const count = await countSeniors(ctx, filter);
  if (count > EXPORT_LIMIT) throw new AppError("export.too_many", { count, limit: EXPORT_LIMIT });
  const rows = await rowViews(ctx, await listSeniors(ctx, filter, { sort: query.sort, limit: EXPORT_LIMIT, offset: 0 }));
  ctx.audit({ action: "senior.exported", subject: "senior", ...(query.region ? { region: query.region } : {}), details: { conditions: conditionsOf(query, filter), count } });
  const sex = { male: "男", female: "女" };
  const lines = rows.map((row) => [
    row.name,
    row.sex ? sex[row.sex] : "",
    row.birthDate ?? "",
    String(row.age ?? ""),
    row.idNumber,
    row.phone ?? "",
    row.regionName,
    row.groups.map((kind) => GROUP_NAMES[kind]).join("、"),
    row.diedOn ? `${row.diedOn} 去世` : "",
  ]);
  return csvFile(`老年人名单-${ctx.today}.csv`, ["姓名", "性别", "出生日期", "年龄", "身份证号", "联系电话", "常住地", "特殊困难类别", "状态"], lines);
}

/** Everything that the register knows of one senior, sensitive fields masked. Throws record.not_found. */
export async function getSeniorPage(ctx: Ctx, id: string): Promise<SeniorPage> {
  const senior = await findSenior(ctx, id);
  if (!senior) throw new AppError("record.not_found", { what: "老年人" });
  const records = await listSignedRecords(ctx, id);
  const periods = await listPeriods(ctx, id);
  const contacts = await listContacts(ctx, id);
  const names = await regionNames(ctx, [senior.region, ...(senior.household_region ? [senior.household_region] : [])]);
  const groups = periods.filter((period) => period.valid_to === null && period.withdrawn_at === null).map((period) => period.kind);
  const row = rowView(ctx, { ...senior, groups: groups.toSorted() }, names);
  ctx.audit({ action: "senior.viewed", subject: "senior", subjectId: id, region: senior.region });
  return {
    ...row,
    pinyin: senior.pinyin,
    ethnicity: senior.ethnicity,
    address: masked(ctx, "address", senior.address),
    householdRegion: senior.household_region,
    householdRegionName: senior.household_region ? (names.get(senior.household_region) ?? senior.household_region) : null,
    registeredOn: senior.registered_on,
    updatedAt: senior.updated_at.toISOString(),
    facts: [...factsOn(records, ctx.today)].map(([fact, record]) => ({
      fact,
      value: record.facts[fact] ?? null,
      source: sourceOf(record, fact),
      since: record.validFrom,
      until: record.validTo,
      learntAt: record.learntAt.toISOString(),
    })),
    history: records
      .toSorted((a, b) => b.learntAt.getTime() - a.learntAt.getTime() || b.seq - a.seq)
      .flatMap(historyViews),
    groupPeriods: periods.map((period) => ({
      kind: period.kind,
      source: period.source,
      validFrom: period.valid_from,
      validTo: period.valid_to,
      learntAt: period.learnt_at.toISOString(),
      withdrawn: period.withdrawn_at !== null,
    })),
    contacts: contacts.map((contact) => ({ ...contact, phone: masked(ctx, "contactPhone", contact.phone) })),
  };
}

/** A record as the page shows it: one entry a source. */
function historyViews(record: FactRecord): SeniorPage["history"] {
  const { seq, validFrom, validTo, recordedBy, note } = record;
  const bySource = Map.groupBy(Object.entries(record.facts), ([fact]) => sourceOf(record, fact));
  return [...bySource].map(([source, facts]) => ({ seq, source, validFrom, validTo, learntAt: record.learntAt.toISOString(), recordedBy, note, facts: Object.fromEntries(facts) }));
}

/** A senior as other modules need one; nothing sensitive. */
export type Senior = { id: string; version: number; name: string; pinyin: string; region: RegionCode; registeredOn: CivilDate; diedOn: CivilDate | null; facts: Facts };

/** The senior with the facts of today, or `record.not_found` where there is none in the caller's jurisdiction. */
export async function getSenior(ctx: Ctx, id: string): Promise<Senior> {
  const senior = await findSenior(ctx, id);
  if (!senior) throw new AppError("record.not_found", { what: "老年人" });
  const { version, name, pinyin, region } = senior;
  return { id, version, name, pinyin, region, registeredOn: senior.registered_on, diedOn: senior.died_on, facts: factsOfRow(senior) };
}

/** What stands on a list of another module: nothing sensitive. */
export type SeniorCard = { id: string; name: string; sex: "male" | "female" | null; birthDate: CivilDate | null; age: number | null; region: RegionCode; alive: boolean | null; groups: GroupKind[] };

/** Cards of many seniors at once; those outside the caller's jurisdiction are absent. */
export async function findSeniorCards(ctx: Ctx, ids: readonly string[]): Promise<Map<string, SeniorCard>> {
  const seniors = await findListedSeniors(ctx, [...new Set(ids)]);
  return new Map(
    seniors.map((senior) => {
      const { id, name, sex, region, alive, groups } = senior;
      return [id, { id, name, sex, birthDate: senior.birth_date, age: ageOf(senior.birth_date, senior.died_on, ctx.today), region, alive, groups }];
    }),
  );
}

const WIDTHS = [2, 4, 6, 9, 12];

/** The six groups with their numbers, by the regions next below the one asked for. Counts follow the jurisdiction. */
export async function countPriorityGroups(ctx: Ctx, query: { region?: RegionCode | undefined }): Promise<z.input<(typeof groupCountsRoute)["response"]>> {
  const region = query.region ?? NATION;
  const width = WIDTHS.find((each) => each > regionPrefix(region).length) ?? 12;
  const counts = await countGroups(ctx, region, width);
  const living = await countLiving(ctx, region, width);
  const codes = living.map(({ prefix }) => prefix.padEnd(12, "0"));
  const names = await regionNames(ctx, codes);
  const total = (kind: GroupKind) => counts.filter((row) => row.kind === kind).reduce((sum, row) => sum + row.count, 0);
  return {
    groups: GROUP_KINDS.map((kind) => ({ kind, label: GROUP_NAMES[kind], rule: GROUP_RULES[kind].text, total: total(kind) })),
    regions: living
      .toSorted((a, b) => (a.prefix < b.prefix ? -1 : 1))
      .map(({ prefix, seniors }) => {
        const code = prefix.padEnd(12, "0");
        return {
          region: code,
          regionName: names.get(code) ?? code,
          seniors,
          counts: Object.fromEntries(counts.filter((row) => row.prefix === prefix).map((row) => [row.kind, row.count])),
        };
      }),
    seniors: living.reduce((sum, row) => sum + row.seniors, 0),
    inAnyGroup: living.reduce((sum, row) => sum + row.grouped, 0),
  };
}
