import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestHouse, type TestHouse } from "../../../test/support/house.ts";
import { buildApp } from "../../app/server.ts";
import { newId } from "../../kernel/ids.ts";
import { NATION } from "../../kernel/regions.ts";
import { SYSTEM } from "../../platform/context.ts";
import { runAsSystem, runIn } from "../../platform/house.ts";
import { buildUser, type Client, clientOf, ECHENG, EZHOU, FENGHUANG, HUARONG, over, PASSWORD, signInAs } from "./access.fixtures.ts";
import { accessModule } from "./module.ts";
import { resetPassword, userNames } from "./user.service.ts";

let house: TestHouse;
let app: FastifyInstance;
/** system administrator of 鄂城区 */
let admin: Client;
beforeAll(async () => {
  house = await openTestHouse([accessModule]);
  app = await buildApp(house);
  admin = await signInAs(app, (await buildUser(house, { grants: [over("system_administrator", ECHENG)] })).account);
});
afterAll(async () => {
  await app.close();
  await house.close();
});

const disable = (client: Client, user: { id: string; version: number }) => client.send("POST", `/api/access/users/${user.id}/disable`, { version: user.version, reason: "调离岗位" });
const reset = (client: Client, user: { id: string; version: number }) =>
  client.send("POST", `/api/access/users/${user.id}/reset-password`, { version: user.version, password: "Chushi-2026", reason: "本人申请" });

describe("users", () => {
  it("are named to those outside their jurisdiction who read what they did", async () => {
    const drafter = await buildUser(house, { name: "黄燕", grants: [over("policy_officer", EZHOU)] });
    const elsewhere = { regions: [FENGHUANG], organizations: [], own: null, rows: [FENGHUANG] };
    const nameOf = await runIn(house, { actor: SYSTEM, scope: elsewhere, requestId: newId(), readOnly: true, asApplication: true }, (ctx) => userNames(ctx, [drafter.account, "system", "gone"]));
    expect([drafter.account, "system", "gone"].map(nameOf)).toEqual(["黄燕", "系统", "gone"]);
  });

  it("are made within the jurisdiction, without roles, and must change the first password", async () => {
    const { body: organization } = await admin.send("POST", "/api/access/organizations", { name: "凤凰街道办事处", kind: "street_office", region: FENGHUANG });
    const made = await admin.send("POST", "/api/access/users", { account: "fenghuang.wang", name: "王五", organizationId: organization.id, password: PASSWORD });
    expect(made).toMatchObject({ status: 200, body: { account: "fenghuang.wang", regionName: "湖北省鄂州市鄂城区凤凰街道", roles: [], version: 1 } });
    expect((await (await signInAs(app, "fenghuang.wang")).get("/api/access/me")).body.mustChangePassword).toBe(true);
    const again = await admin.send("POST", "/api/access/users", { account: "Fenghuang.Wang", name: "王六", organizationId: organization.id, password: PASSWORD });
    expect(again).toMatchObject({ status: 409, body: { code: "access.account_taken" } });
    const weak = await admin.send("POST", "/api/access/users", { account: "fenghuang.li", name: "李", organizationId: organization.id, password: "1234567890" });
    expect(weak).toMatchObject({ status: 400, body: { code: "access.password_weak" } });
  });
  it("are not made, seen or changed outside the jurisdiction", async () => {
    const outside = await buildUser(house, { region: HUARONG });
    const made = await admin.send("POST", "/api/access/users", { account: "huarong.zhao", name: "赵", organizationId: outside.organization!.id, password: PASSWORD });
    expect(made).toMatchObject({ status: 403, body: { code: "access.out_of_scope" } });
    expect((await admin.get(`/api/access/users?q=${outside.account}`)).body).toEqual({ rows: [], total: 0 });
    expect((await admin.get(`/api/access/users/${outside.id}`)).status).toBe(404);
    expect((await disable(admin, outside)).status).toBe(404);
    expect((await reset(admin, outside)).status).toBe(404);
    expect((await admin.get(`/api/access/users/${outside.id}/grants`)).status).toBe(404);
  });
  it("of an organization alone are seen by who holds only that organization", async () => {
    const colleague = await buildUser(house);
    await buildUser(house);
    const keeper = await buildUser(house, {
      organizationId: colleague.organization!.id,
      grants: [{ role: "system_administrator", jurisdiction: { kind: "organization", id: colleague.organization!.id } }],
    });
    const { body } = await (await signInAs(app, keeper.account)).get("/api/access/users");
    expect(body.rows!.map((row) => row.account).sort()).toEqual([colleague.account, keeper.account].sort());
    expect(body.total).toBe(2);
  });
  it("lose their sessions at once when disabled, and come back when enabled", async () => {
    const user = await buildUser(house);
    const client = await signInAs(app, user.account);
    await client.get("/api/access/me");
    expect((await disable(admin, user)).body).toMatchObject({ status: "disabled", version: 2 });
    expect((await admin.get(`/api/access/users/${user.id}`)).body).toMatchObject({ account: user.account, status: "disabled", version: 2 });
    expect((await client.get("/api/access/me")).status).toBe(401);
    await admin.send("POST", `/api/access/users/${user.id}/enable`, { version: 2, reason: "返岗" });
    expect((await signInAs(app, user.account)).cookie).not.toBe("");
  });
  it("are not changed on a stale version", async () => {
    const user = await buildUser(house);
    await disable(admin, user);
    for (const answer of [await disable(admin, user), await reset(admin, user)]) expect(answer).toMatchObject({ status: 409, body: { code: "record.stale" } });
  });
  it("sign in with a reset password only to change it", async () => {
    const user = await buildUser(house, { grants: [over("system_administrator", FENGHUANG)] });
    const client = await signInAs(app, user.account);
    expect((await reset(admin, user)).status).toBe(200);
    expect((await client.get("/api/access/me")).status).toBe(401);
    expect((await (await signInAs(app, user.account, "Chushi-2026")).get("/api/access/users")).status).toBe(403);
  });
  it("are shown as locked, and unlocked", async () => {
    const user = await buildUser(house);
    for (let i = 0; i < 5; i += 1) await clientOf(app).send("POST", "/api/access/sign-in", { account: user.account, password: "x" });
    expect((await admin.get(`/api/access/users?q=${user.account}`)).body.rows![0]).toMatchObject({ locked: true });
    expect((await admin.send("POST", `/api/access/users/${user.id}/unlock`, { reason: "核实本人" })).body).toMatchObject({ locked: false });
    expect((await signInAs(app, user.account)).cookie).not.toBe("");
  });
});

