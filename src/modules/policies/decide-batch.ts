import { setImmediate as turn } from "node:timers/promises";
import { decide } from "../../engines/rules/index.ts";
import type { CivilDate } from "../../kernel/dates.ts";
import type { SubjectKind } from "../../kernel/facts.ts";
import type { Fen } from "../../kernel/money.ts";
import type { Ctx } from "../../platform/context.ts";
import { compiledBatch } from "./compiled-batch.ts";
import { getBasis, listDeterminations, listStandings, listStates, type StateRow, writeSettlement, writeStates } from "./decisions.store.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { type FirstRows, firstNoter, newFirstRows, writeFirstRows } from "./first-rows.store.ts";
import { type Lists, listsFor, touched, versionOf } from "./lists.ts";
import { type LoadedVersion, versionsInForce } from "./pack-library.ts";
import { type Cause, newSettlement, settle, type Settlement, type Setting, type StandingRow } from "./settle.ts";
import type { Subject } from "./subject-reader.store.ts";

/** How many subjects had an answer that is another than before. */
export type BatchOutcome = { changed: number };

/** Fewer subjects than this are decided one by one; compiled loops pay from here on. */
const COMPILED_FROM = 32;

/** Subjects whose new answers are written in one go, and between how many of those to come the writing gets a turn. */
const SLICE = 4000;
const TURN = 100;

type Figures = Map<string, Record<string, Fen>>;
/** The states to write: whose old ones go, and the new ones. */
type Looks = { changed: string[]; rows: StateRow[] };

/**
 * Decides subjects of one kind as of a date and writes only what differs from what stands: decisions with their
 * evidence, standing rows, the day of the next look; and says who has become entitled. Repeating it writes nothing.
 * The caller holds the lock on these subjects, taken before they were read.
 *
 * @param how `changed`: the facts that have changed, where that is all that can have; what they cannot touch is left alone.
 *   `dense`: in a run, by the owner of the tables: the subjects are in the order of their ids with hardly any left out between
 */
export async function decideBatch(ctx: Ctx, kind: SubjectKind, subjects: readonly Subject[], how: { asOf: CivilDate; cause: Cause; changed?: readonly string[]; dense?: boolean }): Promise<BatchOutcome> {
  if (subjects.length === 0) return { changed: 0 };
  const versions = await versionsInForce(ctx, how.asOf);
  const ids = subjects.map((subject) => subject.id);
  const states = await listStates(ctx, ids, how.dense ?? false);
  const figures = figuresOf(await listDeterminations(ctx, ids, how.dense));
  const writer = newWriter(ctx, kind);
  for (const [lists, members] of byLists(versions, kind, subjects)) {
    const only = how.changed && touched(lists, how.changed);
    if (only?.size === 0) continue;
    const setting = await settingOf(ctx, lists, how, only);
    const compiled = members.length < COMPILED_FROM || (states.size === 0 && !how.dense) ? undefined : compiledBatch(lists, members, setting);
    const first = how.dense && !only && compiled?.answers ? { answers: compiled.answers, fingerprint: compiled.fingerprint, note: firstNoter(lists, setting) } : undefined;
    const differing: { subject: Subject; place: number }[] = [];
    members.forEach((subject, place) => {
      const state = states.get(subject.id);
      // an officer's figure is not in the columns
      const same = !figures.has(subject.id) && state?.region === subject.region && compiled?.fingerprint(place) === state.fingerprint;
      if (same) noteLook(writer.looks, lists, subject, state, state.fingerprint, how.asOf);
      else differing.push({ subject, place });
    });
    const standings = bySubject(await listStandings(ctx, differing.map(({ subject }) => subject.id), how.dense && states.size === 0));
    for (const [count, { subject, place }] of differing.entries()) {
      const current = standings.get(subject.id);
      if (first && !current && !figures.has(subject.id)) {
        first.note(writer.first, subject, first.answers(place));
        noteLook(writer.looks, lists, subject, states.get(subject.id), first.fingerprint(place), how.asOf);
      } else {
        const after = decideOne(writer.settlement, lists, subject, current ?? [], figures.get(subject.id) ?? {}, setting);
        noteLook(writer.looks, lists, subject, states.get(subject.id), fingerprintOf(after), how.asOf);
      }
      if (writer.settlement.evidence.length + writer.first.subjects >= SLICE) await writer.startWriting();
      else if (count % TURN === TURN - 1) await turn();
    }
    await writer.finishWriting();
  }
  await writer.startWriting();
  await writer.finishWriting();
  return { changed: writer.changed };
}

