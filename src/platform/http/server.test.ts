import type { FastifyInstance } from "fastify";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestHouse, type TestHouse } from "../../../test/support/house.ts";
import { allNotes, probeActor, probeModule } from "../../../test/support/probe-module.ts";
import { newId } from "../../kernel/ids.ts";
import type { Actor } from "../context.ts";
import { runAsSystem } from "../house.ts";
import { drainJobs } from "../jobs.ts";
import { openLog } from "../log.ts";
import { forgetRequests } from "./idempotency.ts";
import { openHttp } from "./server.ts";

const ECHENG = "420704000000";
const HUARONG = "420703000000";
const ACTORS: Record<string, Actor> = {
  "writer-of-echeng-0001": probeActor(ECHENG, "probe.read", "probe.write"),
  "writer-of-huarong-0001": probeActor(HUARONG, "probe.read", "probe.write"),
  "reader-of-echeng-0001": probeActor(ECHENG, "probe.read"),
};

let house: TestHouse;
let app: FastifyInstance;
const lines: string[] = [];
beforeAll(async () => {
  house = await openTestHouse([probeModule]);
  house.log = openLog("debug", (line) => lines.push(line));
  app = await openHttp(house, async (_house, token) => ACTORS[token]);
});
afterAll(async () => {
  await app.close();
  await house.close();
});

type Call = { token?: string; key?: string; headers?: Record<string, string>; payload?: unknown };
async function post(url: string, { token = "writer-of-echeng-0001", key, headers = {}, payload = { text: "便签" } }: Call = {}) {
  const response = await app.inject({
    method: "POST",
    url,
    payload: payload as object,
    headers: { authorization: `Bearer ${token}`, ...(key ? { "idempotency-key": key } : {}), ...headers },
  });
  return { status: response.statusCode, type: response.headers["content-type"], body: response.json<Record<string, unknown>>() };
}
const notes = (url = `/api/probe/notes/${ECHENG}`, call: Call = {}) => post(url, call);
const count = (text: string) => runAsSystem(house, "test", async (ctx) => (await allNotes(ctx)).filter((each) => each === text).length);

describe("who may use a route", () => {
  it("is nobody without a session, and nobody without the permission", async () => {
    expect(await notes(undefined, { token: "nobody-knows-this-token" })).toMatchObject({ status: 401, body: { code: "auth.required" } });
    expect(await notes(undefined, { token: "reader-of-echeng-0001" })).toMatchObject({ status: 403, body: { code: "auth.forbidden", detail: "您没有“写便签”权限。如工作需要，请联系本单位的安全管理员。" } });
  });
  it("is told before the input is looked at", async () => {
    expect((await notes("/api/probe/notes/42", { token: "nobody-knows-this-token", payload: {} })).status).toBe(401);
  });
  it("sees through row-level security only their own jurisdiction", async () => {
    await notes(undefined, { payload: { text: "鄂城便签" } });
    const texts = async (token: string) => (await app.inject({ url: "/api/probe/notes", headers: { authorization: `Bearer ${token}` } })).json<{ texts: string[] }>().texts;
    expect(await texts("reader-of-echeng-0001")).toContain("鄂城便签");
    expect(await texts("writer-of-huarong-0001")).not.toContain("鄂城便签");
    expect(await notes(undefined, { token: "writer-of-huarong-0001" })).toMatchObject({ status: 403, body: { code: "access.out_of_scope" } });
  });
});

