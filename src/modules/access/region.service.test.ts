import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestHouse, type TestHouse } from "../../../test/support/house.ts";
import { buildApp } from "../../app/server.ts";
import { prepareModules, runAsSystem } from "../../platform/house.ts";
import { buildUser, type Client, ECHENG, EZHOU, signInAs } from "./access.fixtures.ts";
import { findRegion, importRegions, regionNames } from "./index.ts";
import { accessModule } from "./module.ts";
import { loadBundledRegions } from "./region.service.ts";

let house: TestHouse;
let app: FastifyInstance;
let client: Client;
beforeAll(async () => {
  house = await openTestHouse([accessModule]);
  app = await buildApp(house);
  client = await signInAs(app, (await buildUser(house)).account);
});
afterAll(async () => {
  await app.close();
  await house.close();
});

const names = async (query: string) => (await client.get(`/api/access/regions?${query}`)).body.rows!.map((row) => row.name);

describe("the region table", () => {
  it("is loaded once: a second start does not write", async () => {
    const statements = await runAsSystem(house, "test", async (ctx) => {
      const before = ctx.connection.statements;
      await loadBundledRegions(ctx);
      return ctx.connection.statements - before;
    });
    expect(statements).toBe(1);
    await prepareModules(house);
  });
  it("lists the children of a place", async () => {
    expect(await names(`parent=${EZHOU}`)).toEqual(["梁子湖区", "华容区", "鄂城区", "葛店开发区", "临空经济区"]);
    expect(await names("")).toHaveLength(34);
  });
  it.each([
    ["鄂城", "鄂城区"],
    ["ecq", "鄂城区"],
    ["ECQ", "鄂城区"],
    ["420704", "鄂城区"],
    ["鄂城区凤凰", "凤凰街道"],
  ])("finds %s", async (q, name) => {
    expect(await names(`q=${encodeURIComponent(q)}&within=${EZHOU}`)).toContain(name);
  });
  it("finds nothing by a wildcard, and only within the place asked for", async () => {
    expect(await names("q=%25")).toEqual([]);
    expect(await names(`q=${encodeURIComponent("西湖区")}&within=${EZHOU}`)).toEqual([]);
    expect(await names(`q=${encodeURIComponent("西湖区")}`)).toEqual(["西湖区", "东西湖区"]);
  });
  it("says where a place lies", async () => {
    const { body } = await client.get(`/api/access/regions/${ECHENG}`);
    expect(body).toMatchObject({ fullName: "湖北省鄂州市鄂城区", level: "county", hasChildren: true });
    expect((body.lineage as { name: string }[]).map((each) => each.name)).toEqual(["鄂城区", "鄂州市", "湖北省", "全国"]);
    expect((await client.get("/api/access/regions/990000000000")).status).toBe(404);
    expect((await client.get("/api/access/regions/42")).body.code).toBe("request.invalid");
  });
  it("gives full names by code, and the official code that a local one stands for", async () => {
    const found = await runAsSystem(house, "test", async (ctx) => ({ names: await regionNames(ctx, [ECHENG, "999999999999"]), zone: await findRegion(ctx, "420771000000") }));
    expect([...found.names]).toEqual([[ECHENG, "湖北省鄂州市鄂城区"]]);
    expect(found.zone).toMatchObject({ local: true, statisticalCode: "420703400000", initials: "gdkfq" });
  });
});

describe("importing other provinces", () => {
  const HEADER = "code,name,level,parent,local\n000000000000,全国,nation,,\n";
  const table = `${HEADER}130000000000,河北省,province,000000000000,\n130100000000,石家庄市,city,130000000000,\n`;
  const load = (text: string) => runAsSystem(house, "test", (ctx) => importRegions(ctx, text));
  it("adds what is new and changes nothing the second time", async () => {
    expect(await load(table)).toEqual({ rows: 3, added: 1, changed: 0 });
    expect(await load(table)).toEqual({ rows: 3, added: 0, changed: 0 });
    expect(await load(table.replace("石家庄市", "石门市"))).toEqual({ rows: 3, added: 0, changed: 1 });
    expect(await names("q=smsx")).toEqual([]);
    expect(await names("q=sms")).toContain("石门市");
  });
  it("refuses a faulty table as a whole, with the line", async () => {
    await expect(load(`${table}130200000000,唐山市,county,130000000000,\n`)).rejects.toMatchObject({ code: "region.table_malformed", details: { line: 5 } });
    expect(await names(`q=${encodeURIComponent("唐山")}`)).toEqual([]);
  });
});