/** What is still to be written, and what is being written while the next subjects are decided. */
type Writer = { settlement: Settlement; first: FirstRows; looks: Looks; changed: number; startWriting(): Promise<void>; finishWriting(): Promise<void> };

/**
 * A database server writes what is handed to it while we go on deciding; nothing else may be asked of the connection
 * until that is finished.
 */
function newWriter(ctx: Ctx, kind: SubjectKind): Writer {
  let writing: Promise<void> = Promise.resolve();
  const write = async (settlement: Settlement, first: FirstRows, looks: Looks) => {
    await writeSettlement(ctx, settlement);
    await writeFirstRows(ctx, first);
    await writeStates(ctx, looks.changed, looks.rows);
    if (kind === "senior") for (const { subjectId, benefits } of [...settlement.identified, ...first.identified]) ctx.emit("entitlement.identified", { seniorId: subjectId, benefits });
  };
  const writer: Writer = {
    settlement: newSettlement(),
    first: newFirstRows(),
    looks: { changed: [], rows: [] },
    changed: 0,
    async startWriting() {
      await writing;
      const { settlement, first, looks } = writer;
      writer.settlement = newSettlement();
      writer.first = newFirstRows();
      writer.looks = { changed: [], rows: [] };
      writer.changed += settlement.evidence.length + first.subjects;
      writing = write(settlement, first, looks);
      // heard where it is waited for
      writing.catch(() => {});
    },
    finishWriting: () => writing,
  };
  return writer;
}

function figuresOf(determinations: Awaited<ReturnType<typeof listDeterminations>>): Figures {
  const figures: Figures = new Map();
  for (const { subjectId, benefit, amount } of determinations) figures.set(subjectId, { ...figures.get(subjectId), [benefit]: amount });
  return figures;
}

function bySubject(rows: readonly StandingRow[]): Map<string, StandingRow[]> {
  const standings = new Map<string, StandingRow[]>();
  for (const row of rows) {
    const others = standings.get(row.subjectId);
    if (others) others.push(row);
    else standings.set(row.subjectId, [row]);
  }
  return standings;
}

/** Decides one subject; returns what stands for it from now on. */
function decideOne(settlement: Settlement, lists: Lists, subject: Subject, current: readonly StandingRow[], figures: Record<string, Fen>, setting: Setting): StandingRow[] {
  const [put, removed] = [settlement.put.length, settlement.removed.length];
  const decisions = decide(lists.set, subject.facts, setting.asOf, { determinations: figures });
  settle(settlement, subject, current, decisions, figures, setting);
  const gone = new Set(settlement.removed.slice(removed).map((key) => key.benefit));
  return [...current.filter((row) => !gone.has(row.benefit)), ...settlement.put.slice(put)];
}

function noteLook(looks: Looks, lists: Lists, subject: Subject, old: StateRow | undefined, fingerprint: number, asOf: CivilDate): void {
  const dueOn = lists.nextLook(subject.facts, asOf) ?? null;
  if (old ? old.dueOn === dueOn && old.fingerprint === fingerprint && old.region === subject.region : dueOn === null && fingerprint === 0) return;
  if (old) looks.changed.push(subject.id);
  looks.rows.push({ subjectId: subject.id, subjectKind: lists.kind, region: subject.region, dueOn, fingerprint });
}

/** Subjects by the lists that apply to them: those of one place have the same. */
function byLists(versions: readonly LoadedVersion[], kind: SubjectKind, subjects: readonly Subject[]): Map<Lists, Subject[]> {
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
