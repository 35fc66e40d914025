import type { FastifyInstance } from "fastify";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NOW, openTestHouse, type TestHouse } from "../../../test/support/house.ts";
import { buildApp } from "../../app/server.ts";
import { NATION } from "../../kernel/regions.ts";
import { runAsSystem } from "../../platform/house.ts";
import { buildUser, type Client, ECHENG, HUARONG, over, signInAs } from "./access.fixtures.ts";
import { accessModule } from "./module.ts";

let house: TestHouse;
let app: FastifyInstance;
/** auditors of 鄂城区 and of the nation */
let local: Client;
let national: Client;
beforeAll(async () => {
  house = await openTestHouse([accessModule]);
  app = await buildApp(house);
  local = await signInAs(app, (await buildUser(house, { grants: [over("auditor", ECHENG)] })).account);
  national = await signInAs(app, (await buildUser(house, { grants: [over("auditor", NATION)] })).account);
});
afterAll(async () => {
  await app.close();
  await house.close();
});

describe("reading the audit", () => {
  it("finds who did what to whom", async () => {
    const user = await buildUser(house, { grants: [over("leader", ECHENG)] });
    const { body } = await local.get(`/api/access/audit?subject=user&subjectId=${user.id}`);
    expect(body.rows!.map((row) => row.action).sort()).toEqual(["role.granted", "user.created"]);
    expect(body.rows!.find((row) => row.action === "role.granted")).toMatchObject({ actor: "system", region: ECHENG, details: { role: "leader", kind: "region" } });
    expect(body.total).toBe(2);
  });
  it("shows an auditor only their jurisdiction", async () => {
    const outside = await buildUser(house, { region: HUARONG });
    expect((await local.get(`/api/access/audit?subjectId=${outside.id}`)).body).toEqual({ rows: [], total: 0 });
    expect((await national.get(`/api/access/audit?subjectId=${outside.id}`)).body.total).toBe(1);
  });
  it("shows entries without a region by whose they are", async () => {
    const [here, there] = [await buildUser(house), await buildUser(house, { region: HUARONG })];
    for (const user of [here, there]) await (await signInAs(app, user.account)).send("POST", "/api/access/sign-out");
    const seen = async (account: string) => (await local.get(`/api/access/audit?action=user.signed_out&actor=${account}`)).body.total;
    expect([await seen(here.account), await seen(there.account)]).toEqual([1, 0]);
  });
  it("filters by kind of action and by time", async () => {
    const { body } = await national.get("/api/access/audit?action=regions.&size=200");
    expect(body.rows!.every((row) => (row.action as string).startsWith("regions."))).toBe(true);
    const later = new Date(NOW.getTime() + 1000).toISOString();
    expect((await national.get(`/api/access/audit?from=${later}`)).body.total).toBe(0);
    expect((await national.get(`/api/access/audit?to=${later}&action=user.&size=1`)).body.rows).toHaveLength(1);
  });
  it("is for auditors", async () => {
    const client = await signInAs(app, (await buildUser(house, { grants: [over("security_administrator", NATION)] })).account);
    expect((await client.get("/api/access/audit")).body.code).toBe("auth.forbidden");
  });
});

describe("verifying the audit", () => {
  it("finds all in order, writes that it looked, and then finds an entry that was altered", async () => {
    const { body } = await national.get("/api/access/audit/verify");
    expect(body).toMatchObject({ faults: [] });
    expect(body.entries).toBeGreaterThan(5);
    expect((await national.get("/api/access/audit?action=audit.verified")).body.rows![0]).toMatchObject({ details: { faults: 0 } });
    await runAsSystem(house, "test", (ctx) => sql`update platform.audit_entry set actor = 'nobody' where action = 'user.signed_in'`.execute(ctx.db));
    const faults = (await national.get("/api/access/audit/verify")).body.faults as { fault: string }[];
    expect(faults.length).toBeGreaterThan(0);
    expect(new Set(faults.map((each) => each.fault))).toEqual(new Set(["altered"]));
  });
});
