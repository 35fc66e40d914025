import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestHouse } from "../../../test/support/house.ts";
import { addDays } from "../../kernel/dates.ts";
import { newId } from "../../kernel/ids.ts";
import { runAsSystem } from "../../platform/house.ts";
import { drainJobs, jobHandlers, runNextJob } from "../../platform/jobs.ts";
import { FACTS } from "../../kernel/facts.ts";
import { NATION } from "../../kernel/regions.ts";
import { recordFacts } from "../people/index.ts";
import { decideSubject, startRun, turned } from "./decisions.jobs.ts";
import { getHistory, getSubjectDecisions, listRunsPage, replay } from "./decisions.service.ts";
import { addSeniors, as, EZHOU, NOW, officer, openPolicyHouse, randomFrom, randomSenior, randomValue, WELL } from "./decisions.fixture.ts";
import { versionsInForce } from "./pack-library.ts";
import { findSubject, readSubjectRange, readSubjects } from "./subject-reader.store.ts";
import { endVersion, insertVersion, listPublishedOf } from "./versions.store.ts";

let house: TestHouse;
beforeAll(async () => {
  house = await openPolicyHouse();
});
afterAll(() => house.close());

const query = <T>(text: string) => runAsSystem(house, "test", async (ctx) => (await sql.raw<T>(text).execute(ctx.db)).rows);
const allStandings = () =>
  query<Record<string, unknown>>("select subject_id, benefit, region, standing, amount, bounds_min, bounds_max, excluded_by, receiving from policies.standing order by subject_id, benefit");
const count = async (table: string) => (await query<{ n: number }>(`select count(*) as n from policies.${table}`))[0]!.n;
const fullRun = async () => {
  const id = await runAsSystem(house, "test", (ctx) => startRun(ctx, { kind: "senior", region: NATION, cause: "run" }));
  await drainJobs(house);
  return (await query<{ done: number; total: number; changed: number; status: string }>(`select done, total, changed, status from policies.run where id = '${id}'`))[0]!;
};