describe("errors are problem+json in Chinese", () => {
  const json = { "content-type": "application/json" };
  it.each<[string, number, string, string, () => ReturnType<typeof post>]>([
    ["malformed JSON", 400, "request.malformed", "不是有效的 JSON", () => notes(undefined, { payload: '{"text": ', headers: json })],
    ["an empty body", 400, "request.malformed", "请求内容是空的", () => notes(undefined, { payload: "", headers: json })],
    ["a body that would poison the prototype", 400, "request.malformed", "不是有效的 JSON", () => notes(undefined, { payload: '{"__proto__": {"a": 1}}', headers: json })],
    ["an oversized body", 413, "request.too_large", "1 MB", () => notes(undefined, { payload: { text: "大".repeat(400_000) } })],
    ["another media type", 415, "request.unsupported_media", "请以 JSON 提交", () => notes(undefined, { payload: "<a/>", headers: { "content-type": "application/xml" } })],
    ["plain text", 415, "request.unsupported_media", "请以 JSON 提交", () => notes(undefined, { payload: "便签", headers: { "content-type": "text/plain" } })],
    ["an unknown address", 404, "request.not_found", "/api/nowhere", () => post("/api/nowhere?q=secret")],
    ["an address that cannot be read", 400, "request.malformed", "地址", () => post("/api/probe/notes/%ZZ")],
    ["a known address by another method", 404, "request.not_found", "/api/probe/broken", async () => {
      const response = await app.inject({ method: "PUT", url: "/api/probe/broken" });
      return { status: response.statusCode, type: response.headers["content-type"], body: response.json<Record<string, unknown>>() };
    }],
    ["a character that cannot be stored", 400, "request.malformed", "不能保存的字符", () => notes(undefined, { payload: { text: "a\u0000b" } })],
    ["a refusal of the module", 409, "probe.refused", "不收这张便签。", () => notes(undefined, { payload: { text: "refused" } })],
  ])("for %s", async (_what, status, code, words, call) => {
    const answer = await call();
    expect(answer).toMatchObject({ status, type: "application/problem+json; charset=utf-8", body: { status, code, type: `urn:songhe:error:${code}` } });
    expect(answer.body.detail).toContain(words);
    expect(answer.body.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.stringify(answer.body)).not.toMatch(/FST_|secret/);
  });
  it("with every fault of an input at once, each with its place", async () => {
    const { status, body } = await notes("/api/probe/notes/42", { payload: { text: "", count: 1.5 } });
    expect([status, body.detail]).toEqual([400, "有 3 处填写不符合要求，请按提示修改后再提交。"]);
    const faults = body.faults as { path: string; message: string }[];
    expect(faults.map((fault) => fault.path)).toEqual(["params.region", "body.text", "body.count"]);
    for (const fault of faults) expect(fault.message).toMatch(/[\u4e00-\u9fff]/);
  });
  it("for a session's write without our header, but not for a token's", async () => {
    const url = `/api/probe/notes/${ECHENG}`;
    const send = (headers: Record<string, string>) => app.inject({ method: "POST", url, payload: { text: "x" }, headers: { cookie: "songhe_session=writer-of-echeng-0001", ...headers } });
    expect((await send({})).json()).toMatchObject({ status: 403, code: "request.foreign_origin" });
    expect((await send({ "x-songhe": "1" })).statusCode).toBe(200);
  });
  it("for our own faults with nothing but a number to ask by", async () => {
    const { status, body } = await post("/api/probe/broken", { payload: {} });
    expect([status, body.code, Object.keys(body).sort()]).toEqual([500, "internal", ["code", "detail", "requestId", "status", "title", "type"]]);
    expect(body.detail).toContain(body.requestId as string);
    expect(lines.some((line) => line.includes("request.failed") && line.includes(body.requestId as string))).toBe(true);
  });
});

