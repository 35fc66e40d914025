import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestHouse, type TestHouse } from "../../../test/support/house.ts";
import { buildApp } from "../../app/server.ts";
import { NATION } from "../../kernel/regions.ts";
import type { Module } from "../../platform/module.ts";
import { buildUser, type Client, ECHENG, EZHOU, FENGHUANG, HUARONG, over, signInAs } from "./access.fixtures.ts";
import { accessModule } from "./module.ts";

/** Stands for the business: a permission to have and to lack. */
const business: Module = { name: "people", dependsOn: ["access"], permissions: { "people.read": "查看老年人", "people.write": "登记和修改" }, errors: {}, routes: [] };

let house: TestHouse;
let app: FastifyInstance;
/** security administrators of 鄂城区 and of the nation */
let security: Client;
let national: Client;
let securityId: string;
beforeAll(async () => {
  house = await openTestHouse([accessModule, business]);
  app = await buildApp(house);
  const user = await buildUser(house, { grants: [over("security_administrator", ECHENG)] });
  securityId = user.id;
  security = await signInAs(app, user.account);
  national = await signInAs(app, (await buildUser(house, { grants: [over("security_administrator", NATION)] })).account);
});
afterAll(async () => {
  await app.close();
  await house.close();
});

const grant = (client: Client, userId: string, role: string, jurisdiction: object) => client.send("POST", `/api/access/users/${userId}/grants`, { role, jurisdiction });
const at = (code: string) => ({ kind: "region", code });

describe("granting", () => {
  it("gives a role within the granter's own jurisdiction, at once", async () => {
    const user = await buildUser(house, { region: FENGHUANG });
    const client = await signInAs(app, user.account);
    expect((await client.get("/api/access/users")).status).toBe(403);
    const granted = await grant(security, user.id, "system_administrator", at(FENGHUANG));
    expect(granted.body.rows).toMatchObject([{ role: { id: "system_administrator" }, jurisdiction: { kind: "region", code: FENGHUANG, name: "湖北省鄂州市鄂城区凤凰街道" } }]);
    expect((await client.get("/api/access/users")).status).toBe(200);
    expect(await grant(security, user.id, "system_administrator", at(FENGHUANG))).toMatchObject({ status: 409, body: { code: "access.already_granted" } });
    const revoked = await security.send("DELETE", `/api/access/users/${user.id}/grants/${granted.body.rows![0]!.id as string}`);
    expect(revoked.body.rows).toEqual([]);
    expect((await client.get("/api/access/users")).status).toBe(403);
  });
  it.each([NATION, EZHOU, HUARONG])("does not give one over %s from below", async (code) => {
    const user = await buildUser(house);
    expect(await grant(security, user.id, "leader", at(code))).toMatchObject({ status: 403, body: { code: "access.grant_exceeds" } });
  });
  it("gives one over an organization of the jurisdiction, not of another", async () => {
    const [here, there] = [await buildUser(house), await buildUser(house, { region: HUARONG })];
    expect((await grant(security, here.id, "institution_staff", { kind: "organization", id: here.organization!.id })).status).toBe(200);
    expect((await grant(security, here.id, "institution_staff", { kind: "organization", id: there.organization!.id })).body.code).toBe("access.grant_exceeds");
    expect((await grant(security, here.id, "institution_staff", { kind: "own" })).status).toBe(200);
  });
  it("does not reach users outside, nor take a role that one above gave more widely", async () => {
    const [outside, wide] = [await buildUser(house, { region: HUARONG }), await buildUser(house)];
    expect((await grant(security, outside.id, "leader", at(ECHENG))).status).toBe(404);
    const { body } = await grant(national, wide.id, "leader", at(EZHOU));
    const kept = await security.send("DELETE", `/api/access/users/${wide.id}/grants/${body.rows![0]!.id as string}`);
    expect(kept).toMatchObject({ status: 403, body: { code: "access.grant_exceeds" } });
  });
  it("never gives anything to oneself", async () => {
    expect(await grant(security, securityId, "street_worker", at(ECHENG))).toMatchObject({ status: 403, body: { code: "access.own_account" } });
    expect((await grant(security, securityId, "auditor", at(ECHENG))).body.code).toBe("access.own_account");
  });
  it("keeps the three administrators and the business in different hands", async () => {
    const roles = ["system_administrator", "security_administrator", "auditor", "street_worker"];
    for (const first of roles) {
      const user = await buildUser(house, { grants: [over(first, FENGHUANG)] });
      for (const second of roles.filter((role) => role !== first)) {
        expect(await grant(security, user.id, second, at(FENGHUANG))).toMatchObject({ status: 409, body: { code: "access.separation" } });
      }
    }
  });
  it("lets two grants at once not slip past the separation", async () => {
    for (let round = 0; round < 8; round += 1) {
      const user = await buildUser(house);
      const answers = await Promise.all(["auditor", "street_worker", "system_administrator"].map((role) => grant(security, user.id, role, at(ECHENG))));
      expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409]);
    }
  });
  it("is refused to those who only make accounts", async () => {
    const system = await signInAs(app, (await buildUser(house, { grants: [over("system_administrator", NATION)] })).account);
    expect((await grant(system, (await buildUser(house)).id, "leader", at(ECHENG))).body.code).toBe("auth.forbidden");
  });
});