describe("a run", () => {
  const random = randomFrom(20261121);

  it("decides everyone, and a second one changes nothing", async () => {
    await addSeniors(house, Array.from({ length: 300 }, () => randomSenior(random)), { quiet: true });
    expect(await fullRun()).toEqual({ done: 300, total: 300, changed: 300, status: "done" });
    const [standings, decisions, evidence] = [await allStandings(), await count("decision"), await count("evidence")];
    expect(standings.length).toBeGreaterThan(1000);
    expect(await fullRun()).toMatchObject({ done: 300, changed: 0 });
    expect(await allStandings()).toEqual(standings);
    expect([await count("decision"), await count("evidence")]).toEqual([decisions, evidence]);
  });

  it("finds nothing to mend after random changes were followed one by one and several at once", async () => {
    const ids = (await query<{ id: string }>("select id from people.senior order by id")).map((row) => row.id);
    const names = ["economic", "ability_level", "living", "disability_category", "disability_grade", "receives", "registered_poor", "family_planning_special", "alive"];
    for (let step = 0; step < 60; step += 1) {
      const id = ids[Math.floor(random() * ids.length)]!;
      const fact = names[Math.floor(random() * names.length)]!;
      const value = fact === "alive" ? random() < 0.3 : randomValue(FACTS.senior[fact]!, random);
      await runAsSystem(house, "test", (ctx) => recordFacts(ctx, id, [{ fact, value, validFrom: "2026-11-21" }], "household_register"));
      if (step < 30) await drainJobs(house);
    }
    await drainJobs(house);
    const followed = await allStandings();
    const rowsBefore = await count("decision");
    expect(await fullRun()).toMatchObject({ changed: 0 });
    expect(await allStandings()).toEqual(followed);
    expect(await count("decision")).toBe(rowsBefore);
    // decided from nothing, everything comes out the same
    await query("delete from policies.standing");
    await query("delete from policies.subject_state");
    await fullRun();
    expect(await allStandings()).toEqual(followed);
  });

  it("killed between reading and committing leaves nothing, and goes on where it was", async () => {
    await addSeniors(house, Array.from({ length: 20 }, () => randomSenior(random)), { quiet: true });
    const before = await count("decision");
    const id = await runAsSystem(house, "test", (ctx) => startRun(ctx, { kind: "senior", region: EZHOU, cause: "run" }));
    const handlers = new Map(jobHandlers(house));
    const work = handlers.get("policies.run")!;
    handlers.set("policies.run", async (ctx, payload) => {
      await work(ctx, payload);
      throw new Error("killed");
    });
    await runNextJob(house, handlers);
    expect(await count("decision")).toBe(before);
    expect(await query(`select status, done from policies.run where id = '${id}'`)).toEqual([{ status: "waiting", done: 0 }]);
    await query("update platform.job set attempts = 0, run_at = created_at");
    await drainJobs(house);
    expect(await query(`select status from policies.run where id = '${id}'`)).toEqual([{ status: "done" }]);
    expect(await count("decision")).toBeGreaterThan(before);
    expect(await query("select decision_id from policies.standing s where not exists (select from policies.decision d where d.subject_id = s.subject_id and d.id = s.decision_id)")).toEqual([]);
  });

  it("is asked for once however often it is asked for, and shows its progress to those below its region", async () => {
    const ids = await runAsSystem(house, "test", async (ctx) => [await startRun(ctx, { kind: "senior", region: NATION, cause: "run" }), await startRun(ctx, { kind: "senior", region: NATION, cause: "run" })]);
    expect(new Set(ids).size).toBe(1);
    await drainJobs(house);
    const page = await as(house, officer(EZHOU), "policies.decide", (ctx) => listRunsPage(ctx, { params: {}, query: { page: 1, size: 20 }, body: undefined }));
    expect(page.rows[0]).toMatchObject({ id: ids[0], status: "done", cause: "全面认定" });
  });
});

describe("reading subjects", () => {
  it("gives the same by rows and by binary copy, in ranges that meet", async () => {
    await addSeniors(house, [{ ...WELL, receives: { "old-age-allowance": 8000, "care-service-subsidy": null } }], { quiet: true });
    await runAsSystem(house, "test", async (ctx) => {
      const all = await readSubjectRange(ctx, "senior", { region: NATION, after: null, limit: 10_000 });
      expect(all).toEqual(await readSubjects(ctx, "senior", all.map((subject) => subject.id)));
      const parts = [];
      for (let after: string | null = null; ; ) {
        const part = await readSubjectRange(ctx, "senior", { region: NATION, after, limit: 97 });
        if (part.length === 0) break;
        parts.push(...part);
        after = part.at(-1)!.id;
      }
      expect(parts).toEqual(all);
      expect((await readSubjectRange(ctx, "senior", { region: EZHOU, after: null, limit: 10_000 })).every((subject) => subject.region.startsWith("4207"))).toBe(true);
      expect(await findSubject(ctx, "senior", newId())).toBeUndefined();
    });
  });
});