describe("writes are done once for one request id", () => {
  it("however often they are repeated", async () => {
    const key = newId();
    const first = await notes(undefined, { key, payload: { text: "一次" } });
    expect(await notes(undefined, { key, payload: { text: "一次" } })).toEqual(first);
    expect(await count("一次")).toBe(1);
  });
  it("also when they come at once", async () => {
    const key = newId();
    const answers = await Promise.all(Array.from({ length: 5 }, () => notes(undefined, { key, payload: { text: "同时" } })));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]!.status).toBe(200);
    expect(await count("同时")).toBe(1);
  });
  it("refuse other content or another address under the same id", async () => {
    const key = newId();
    await notes(undefined, { key, payload: { text: "原文" } });
    expect(await notes(undefined, { key, payload: { text: "改文" } })).toMatchObject({ status: 422, body: { code: "request.key_reused" } });
    expect(await notes("/api/probe/notes/420704001000", { key, payload: { text: "原文" } })).toMatchObject({ status: 422 });
    expect(await count("改文")).toBe(0);
  });
  it("may be tried again when they failed, also when something of the failure is kept", async () => {
    for (const text of ["refused", "kept"]) {
      const key = newId();
      for (let i = 0; i < 2; i += 1) expect(await notes(undefined, { key, payload: { text } })).toMatchObject({ status: 409, body: { code: "probe.refused" } });
    }
    expect([await count("refused"), await count("kept")]).toEqual([0, 2]);
  });
  it("are one user's own: another's same id is another request", async () => {
    const key = newId();
    await notes(undefined, { key, payload: { text: "各自" } });
    expect((await notes(`/api/probe/notes/${HUARONG}`, { key, token: "writer-of-huarong-0001", payload: { text: "各自" } })).status).toBe(200);
    expect(await count("各自")).toBe(2);
  });
  it("leave neither input nor answer readable in the database, and are forgotten in time", async () => {
    const key = newId();
    const { body } = await notes(undefined, { key, payload: { text: "secret-words" } });
    const stored = () =>
      runAsSystem(house, "test", async (ctx) => (await sql<{ row: string }>`select r::text as row from platform.request r where key = ${key}`.execute(ctx.db)).rows.map((each) => each.row));
    expect((await stored())[0]).not.toMatch(new RegExp(`secret-words|${body.id as string}`));
    await runAsSystem(house, "test", (ctx) => forgetRequests(ctx.db, new Date(ctx.now.getTime() + 1)));
    expect(await stored()).toEqual([]);
  });
  it("let the news and the audit out once", async () => {
    const key = newId();
    const { body } = await notes(undefined, { key, payload: { text: "消息" } });
    await notes(undefined, { key, payload: { text: "消息" } });
    await drainJobs(house);
    const found = await runAsSystem(house, "test", (ctx) => sql<{ heard: number; audited: number }>`select
      (select count(*) from probe.done where what = ${`heard ${body.id as string}`}) as heard,
      (select count(*) from platform.audit_entry where subject_id = ${body.id as string}) as audited`.execute(ctx.db));
    expect(found.rows[0]).toEqual({ heard: 1, audited: 1 });
  });
});

describe("the system's own addresses", () => {
  it("say that it lives and that the database answers", async () => {
    expect((await app.inject("/healthz")).json()).toEqual({ status: "ok" });
    expect((await app.inject("/readyz")).json()).toEqual({ status: "ready", database: house.engine.kind });
  });
  it("say when the database does not answer", async () => {
    const broken = { ...house, engine: { ...house.engine, acquire: () => Promise.reject(new Error("gone")) } };
    const other = await openHttp(broken, async () => undefined);
    expect((await other.inject("/readyz")).statusCode).toBe(503);
    expect((await other.inject("/healthz")).statusCode).toBe(200);
    await other.close();
  });
  it("give figures by route, not by address", async () => {
    await notes();
    const { body } = await app.inject("/metrics");
    expect(body).toMatch(/songhe_http_requests_total\{method="POST",route="\/api\/probe\/notes\/:region",status="200"\} \d+/);
    expect(body).toMatch(/songhe_jobs\{state="failed"\} 0/);
    expect(body).not.toContain(ECHENG);
  });
  it("describe the interface", async () => {
    const document = (await app.inject("/openapi.json")).json<{ openapi: string; paths: Record<string, Record<string, { summary: string; parameters: { name: string }[]; requestBody?: object }>> }>();
    expect(document.openapi).toBe("3.1.0");
    const operation = document.paths["/api/probe/notes/{region}"]!.post!;
    expect(operation.parameters.map((parameter) => parameter.name)).toEqual(["region", "idempotency-key", "x-songhe"]);
    expect(operation.requestBody).toBeDefined();
    expect((await app.inject("/openapi")).body).toContain("写便签");
  });
  it("send headers that keep other sites out and answers out of caches", async () => {
    const { headers } = await app.inject({ url: "/api/probe/notes", headers: { authorization: "Bearer reader-of-echeng-0001" } });
    expect(headers).toMatchObject({ "cache-control": "no-store", "x-content-type-options": "nosniff", "referrer-policy": "same-origin" });
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  });
  it("refuse more requests than the limit allows from one address", async () => {
    const limited = await openHttp({ ...house, config: { ...house.config, ratePerMinute: 3 } }, async () => undefined);
    for (let i = 0; i < 3; i += 1) expect((await limited.inject("/healthz")).statusCode).toBe(200);
    expect((await limited.inject("/healthz")).json()).toMatchObject({ status: 429, code: "request.too_many" });
    await limited.close();
  });
  it("log requests without what was in them", () => {
    const requests = lines.filter((line) => line.includes('"event":"request"'));
    expect(requests.length).toBeGreaterThan(10);
    expect(requests.join("")).not.toMatch(/便签|secret|writer-of/);
  });
});
