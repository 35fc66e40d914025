import { conform, isInForce } from "../../engines/rules/index.ts";
import { addDays, type CivilDate, dayNumber, displayDate } from "../../kernel/dates.ts";
import { AppError } from "../../kernel/errors.ts";
import type { SubjectKind } from "../../kernel/facts.ts";
import { isWithin, lineage, type RegionCode } from "../../kernel/regions.ts";
import type { Ctx } from "../../platform/context.ts";
import { regionNames } from "../access/index.ts";
import { splitClauses } from "./clauses.ts";
import { type DocumentRow, findDocument, listEnding, pageDocuments } from "./documents.store.ts";
import { pageFilings } from "./filings.store.ts";
import { type LoadedVersion, versionsInForce } from "./pack-library.ts";
import { documentStatus } from "./version.ts";
import { ruleInWords } from "./words.ts";

/** How long before a document's end the console begins to say so. */
const WARNING_DAYS = 90;

function documentView(row: DocumentRow, versions: readonly LoadedVersion[], today: CivilDate) {
  const daysLeft = row.expires ? dayNumber(row.expires) - dayNumber(today) : null;
  const benefits = versions.filter((version) => version.pack.document.id === row.id).reduce((sum, version) => sum + version.pack.benefits.length, 0);
  return {
    id: row.id,
    title: row.title,
    issuer: row.issuer,
    number: row.number,
    region: row.region,
    regionName: row.region_name,
    effective: row.effective,
    expires: row.expires,
    status: documentStatus(row.effective, row.expires, today, daysLeft),
    daysLeft,
    benefits,
  };
}

export async function listDocuments(ctx: Ctx, filter: { region?: RegionCode; q?: string; page: number; size: number }) {
  const { rows, total } = await pageDocuments(ctx, filter);
  const versions = await versionsInForce(ctx, ctx.today);
  return { rows: rows.map((row) => documentView(row, versions, ctx.today)), total };
}

/** A document's text with its clauses, and beside them the rules in force that rest on it. */
export async function getDocument(ctx: Ctx, id: string) {
  const row = await findDocument(ctx, id);
  if (!row) throw new AppError("record.not_found", { what: "政策文件" });
  const versions = await versionsInForce(ctx, ctx.today);
  const version = versions.find((candidate) => candidate.pack.document.id === id);
  return {
    ...documentView(row, versions, ctx.today),
    text: row.body,
    clauses: splitClauses(row.body),
    versionId: version?.id ?? null,
    rules: version ? version.pack.benefits.map((benefit) => ruleInWords(benefit, version.pack)) : [],
  };
}

/**
 * The list in force for a region on a day: its own benefits and those of the lists above, where a lower list's benefit
 * takes the place of the one that it carries out.
 */
export async function getServiceList(ctx: Ctx, region: RegionCode, on: CivilDate, subject?: SubjectKind) {
  const versions = (await versionsInForce(ctx, on)).filter((version) => isWithin(region, version.pack.document.region));
  const byPack = new Map(versions.map((version) => [version.pack.name, version]));
  const codes = [...new Set([region, ...versions.map((version) => version.pack.document.region)])];
  const names = await regionNames(ctx, codes);
  const packs = versions.map((version) => version.pack);
  const kinds: SubjectKind[] = subject ? [subject] : ["senior", "facility", "provider", "caregiver"];
  const items = kinds.flatMap((kind) => {
    const replaced = replacedIds(packs, kind, on);
    return packs.flatMap((pack) =>
      pack.benefits
        .filter((benefit) => benefit.subject === kind && !replaced.has(`${pack.name}/${benefit.id}`) && isInForce(pack, benefit, on))
        .map((benefit) => ({
          ...ruleInWords(benefit, pack),
          pack: pack.name,
          versionId: byPack.get(pack.name)!.id,
          documentId: pack.document.id,
          origin: { region: pack.document.region, regionName: names.get(pack.document.region) ?? pack.document.region },
          inherited: pack.document.region !== region,
          implements: benefit.implements ?? null,
          standard: benefit.standard?.text ?? null,
          department: benefit.department ?? null,
        })),
    );
  });
  return { region, regionName: names.get(region) ?? region, on, items };
}

