import type { FastifyInstance } from "fastify";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MODULES, schemasOf } from "../src/app/modules.ts";
import { newId } from "../src/kernel/ids.ts";
import { anIdNumber } from "../src/modules/people/people.fixtures.ts";
import type { Actor } from "../src/platform/context.ts";
import { runAsSystem } from "../src/platform/house.ts";
import { openHttp } from "../src/platform/http/server.ts";
import { drainJobs } from "../src/platform/jobs.ts";
import { openLog } from "../src/platform/log.ts";
import { openTestHouse, type TestHouse } from "./support/house.ts";

/** Planted in every place where a user writes them; none is part of anything else. */
const NAMES = ["欧阳翡翠", "司徒琥珀", "诸葛玛瑙"];
const ID_NUMBERS = [anIdNumber("1941-02-03"), anIdNumber("1942-03-04")];
const PHONES = ["13987650001", "13987650002"];
const ADDRESS = "翡翠湾路8号";
const DISTRICT = "420704000000";

const user: Actor = {
  id: newId(),
  account: "planter",
  name: "测试人员",
  organizationId: null,
  grants: [{ role: "r", permissions: new Set(MODULES.flatMap((module) => Object.keys(module.permissions))), jurisdiction: { kind: "region", code: "420700000000" } }],
};
const lines: string[] = [];
let house: TestHouse;
let app: FastifyInstance;

beforeAll(async () => {
  house = await openTestHouse();
  await drainJobs(house);
  house.log = openLog("debug", (line) => lines.push(line));
  app = await openHttp(house, async (_house, token) => (token === "the-token-of-the-user" ? user : undefined));
}, 60_000);
afterAll(async () => {
  await app.close();
  await house.close();
});

async function call(method: "GET" | "POST" | "PATCH", url: string, payload?: object): Promise<{ status: number; body: Record<string, unknown> }> {
  const headers = { authorization: "Bearer the-token-of-the-user", "idempotency-key": newId() };
  const response = await app.inject({ method, url, headers, ...(payload ? { payload } : {}) });
  return { status: response.statusCode, body: String(response.headers["content-type"]).includes("json") ? response.json() : {} };
}

async function upload(url: string, fields: Record<string, string>, file: string): Promise<number> {
  const parts = [...Object.entries(fields).map(([name, value]) => `content-disposition: form-data; name="${name}"\r\n\r\n${value}`), `content-disposition: form-data; name="file"; filename="${NAMES[0]}.csv"\r\ncontent-type: text/csv\r\n\r\n${file}`];
  const payload = `${parts.map((part) => `--b\r\n${part}\r\n`).join("")}--b--\r\n`;
  const response = await app.inject({ method: "POST", url, headers: { authorization: "Bearer the-token-of-the-user", "content-type": "multipart/form-data; boundary=b" }, payload });
  return response.statusCode;
}

/** All that a table says, as text. */
async function contentOf(schemas: readonly string[]): Promise<Map<string, string>> {
  return runAsSystem(house, "test", async (ctx) => {
    const tables = await sql<{ name: string }>`select table_schema || '.' || table_name as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema = any(${[...schemas]}::text[])`.execute(ctx.db);
    const content = new Map<string, string>();
    for (const { name } of tables.rows) {
      const rows = await sql<{ text: string }>`select t::text as text from ${sql.table(name)} t`.execute(ctx.db);
      content.set(name, rows.rows.map((row) => row.text).join("\n"));
    }
    return content;
  });
}

const found = (content: ReadonlyMap<string, string>, planted: readonly string[]) => [...content].flatMap(([place, text]) => planted.filter((each) => text.includes(each)).map((each) => `${place}: ${each}`));

describe("personal data", () => {
  it("stay out of logs, audit, jobs and kept answers, and sensitive fields out of every table", async () => {
    const entry = { name: NAMES[0], idNumber: ID_NUMBERS[0], sex: "female", birthDate: "1941-02-03", region: DISTRICT, phone: PHONES[0], address: ADDRESS, source: "community", facts: { economic: "low_income", ability_level: 2 } };
    expect((await call("POST", "/api/people/seniors/check", entry)).status).toBe(200);
    const registered = await call("POST", "/api/people/seniors", entry);
    expect(registered).toMatchObject({ status: 200 });
    expect((await call("POST", "/api/people/seniors", entry)).status).toBe(409);
    const id = registered.body.id as string;
    expect((await call("POST", `/api/people/seniors/${id}/contacts`, { version: 1, name: NAMES[1], relation: "daughter", phone: PHONES[1], emergency: true })).status).toBe(200);
    expect((await call("POST", `/api/people/seniors/${id}/reveal`, { field: "id_number", reason: "核对身份" })).status).toBe(200);
    for (const q of [NAMES[0]!, ID_NUMBERS[0]!, PHONES[0]!]) expect((await call("GET", `/api/people/seniors?q=${encodeURIComponent(q)}`)).body.total).toBe(1);
    expect((await call("GET", `/api/people/seniors/${id}`)).status).toBe(200);
    expect((await call("GET", `/api/people/seniors.csv?q=${encodeURIComponent(NAMES[0]!)}`)).status).toBe(200);
    expect(await upload("/api/people/imports", { dryRun: "false", source: "community" }, `姓名,身份证号,常住地,联系电话\n${NAMES[2]},${ID_NUMBERS[1]},${DISTRICT},${PHONES[1]}\n${NAMES[1]},坏的,${DISTRICT},${PHONES[0]}\n`)).toBe(200);
    await drainJobs(house);
    expect((await call("GET", `/api/policies/worklist?q=${encodeURIComponent(NAMES[0]!)}`)).body.total).toBeGreaterThan(0);
    expect((await call("GET", `/api/policies/subjects/senior/${id}/decisions`)).status).toBe(200);
    await app.inject({ method: "POST", url: "/api/access/sign-in", payload: { account: ID_NUMBERS[0], password: PHONES[0] } });
    await app.inject({ method: "GET", url: `/api/people/nothing/${ID_NUMBERS[0]}?q=${PHONES[0]}` });

    const log = lines.join("");
    expect(log).toContain("/api/people/seniors");
    expect(found(new Map([["log", log]]), [...NAMES, ...ID_NUMBERS, ...PHONES, ADDRESS])).toEqual([]);
    const platform = await contentOf(["platform"]);
    expect(platform.get("platform.audit_entry")).toContain(id);
    expect(platform.get("platform.request")).toContain(user.id);
    expect(found(platform, [...NAMES, ...ID_NUMBERS, ...PHONES, ADDRESS])).toEqual([]);
    expect(found(await contentOf(schemasOf(MODULES)), [...ID_NUMBERS, ...PHONES, ADDRESS])).toEqual([]);
  }, 60_000);
});