describe("roles", () => {
  const create = (client: Client, body: object) => client.send("POST", "/api/access/roles", body);
  const edit = (client: Client, id: unknown, body: object) => client.send("PUT", `/api/access/roles/${id as string}`, body);

  it("are made of known permissions of one side", async () => {
    expect(await create(security, { name: "看人", region: ECHENG, permissions: ["people.look"] })).toMatchObject({ status: 400, body: { code: "access.unknown_permission" } });
    expect((await create(security, { name: "全能", region: ECHENG, permissions: ["people.read", "access.manage_users"] })).body.code).toBe("access.separation");
    expect((await create(security, { name: "双管", region: ECHENG, permissions: ["access.manage_roles", "access.manage_users"] })).body.code).toBe("access.separation");
    const made = await create(security, { name: "登记员", region: ECHENG, permissions: ["people.write", "people.read", "people.read"] });
    expect(made.body).toMatchObject({ builtIn: false, permissions: ["people.read", "people.write"], version: 1 });
    expect((await create(security, { name: "登记员", region: ECHENG, permissions: ["people.read"] })).body.code).toBe("access.role_taken");
    expect((await create(security, { name: "登记员", region: EZHOU, permissions: ["people.read"] })).body.code).toBe("access.out_of_scope");
  });
  it("change for all holders at once; a stale change is refused", async () => {
    const { body: role } = await create(security, { name: "协管员", region: ECHENG, permissions: ["access.read_users"] });
    const user = await buildUser(house);
    await grant(security, user.id, role.id as string, at(ECHENG));
    const client = await signInAs(app, user.account);
    expect((await client.get("/api/access/users")).status).toBe(200);
    expect((await edit(security, role.id, { version: 1, name: "协管员", permissions: ["people.read"] })).body).toMatchObject({ version: 2 });
    expect((await client.get("/api/access/users")).status).toBe(403);
    expect(await edit(security, role.id, { version: 1, name: "协管员", permissions: ["people.write"] })).toMatchObject({ status: 409, body: { code: "record.stale" } });
  });
  it("cannot be edited across sides for those who hold them beside others", async () => {
    const { body: role } = await create(security, { name: "巡查员", region: ECHENG, permissions: ["people.read"] });
    const user = await buildUser(house, { grants: [over("street_worker", ECHENG)] });
    await grant(security, user.id, role.id as string, at(ECHENG));
    expect((await edit(security, role.id, { version: 1, name: "巡查员", permissions: ["access.read_audit"] })).body.code).toBe("access.separation");
  });
  it("cannot be edited by who holds them, where they are built in, or from below", async () => {
    const { body: own } = await create(security, { name: "安全助理", region: ECHENG, permissions: ["access.manage_roles"] });
    const helper = await buildUser(house);
    await grant(security, helper.id, own.id as string, at(ECHENG));
    const client = await signInAs(app, helper.account);
    expect((await edit(client, own.id, { version: 1, name: "安全助理", permissions: ["access.manage_roles", "access.read_users"] })).body.code).toBe("access.own_account");
    expect((await edit(national, "leader", { version: 1, name: "局长", permissions: ["people.read"] })).body.code).toBe("access.role_built_in");
    const { body: above } = await create(national, { name: "市级巡查", region: EZHOU, permissions: ["people.read"] });
    expect((await edit(security, above.id, { version: 1, name: "市级巡查", permissions: ["people.write"] })).status).toBe(404);
  });
  it("of a region are granted there and below only, and listed where they can be", async () => {
    const { body: role } = await create(national, { name: "华容专员", region: HUARONG, permissions: ["people.read"] });
    expect((await grant(national, (await buildUser(house)).id, role.id as string, at(ECHENG))).body.code).toBe("access.grant_exceeds");
    const names = async (client: Client) => (await client.get("/api/access/roles")).body.rows!.map((row) => row.name);
    expect(await names(national)).toContain("华容专员");
    expect(await names(security)).not.toContain("华容专员");
    expect(await names(security)).toContain("街道工作人员");
  });
  it("are made from the permissions of every module", async () => {
    const { rows } = (await security.get("/api/access/permissions")).body;
    expect(rows).toContainEqual({ name: "people.read", text: "查看老年人" });
    expect(rows).toContainEqual({ name: "access.read_audit", text: "查看和校验审计记录" });
  });
});