type ListedPack = LoadedVersion["pack"];

/** Upper benefits whose place a lower one in force takes: by the same id, or by naming it in `implements`. */
function replacedIds(packs: readonly ListedPack[], kind: SubjectKind, on: CivilDate): Set<string> {
  const replaced = new Set<string>();
  for (const lower of packs) {
    for (const benefit of lower.benefits.filter((candidate) => candidate.subject === kind && isInForce(lower, candidate, on))) {
      for (const upper of packs) {
        if (upper === lower || !isWithin(lower.document.region, upper.document.region) || upper.document.region === lower.document.region) continue;
        for (const other of upper.benefits) if (other.id === benefit.id || other.id === benefit.implements) replaced.add(`${upper.name}/${other.id}`);
      }
    }
  }
  return replaced;
}

/** What an officer should know today: documents about to end, filings due, rules that want confirming. */
export async function listNotices(ctx: Ctx) {
  const regions = ctx.scope.regions.length > 0 ? ctx.scope.regions : ctx.scope.rows;
  const rows: { id: string; level: "info" | "warning" | "error"; text: string; href: string | null }[] = [];
  for (const document of await listEnding(ctx, regions, addDays(ctx.today, WARNING_DAYS))) {
    const days = dayNumber(document.expires!) - dayNumber(ctx.today);
    const when = days < 0 ? `已于${displayDate(document.expires!)}失效，依据它的待遇均已停止认定` : `将于${displayDate(document.expires!)}失效（还有 ${days} 天），届时依据它的待遇停止认定，请及时续期或出台新文件`;
    rows.push({ id: `document-${document.id}`, level: days < 30 ? "error" : "warning", text: `《${document.title}》${when}。`, href: `/policies/documents/${document.id}` });
  }
  const overdue = await pageFilings(ctx, { state: "overdue", page: 1, size: 5 });
  if (overdue.total > 0) rows.push({ id: "filings-overdue", level: "error", text: `有 ${overdue.total} 份清单逾期未向上一级报备。`, href: "/policies/filings?state=overdue" });
  const due = await pageFilings(ctx, { state: "due", page: 1, size: 5 });
  if (due.total > 0) rows.push({ id: "filings-due", level: "info", text: `有 ${due.total} 份清单待向上一级报备。`, href: "/policies/filings?state=due" });
  const lines = new Set(regions.flatMap(lineage));
  const versions = await versionsInForce(ctx, ctx.today);
  for (const version of versions.filter(({ pack }) => regions.includes(pack.document.region))) {
    const short = shortfallsOf(version, versions);
    if (short > 0) rows.push({ id: `short-${version.pack.name}`, level: "error", text: `${version.pack.title}与现行上级清单比对有 ${short} 处不足，请调整后重新发布。`, href: `/policies/versions/${version.id}` });
  }
  for (const version of versions) {
    const open = version.pack.benefits.filter((benefit) => benefit.confirm);
    if (open.length > 0 && lines.has(version.pack.document.region)) {
      rows.push({ id: `confirm-${version.pack.name}`, level: "info", text: `${version.pack.title}有 ${open.length} 项规则含待确认内容，请对照正式文本或实施细则核定。`, href: `/policies/versions/${version.id}?confirm=1` });
    }
  }
  return { rows };
}

/** Published versions never change, so two of them are compared once. */
const compared = new Map<string, number>();

/** In how many points a list in force falls short of those above it: an upper list may have been raised since. */
function shortfallsOf(version: LoadedVersion, versions: readonly LoadedVersion[]): number {
  const { region } = version.pack.document;
  const uppers = versions.filter(({ pack }) => pack.document.region !== region && isWithin(region, pack.document.region));
  return uppers.reduce((sum, upper) => {
    const key = `${version.id} ${upper.id}`;
    const known = compared.get(key) ?? conform([version.pack], upper.pack).length;
    compared.set(key, known);
    return sum + known;
  }, 0);
}
