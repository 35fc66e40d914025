import { addDays, type CivilDate } from "../../kernel/dates.ts";
import type { SubjectKind } from "../../kernel/facts.ts";
import { newId } from "../../kernel/ids.ts";
import { NATION, type RegionCode } from "../../kernel/regions.ts";
import type { Ctx } from "../../platform/context.ts";
import { enqueue } from "../../platform/jobs.ts";
import type { JobHandler, JobsHandler } from "../../platform/module.ts";
import { decideBatch } from "./decide-batch.ts";
import { listDue, lockAllSubjects, lockSubject, moveRecord, writeStates } from "./decisions.store.ts";
import { loadVersion, type LoadedVersion, versionsInForce } from "./pack-library.ts";
import { advanceRun, findCalendar, findWaitingRun, insertRun, setCalendar, takeRun } from "./runs.store.ts";
import type { Cause } from "./settle.ts";
import { countSubjects, findSubject, readSubjectRange, readSubjects } from "./subject-reader.store.ts";

/** Subjects that the first transaction of a run decides, and the calendar's each time. */
const CHUNK = 2000;
/**
 * Later chunks are made to take about this long (ms): on the embedded engine, which has one connection, screens wait for
 * a chunk, and on any engine each costs a commit.
 */
const CHUNK_TIME = { shortest: 400, longest: 1500 };
const LARGEST_CHUNK = 50_000;

/** Decides one subject now; nothing where it is no longer there, or not within the caller's jurisdiction. */
export async function decideSubject(ctx: Ctx, kind: SubjectKind, id: string, cause: Cause, changed?: readonly string[]): Promise<void> {
  await lockSubject(ctx, id);
  const subject = await findSubject(ctx, kind, id);
  if (subject && changed?.includes("region")) await moveRecord(ctx, id, subject.region);
  if (subject) await decideBatch(ctx, kind, [subject], { asOf: ctx.today, cause, ...(changed ? { changed } : {}) });
}

/**
 * Sets a pass over all subjects of a kind in a region going; it works itself off in jobs, a chunk a transaction, and can
 * be stopped at any point. Returns the run's id; where the same pass is waiting already, that one's.
 *
 * @param run `chunk`: how many subjects the first transaction takes
 */
export async function startRun(ctx: Ctx, run: { kind: SubjectKind; region: RegionCode; cause: Cause; asOf?: CivilDate; chunk?: number }): Promise<string> {
  const asOf = run.asOf ?? ctx.today;
  const waiting = await findWaitingRun(ctx, run.kind, run.region, asOf);
  if (waiting !== undefined) return waiting;
  const id = newId();
  await insertRun(ctx, { id, subjectKind: run.kind, cause: run.cause, region: run.region, asOf, total: await countSubjects(ctx, run.kind, run.region) });
  await enqueue(ctx.db, ctx.now, "policies.run", { runId: id, chunk: run.chunk ?? CHUNK }, { key: id });
  return id;
}

/** Decides everyone anew, every kind that a module of the house holds. */
export async function startFullRun(ctx: Ctx, region: RegionCode = NATION): Promise<string[]> {
  const ids: string[] = [];
  for (const kind of ctx.subjects.keys()) ids.push(await startRun(ctx, { kind, region, cause: "run" }));
  return ids;
}

/**
 * The next chunk of a run: its effect and the place of the cursor are one transaction. A run that goes on past midnight
 * decides the rest as of the new day: what a birthday or an expiry has changed meanwhile must not be taken back.
 */
const workOffRun: JobHandler = async (ctx, payload) => {
  const start = performance.now();
  await lockAllSubjects(ctx);
  const run = await takeRun(ctx, payload.runId as string);
  if (!run || run.status === "done") return;
  const limit = payload.chunk as number;
  const subjects = await readSubjectRange(ctx, run.subjectKind, { region: run.region, after: run.cursor, limit });
  const { changed } = await decideBatch(ctx, run.subjectKind, subjects, { asOf: run.asOf < ctx.today ? ctx.today : run.asOf, cause: run.cause, dense: true });
  const finished = subjects.length < limit;
  await advanceRun(ctx, run, { cursor: subjects.at(-1)?.id ?? run.cursor, done: subjects.length, changed, finished });
  if (!finished) return { again: { ...payload, chunk: nextChunk(limit, performance.now() - start) } };
};

function nextChunk(chunk: number, took: number): number {
  if (took < CHUNK_TIME.shortest) return Math.min(chunk * 2, LARGEST_CHUNK);
  return took > CHUNK_TIME.longest ? Math.max(Math.ceil(chunk / 2), 1) : chunk;
}

/** A published version is in force now: decides those of its region, for every kind of subject that it or its predecessor speaks of. */
const followVersion: JobHandler = async (ctx, payload) => {
  const version = await loadVersion(ctx, payload.versionId as string);
  // one that begins later is found by the calendar on its day
  if (version.effectiveFrom <= ctx.today) await startRunsFor(ctx, [version], "published");
};

