import fc from "fast-check";
import type { FastifyInstance, InjectOptions } from "fastify";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestHouse, type TestHouse } from "../../../test/support/house.ts";
import type { AnyRoute } from "../../kernel/contract.ts";
import { isWithin, type RegionCode } from "../../kernel/regions.ts";
import type { Actor } from "../../platform/context.ts";
import { runAsSystem } from "../../platform/house.ts";
import { openHttp } from "../../platform/http/server.ts";
import { drainJobs } from "../../platform/jobs.ts";
import { startImport } from "./import.service.ts";
import { anUpload } from "./import.fixtures.ts";
import { peopleModule } from "./module.ts";
import { actAs, anIdNumber, aSenior, aUser, PEOPLE_PERMISSIONS, seed } from "./people.fixtures.ts";
import type { SeniorRegistration } from "./registration.ts";

/** Regions of every level, of several provinces, among them a zone whose code lies beside its county's. */
const REGIONS: RegionCode[] = ["000000000000", "420000000000", "420700000000", "420703000000", "420704000000", "420704100000", "520000000000", "230900000000"];
/** Not about anybody on the register: the empty template; the own uploads, whose rows import.test.ts holds to the jurisdiction. */
const UNSCOPED = new Set(["GET /api/people/import-template", "POST /api/people/imports", "GET /api/people/imports"]);
const CONTACT = "01990000-0000-7000-8000-000000000001";
let house: TestHouse;
let app: FastifyInstance;
const seniors: SeniorRegistration[] = REGIONS.slice(1).map((region) => aSenior({ region, name: "郝相同", periods: [{ fact: "living", value: "alone", from: "2025-01-01", source: "community" }] }));
const users = new Map<string, Actor>();
let foreignImport: string;

beforeAll(async () => {
  house = await openTestHouse();
  app = await openHttp(house, async (_house, token) => users.get(token));
  await seed(house, seniors);
  const sheet = `姓名,身份证号,常住地\n旁人,${anIdNumber()},420704000000\n`;
  foreignImport = (await runAsSystem(house, "test", (ctx) => startImport(ctx, anUpload("a.csv", sheet), { dryRun: true, source: "import" }))).id;
  await drainJobs(house);
});
afterAll(async () => {
  await app.close();
  await house.close();
});

const token = (actor: Actor) => {
  users.set(`token-${actor.id}`, actor);
  return `Bearer token-${actor.id}`;
};

/** A request of every route of the module that reaches for one senior. */
function requestFor(route: AnyRoute, senior: SeniorRegistration, version: number): InjectOptions {
  const url = route.path.replace(":id", route.path.includes("/imports/") ? foreignImport : senior.id).replace(":contactId", CONTACT);
  const isList = route.path.endsWith("/seniors") || route.path.endsWith("seniors.csv");
  const query: Record<string, string> = isList ? { q: senior.idNumber } : route.method === "DELETE" ? { version: String(version) } : {};
  const entry = { name: "郝相同", idNumber: anIdNumber(), region: senior.region, duplicatesConfirmed: true };
  const bodies: Record<string, Record<string, unknown>> = {
    "POST /api/people/seniors": entry,
    "POST /api/people/seniors/check": entry,
    "PATCH /api/people/seniors/:id": { version, ethnicity: "汉族" },
    "POST /api/people/seniors/:id/facts": { version, changes: [{ fact: "economic", value: "ordinary", validFrom: "2026-01-01" }] },
    "POST /api/people/seniors/:id/death": { version, diedOn: "2026-11-01" },
    "POST /api/people/seniors/:id/contacts": { version, name: "郝家人", relation: "son" },
    "PATCH /api/people/seniors/:id/contacts/:contactId": { version, name: "郝家人" },
    "POST /api/people/seniors/:id/reveal": { field: "id_number", reason: "核实身份信息" },
  };
  const payload = bodies[`${route.method} ${route.path}`];
  return { method: route.method, url, query, ...(payload && { payload }) };
}

/** What a route answers when its senior is within the jurisdiction. */
function answersWithin(route: AnyRoute): number[] {
  if (route.path.includes(":contactId")) return [404];
  // the first registers the death, every later one meets it
  return route.path.endsWith("/death") ? [200, 409] : [200];
}

it("holds on every route of people, for users and seniors of any region", async () => {
  const property = fc.asyncProperty(
    fc.constantFrom(...REGIONS),
    fc.subarray([...PEOPLE_PERMISSIONS]),
    fc.constantFrom(...REGIONS),
    fc.subarray([...PEOPLE_PERMISSIONS]),
    fc.constantFrom(...seniors),
    async (first, firstPermissions, second, secondPermissions, senior) => {
      // two roles in one user: neither may widen the other
      const actor = aUser(first, firstPermissions);
      actor.grants.push(...aUser(second, secondPermissions).grants);
      const authorization = token(actor);
      for (const { contract } of peopleModule.routes) {
        if (UNSCOPED.has(`${contract.method} ${contract.path}`)) continue;
        const answer = await app.inject({ ...requestFor(contract, senior, await versionOf(senior.id)), headers: { authorization } });
        const held = actor.grants.flatMap(({ permissions, jurisdiction }) => (permissions.has(contract.permission) && jurisdiction.kind === "region" ? [jurisdiction.code] : []));
        const what = `${contract.method} ${contract.path} over ${held.join(", ")} on ${senior.region}: ${answer.body.slice(0, 300)}`;
        if (held.length === 0) expect(answer.statusCode, what).toBe(403);
        else if (contract.path.includes("/imports/")) expect(answer.statusCode, what).toBe(404);
        else if (held.some((code) => isWithin(senior.region, code))) expect(answersWithin(contract), what).toContain(answer.statusCode);
        else expectNothingOf(senior, held, answer, what);
      }
      users.clear();
    },
  );
  await fc.assert(property, { numRuns: 25, seed: 20261121 });
});

/** Out of scope: refused, or a list and counts without the senior. Never a word of them. */
function expectNothingOf(senior: SeniorRegistration, regions: readonly RegionCode[], answer: { statusCode: number; body: string }, what: string): void {
  expect([200, 403, 404], what).toContain(answer.statusCode);
  for (const secret of [senior.id, senior.idNumber]) expect(answer.body, what).not.toContain(secret);
  const body = answer.body.startsWith("{") ? (JSON.parse(answer.body) as { rows?: unknown[]; regions?: { region: string }[] }) : {};
  expect(body.rows ?? [], what).toEqual([]);
  for (const { region } of body.regions ?? []) expect(regions.some((held) => isWithin(region, held) || isWithin(held, region)), what).toBe(true);
}

async function versionOf(id: string): Promise<number> {
  const found = await runAsSystem(house, "test", (ctx) => sql<{ version: number }>`select version from people.senior where id = ${id}`.execute(ctx.db));
  return found.rows[0]!.version;
}

it("stands behind a query that forgot the jurisdiction", async () => {
  const actor = aUser("420704000000");
  for (const table of ["senior", "fact_record", "priority_group", "contact", "v_senior_card", "v_policy_subject_senior"]) {
    const rows = await actAs(house, actor, "people.read", (ctx) => sql<{ region: string }>`select distinct region from ${sql.table(`people.${table}`)}`.execute(ctx.db));
    expect(rows.rows.every(({ region }) => isWithin(region, "420704000000")), table).toBe(true);
  }
  const moved = actAs(house, actor, "people.write", (ctx) => sql`update people.senior set region = '420703000000' where region = '420704000000'`.execute(ctx.db));
  await expect(moved).rejects.toMatchObject({ code: "42501" });
});
