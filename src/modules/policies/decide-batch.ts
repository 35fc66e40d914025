import { decide, makeColumns, putFacts, type Results, STANDINGS } from "../../engines/rules/index.ts";
import type { CivilDate } from "../../kernel/dates.ts";
import type { SubjectKind } from "../../kernel/facts.ts";
import type { Fen } from "../../kernel/money.ts";
import type { Ctx } from "../../platform/context.ts";
import { getBasis, listDeterminations, listRechecks, listStandings, type RecheckRow, writeRechecks, writeSettlement } from "./decisions.store.ts";
import { type Lists, listsFor, touched, versionOf } from "./lists.ts";
import { versionsInForce } from "./pack-library.ts";
import { type Cause, isKept, isReceiving, newSettlement, settle, type Settlement, type Setting, type StandingRow } from "./settle.ts";
import type { Subject } from "./subject-reader.store.ts";

/** What a batch was about, and how many of its subjects had an answer that is another than before. */
export type BatchOutcome = { changed: number };

/** Fewer subjects than this are decided one by one; compiled loops pay from here on. */
const COMPILED_FROM = 32;

type Known = { standings: Map<string, StandingRow[]>; figures: Map<string, Record<string, Fen>>; rechecks: Map<string, RecheckRow> };

/**
 * Decides subjects of one kind as of a date and writes only what differs from what stands: decisions with their
 * evidence, standing rows, the day of the next look; and says who has become entitled. Repeating it writes nothing.
 * The caller holds the lock on these subjects, taken before they were read.
 *
 * @param changed the facts that have changed, where that is all that can have: what they cannot touch is left alone
 */
export async function decideBatch(ctx: Ctx, kind: SubjectKind, subjects: readonly Subject[], how: { asOf: CivilDate; cause: Cause; changed?: readonly string[] }): Promise<BatchOutcome> {
  if (subjects.length === 0) return { changed: 0 };
  const versions = await versionsInForce(ctx, how.asOf);
  const known = await readKnown(ctx, subjects);
  const settlement = newSettlement();
  const rechecks: RecheckRow[] = [];
  const rechecked: string[] = [];
  for (const [lists, members] of byLists(versions, kind, subjects)) {
    const only = how.changed && touched(lists, how.changed);
    if (only?.size === 0) continue;
    const setting = await settingOf(ctx, lists, how, only);
    settleMembers(settlement, lists, members, known, setting);
    for (const subject of members) {
      const due = lists.nextLook(subject.facts, how.asOf);
      const old = known.rechecks.get(subject.id);
      if (old?.dueOn === due && old?.region === (due === undefined ? undefined : subject.region)) continue;
      rechecked.push(subject.id);
      if (due !== undefined) rechecks.push({ subjectId: subject.id, subjectKind: kind, region: subject.region, dueOn: due });
    }
  }
  await writeSettlement(ctx, settlement);
  await writeRechecks(ctx, rechecked, rechecks);
  if (kind === "senior") for (const { subjectId, benefits } of settlement.identified) ctx.emit("entitlement.identified", { seniorId: subjectId, benefits });
  return { changed: settlement.evidence.length };
}

async function readKnown(ctx: Ctx, subjects: readonly Subject[]): Promise<Known> {
  const ids = subjects.map((subject) => subject.id);
  const standings = new Map<string, StandingRow[]>();
  for (const row of await listStandings(ctx, ids)) {
    const rows = standings.get(row.subjectId);
    if (rows) rows.push(row);
    else standings.set(row.subjectId, [row]);
  }
  const figures = new Map<string, Record<string, Fen>>();
  for (const { subjectId, benefit, amount } of await listDeterminations(ctx, ids)) figures.set(subjectId, { ...figures.get(subjectId), [benefit]: amount });
  return { standings, figures, rechecks: await listRechecks(ctx, ids) };
}

/** Subjects by the lists that apply to them: those of one place have the same. */
function byLists(versions: Parameters<typeof listsFor>[0], kind: SubjectKind, subjects: readonly Subject[]): Map<Lists, Subject[]> {
  const ofRegion = new Map<string, Lists>();
  const groups = new Map<Lists, Subject[]>();
  for (const subject of subjects) {
    const lists = ofRegion.get(subject.region) ?? listsFor(versions, kind, subject.region);
    ofRegion.set(subject.region, lists);
    const members = groups.get(lists);
    if (members) members.push(subject);
    else groups.set(lists, [subject]);
  }
  return groups;
}

async function settingOf(ctx: Ctx, lists: Lists, how: { asOf: CivilDate; cause: Cause }, only: ReadonlySet<string> | undefined): Promise<Setting> {
  const basisId = await getBasis(ctx, lists.versions.map((version) => version.id));
  const implemented = new Map(lists.versions.flatMap(({ pack }) => pack.benefits.map((benefit) => [`${pack.name} ${benefit.id}`, benefit.implements] as const)));
  return {
    kind: lists.kind,
    asOf: how.asOf,
    at: ctx.now,
    cause: how.cause,
    basisId,
    versionOf: (pack) => versionOf(lists, pack).id,
    implemented: ({ pack, benefit }) => implemented.get(`${pack} ${benefit}`),
    factsRead: lists.compiled.facts,
    ...(only ? { only } : {}),
  };
}

function settleMembers(settlement: Settlement, lists: Lists, members: readonly Subject[], known: Known, setting: Setting): void {
  const same = members.length < COMPILED_FROM ? () => false : compareCompiled(lists, members, known, setting);
  members.forEach((subject, place) => {
    if (same(place)) return;
    const figures = known.figures.get(subject.id) ?? {};
    const decisions = decide(lists.set, subject.facts, setting.asOf, { determinations: figures });
    settle(settlement, subject, known.standings.get(subject.id) ?? [], decisions, figures, setting);
  });
}

/** Decides all members at once, and tells of which it can be said that all stands as it did. */
function compareCompiled(lists: Lists, members: readonly Subject[], known: Known, setting: Setting): (place: number) => boolean {
  const columns = makeColumns(lists.set, members.length);
  members.forEach((subject, place) => putFacts(columns, place, subject.facts));
  const results = lists.compiled.run(columns, 0, members.length, setting.asOf);
  return (place) => {
    const subject = members[place]!;
    // an officer's figure is not in the columns
    if (known.figures.has(subject.id)) return false;
    return standsAsDecided(subject, place, results, known.standings.get(subject.id) ?? [], setting);
  };
}

function standsAsDecided(subject: Subject, place: number, results: Results, current: readonly StandingRow[], setting: Setting): boolean {
  let met = 0;
  for (const result of results.benefits) {
    const standing = STANDINGS[result.standing[place]!];
    if (standing === undefined || !isKept(standing)) continue;
    const row = current.find((candidate) => candidate.benefit === result.benefit);
    if (!row || row.standing !== standing || row.region !== subject.region) return false;
    if (!sameFigure(row.amount, result.amount[place]!) || !sameFigure(row.boundsMin, result.min?.[place]) || !sameFigure(row.boundsMax, result.max?.[place])) return false;
    const by = result.excludedBy?.[place] ?? 0;
    if (row.excludedBy !== (by === 0 ? null : results.names[by - 1])) return false;
    if (row.receiving !== isReceiving(subject.facts, result.benefit, setting.implemented(result))) return false;
    met += 1;
  }
  return met === current.length;
}

function sameFigure(stored: Fen | null, computed = Number.NaN): boolean {
  return stored === null ? Number.isNaN(computed) : stored === computed;
}