async function startRunsFor(ctx: Ctx, versions: readonly LoadedVersion[], cause: Cause): Promise<void> {
  const wanted = new Set(versions.flatMap(({ pack }) => [...ctx.subjects.keys()].map((kind) => `${kind} ${pack.document.region}`)));
  for (const key of wanted) {
    const [kind, region] = key.split(" ") as [SubjectKind, RegionCode];
    await startRun(ctx, { kind, region, cause });
  }
}

/**
 * Once a day: what began or ended since the last time (a version, or the document of one: what rests on it ends with
 * it) sets runs going; then those subjects are decided for whom the day itself changes something, a birthday above all.
 */
const recheck: JobHandler = async (ctx) => {
  const last = (await findCalendar(ctx)) ?? addDays(ctx.today, -1);
  if (last < ctx.today) {
    const [then, now] = [await versionsInForce(ctx, last), await versionsInForce(ctx, ctx.today)];
    await startRunsFor(ctx, turned(then, now, last, ctx.today), "calendar");
    await setCalendar(ctx, ctx.today);
  }
  await lockAllSubjects(ctx);
  const due = await listDue(ctx, ctx.today, CHUNK);
  for (const kind of ctx.subjects.keys()) {
    const ids = due.filter((row) => row.kind === kind).map((row) => row.id);
    const subjects = await readSubjects(ctx, kind, ids);
    await decideBatch(ctx, kind, subjects, { asOf: ctx.today, cause: "calendar" });
    const found = new Set(subjects.map((subject) => subject.id));
    await writeStates(ctx, ids.filter((id) => !found.has(id)), []);
  }
  if (due.length === CHUNK) return { again: {} };
};

/** Versions that came into force or went out of it after `last` up to `today`, or whose document or a benefit did. */
export function turned(then: readonly LoadedVersion[], now: readonly LoadedVersion[], last: CivilDate, today: CivilDate): LoadedVersion[] {
  const within = (date: CivilDate | undefined) => date !== undefined && date > last && date <= today;
  const ended = (date: CivilDate | undefined) => date !== undefined && within(addDays(date, 1));
  const ids = (versions: readonly LoadedVersion[]) => new Set(versions.map((version) => version.id));
  const [before, after] = [ids(then), ids(now)];
  return [
    ...then.filter((version) => !after.has(version.id)),
    ...now.filter(({ id, pack }) => !before.has(id) || [pack.document, ...pack.benefits].some((dated) => within(dated.effective) || ended(dated.expires))),
  ];
}

const decideRegistered: JobHandler = (ctx, payload) => decideSubject(ctx, "senior", payload.seniorId as string, "registered");
const decideChanged: JobHandler = (ctx, payload) => decideSubject(ctx, "senior", payload.seniorId as string, "changed", payload.facts as string[]);
const decideDied: JobHandler = (ctx, payload) => decideSubject(ctx, "senior", payload.seniorId as string, "died");

/** As many `decideChanged`; for each the facts of all count as changed, which only looks at more than needs be. */
const decideChangedTogether: JobsHandler = async (ctx, payloads) => {
  await lockAllSubjects(ctx);
  const facts = [...new Set(payloads.flatMap((payload) => payload.facts as string[]))];
  const subjects = await readSubjects(ctx, "senior", [...new Set(payloads.map((payload) => payload.seniorId as string))]);
  const moved = new Set(payloads.filter((payload) => (payload.facts as string[]).includes("region")).map((payload) => payload.seniorId));
  for (const { id, region } of subjects) if (moved.has(id)) await moveRecord(ctx, id, region);
  await decideBatch(ctx, "senior", subjects, { asOf: ctx.today, cause: "changed", changed: facts });
};

/** Subjects of an import, by id. */
const decideImported: JobHandler = async (ctx, payload) => {
  await lockAllSubjects(ctx);
  const kind = payload.kind as SubjectKind;
  await decideBatch(ctx, kind, await readSubjects(ctx, kind, payload.ids as string[]), { asOf: ctx.today, cause: kind === "senior" ? "registered" : "imported" });
};

export const decisionJobs: Record<string, JobHandler> = {
  "policies.run": workOffRun,
  "policies.recheck": recheck,
  "policies.follow-version": followVersion,
  "policies.decide-registered": decideRegistered,
  "policies.decide-changed": decideChanged,
  "policies.decide-died": decideDied,
  "policies.decide-imported": decideImported,
};
export const decisionJobsTogether: Record<string, JobsHandler> = { "policies.decide-changed": decideChangedTogether };
export const decisionListeners = [
  { event: "version.published", job: "policies.follow-version" },
  { event: "senior.registered", job: "policies.decide-registered" },
  { event: "seniors.registered", job: "policies.decide-imported" },
  { event: "senior.changed", job: "policies.decide-changed" },
  { event: "senior.died", job: "policies.decide-died" },
];
/** After midnight, before the offices open. */
export const decisionSchedules = [{ job: "policies.recheck", at: "00:10" }];