describe("the calendar", () => {
  const recheck = async () => {
    await runAsSystem(house, "test", async (ctx) => {
      await jobHandlers(house).get("policies.recheck")!(ctx, {});
    });
    await drainJobs(house);
  };
  const standingOf = async (id: string, benefit: string) => (await query<{ standing: string }>(`select standing from policies.standing where subject_id = '${id}' and benefit = '${benefit}'`))[0]?.standing;

  it("R-122 brings a birthday its benefits on the day", async () => {
    const [id] = await addSeniors(house, [{ ...WELL, birth_date: "1946-11-23" }]);
    expect(await standingOf(id!, "care-service-subsidy")).toBeUndefined();
    house.setClock(new Date("2026-11-21T16:10:00Z"));
    await recheck();
    expect(await standingOf(id!, "care-service-subsidy")).toBeUndefined();
    house.setClock(new Date("2026-11-22T16:10:00Z"));
    await recheck();
    expect(await standingOf(id!, "care-service-subsidy")).toBe("to_be_decided");
    house.setClock(NOW);
  });

  it("is not taken back by a run that began the day before", async () => {
    const [id] = await addSeniors(house, [{ ...WELL, birth_date: "1946-11-25" }]);
    house.setClock(new Date("2026-11-24T02:00:00Z"));
    await runAsSystem(house, "test", (ctx) => startRun(ctx, { kind: "senior", region: NATION, cause: "run" }));
    house.setClock(new Date("2026-11-25T02:00:00Z"));
    await runAsSystem(house, "test", (ctx) => decideSubject(ctx, "senior", id!, "calendar"));
    await drainJobs(house);
    expect(await standingOf(id!, "care-service-subsidy")).toBe("to_be_decided");
    house.setClock(NOW);
  });

  it("ends what rests on a document when its validity ends, and everyone is decided as a full run would", async () => {
    const [id] = await addSeniors(house, [{ ...WELL, birth_date: "1940-05-01" }]);
    expect(await standingOf(id!, "home-adaptation")).toBeUndefined();
    house.setClock(new Date("2026-12-11T16:10:00Z"));
    await recheck();
    expect(await standingOf(id!, "low-fee-place")).toBeUndefined();
    const ezhou = "(select id from policies.version where pack = 'cn-42-ezhou')";
    expect((await query(`select 1 from policies.standing where version_id = ${ezhou} limit 1`)).length).toBe(1);
    // 2026-12-13 in Shanghai: the day after the last
    house.setClock(new Date("2026-12-12T16:10:00Z"));
    await recheck();
    expect(await query(`select benefit from policies.standing where version_id = ${ezhou} limit 1`)).toEqual([]);
    // the nation's list speaks in its place where it has the same benefit
    expect(await query(`select distinct pack from policies.standing where benefit = 'ability-assessment' and region like '4207%'`)).toEqual([{ pack: "cn" }]);
    const settled = await allStandings();
    expect(await fullRun()).toMatchObject({ changed: 0 });
    expect(await allStandings()).toEqual(settled);
    house.setClock(NOW);
  });

  it("sees which versions turned since it last looked", async () => {
    await runAsSystem(house, "test", async (ctx) => {
      const now = await versionsInForce(ctx, "2026-11-21");
      const names = (last: string, today: string) => turned(now, now, last, today).map((version) => version.pack.name);
      expect(names("2026-12-12", "2026-12-13")).toEqual(["cn-42-ezhou"]);
      expect(names("2026-12-11", "2026-12-12")).toEqual([]);
      expect(turned(now.slice(1), now, "2026-11-20", "2026-11-21").map((version) => version.id)).toEqual([now[0]!.id]);
      expect(turned(now, now.slice(1), "2026-11-20", "2026-11-21").map((version) => version.id)).toEqual([now[0]!.id]);
    });
  });

  it("looks again at nobody who has gone from the register", async () => {
    const ghost = newId();
    await query(`insert into policies.subject_state (subject_id, subject_kind, region, due_on, fingerprint) values ('${ghost}', 'senior', '420704001001', '2026-01-01', 5)`);
    await recheck();
    expect(await query(`select 1 from policies.subject_state where subject_id = '${ghost}'`)).toEqual([]);
    await runAsSystem(house, "test", (ctx) => decideSubject(ctx, "senior", ghost, "changed"));
    expect(await query(`select 1 from policies.decision where subject_id = '${ghost}'`)).toEqual([]);
  });
});