describe("an administrator cannot reach by a password what is kept from them", () => {
  it.each(["security_administrator", "auditor"])("of %s", async (role) => {
    const other = await buildUser(house, { grants: [over(role, FENGHUANG)] });
    expect(await reset(admin, other)).toMatchObject({ status: 403, body: { code: "access.user_protected" } });
    expect((await disable(admin, other)).status).toBe(403);
  });
  it("of someone whose authority reaches further", async () => {
    const wider = await buildUser(house, { grants: [over("leader", EZHOU)] });
    expect(await reset(admin, wider)).toMatchObject({ status: 403, body: { code: "access.user_protected" } });
  });
  it("nor disable or reset themselves", async () => {
    const self = (await admin.get("/api/access/me")).body as { id: string };
    expect((await disable(admin, { id: self.id, version: 1 })).body.code).toBe("access.own_account");
    expect((await reset(admin, { id: self.id, version: 1 })).body.code).toBe("access.own_account");
  });
  it("while the program itself can, for the one who lost the password", async () => {
    const other = await buildUser(house, { grants: [over("security_administrator", NATION)] });
    await runAsSystem(house, "test", (ctx) => resetPassword(ctx, { id: other.id, version: other.version, password: "Chushi-2026", reason: "忘记口令" }));
    expect((await signInAs(app, other.account, "Chushi-2026")).cookie).not.toBe("");
  });
});

describe("organizations", () => {
  const create = (body: object) => admin.send("POST", "/api/access/organizations", body);
  it("are one of a name in a region", async () => {
    const entry = { name: "鄂城区民政局", kind: "bureau", region: ECHENG };
    expect((await create(entry)).status).toBe(200);
    expect(await create(entry)).toMatchObject({ status: 409, body: { code: "access.organization_taken" } });
  });
  it("are made and listed within the jurisdiction only", async () => {
    expect((await create({ name: "华容区民政局", kind: "bureau", region: HUARONG })).body.code).toBe("access.out_of_scope");
    expect((await create({ name: "鄂州市局", kind: "bureau", region: EZHOU })).body.code).toBe("access.out_of_scope");
    await buildUser(house, { region: HUARONG });
    const { body } = await admin.get("/api/access/organizations?size=200");
    expect(body.rows!.every((row) => (row.region as string).startsWith("420704"))).toBe(true);
    expect(body.total).toBe(body.rows!.length);
  });
  it("need a region and a parent that exist", async () => {
    expect((await create({ name: "某单位", kind: "bureau", region: "420704999000" })).body.code).toBe("region.unknown");
    expect((await create({ name: "某单位", kind: "bureau", region: ECHENG, parent: newId() })).body.code).toBe("record.not_found");
  });
});