describe("a published version", () => {
  const BENEFIT = "care-service-subsidy";
  /** Publishes the next version of Ezhou's list with other bounds, as publishing does. */
  const publish = (effectiveFrom: string, min: number, max: number) =>
    runAsSystem(house, "test", async (ctx) => {
      const [latest] = await listPublishedOf(ctx, "cn-42-ezhou");
      const id = newId();
      await endVersion(ctx, latest!.id, addDays(effectiveFrom, -1));
      const policy = latest!.policy.replace(/amount: \{ min: \d+, max: \d+ \}\n {4}confirm: 文件以顿号/, `amount: { min: ${min}, max: ${max} }\n    confirm: 文件以顿号`);
      expect(policy).not.toBe(latest!.policy);
      await insertVersion(ctx, { id, pack: "cn-42-ezhou", number: latest!.number + 1, region: EZHOU, title: latest!.title, status: "published", effectiveFrom, documentId: latest!.document_id, policy, textFile: latest!.text_file, cases: "", basedOn: latest!.id, note: "", publishedBy: "test" });
      ctx.emit("version.published", { versionId: id, pack: "cn-42-ezhou", region: EZHOU, effectiveFrom });
      return id;
    });
  const bounds = async (id: string) => (await query<{ bounds_min: number; bounds_max: number; version_id: string }>(`select bounds_min, bounds_max, version_id from policies.standing where subject_id = '${id}' and benefit = '${BENEFIT}'`))[0];
  const shown = async (id: string, asOf: string) => {
    const answer = await as(house, officer(), "policies.worklist", (ctx) => getSubjectDecisions(ctx, { params: { kind: "senior", id }, query: { asOf }, body: undefined }));
    const row = answer.rows.find((each) => each.benefit === BENEFIT)!;
    return [row.bounds?.min, row.bounds?.max, row.versionNumber];
  };

  it("decides its region anew when it comes into force, at once or on its day, and a day of the past stays with the version of then", async () => {
    const [id] = await addSeniors(house, [{ ...WELL, birth_date: "1940-05-01" }]);
    // the tests above have been as far as December
    await query("delete from policies.calendar");
    const elsewhere = await query("select * from policies.standing where region like '3302%' order by subject_id, benefit");
    const before = await bounds(id!);
    expect(before).toMatchObject({ bounds_min: 10_000, bounds_max: 50_000 });
    const second = await publish("2026-11-21", 200, 500);
    await drainJobs(house);
    expect(await bounds(id!)).toEqual({ bounds_min: 20_000, bounds_max: 50_000, version_id: second });
    const third = await publish("2026-11-25", 200, 600);
    await drainJobs(house);
    expect(await bounds(id!)).toMatchObject({ version_id: second });
    house.setClock(new Date("2026-11-24T16:10:00Z"));
    await runAsSystem(house, "test", (ctx) => jobHandlers(house).get("policies.recheck")!(ctx, {}).then(() => undefined));
    await drainJobs(house);
    expect(await bounds(id!)).toEqual({ bounds_min: 20_000, bounds_max: 60_000, version_id: third });
    expect([await shown(id!, "2026-11-20"), await shown(id!, "2026-11-24"), await shown(id!, "2026-11-25")]).toEqual([["100.00", "500.00", 1], ["200.00", "500.00", 2], ["200.00", "600.00", 3]]);
    expect(await query("select * from policies.standing where region like '3302%' order by subject_id, benefit")).toEqual(elsewhere);
    // each of the three answers can be had again, by its own version
    const history = await as(house, officer(), "policies.worklist", (ctx) => getHistory(ctx, { params: { kind: "senior", id: id! }, query: { benefit: BENEFIT }, body: undefined }));
    expect(history.rows.map((row) => [row.versionNumber, row.cause])).toEqual([[3, "到期复核"], [2, "政策版本施行"], [1, "新登记"]]);
    for (const row of history.rows) {
      const again = await as(house, officer(), "policies.worklist", (ctx) => replay(ctx, { params: { kind: "senior", id: id!, decisionId: row.id }, query: {}, body: undefined }));
      expect([again.same, again.recomputed.versionNumber]).toEqual([true, row.versionNumber]);
    }
    house.setClock(NOW);
  });
});
