import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MODULES } from "../src/app/modules.ts";
import { BUILT_IN_ROLES, createOrganization, createUser } from "../src/modules/access/index.ts";
import { addSeniors, EZHOU, randomFrom, randomSenior, YINZHOU } from "../src/modules/policies/decisions.fixture.ts";
import type { Actor, Jurisdiction } from "../src/platform/context.ts";
import { runAsSystem } from "../src/platform/house.ts";
import { openApiDocument } from "../src/platform/http/openapi.ts";
import { openHttp } from "../src/platform/http/server.ts";
import { drainJobs } from "../src/platform/jobs.ts";
import { isId, newId } from "../src/kernel/ids.ts";
import { openTestHouse, type TestHouse } from "./support/house.ts";

/** More with HOSTILE_REQUESTS=50000, another course with HOSTILE_SEED=2. */
const REQUESTS = Number(process.env.HOSTILE_REQUESTS ?? 3000);
const SEED = Number(process.env.HOSTILE_SEED ?? 1);
const SLOWEST_MS = 5000;
const STREET = "420704001000";
/** Lives where no user of the test has any business. */
const STRANGER = "外乡客";

type Schema = { type?: string; enum?: unknown[]; const?: unknown; format?: string; pattern?: string; minLength?: number; maxLength?: number; minItems?: number; anyOf?: Schema[]; oneOf?: Schema[]; $ref?: string; properties?: Record<string, Schema>; required?: string[]; items?: Schema; minimum?: number };
type Shot = { role: string; method: string; url: string; status: number; fault: string };

const document = openApiDocument(MODULES);
const operations = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })));
const random = randomFrom(SEED);
const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
const chance = (part: number): boolean => random() < part;

const STRINGS = ["", " ", "\u0000", "a\u0000b", "'; drop table people.senior; --", "%", "_", "\\", "\\%", "\uD800", "𠮷野家", "é\u0301", "王小明", "null", "NaN", "-1", "1e400", "９９", "\u202Eabc", "__proto__", "constructor", "toString", "../../etc/passwd", "{reason}", "<script>alert(1)</script>", "=1+1", "a".repeat(5000), "2026-13-45", "00000000-0000-0000-0000-000000000000", "420704000000", "999999999999", "\r\nset-cookie: a=b", "13800138000", "42070419500101001X"];
const SOUND = ["原因说明", "王老五", "care-service-subsidy", "old-age-allowance", "operating_base_severe", "policies.read", "people.read", "city", "老年人80岁", "hostile-user", "Passw0rd-Hostile!", "110101194001010014", "13800138000", "2400", "0.5", "age >= 80"];
const NUMBERS = [0, -0, 1, -1, 1.5, 99, 100_000, 2 ** 31, 2 ** 53, 2 ** 53 + 2, 1e21, 1e308, -1e308, 5e-324];
const DATES = ["0001-01-01", "0000-00-00", "1899-12-31", "1900-02-29", "2024-02-29", "2023-02-29", "2026-11-21", "2026-12-12", "2026-12-13", "2027-01-01", "9999-12-31", "10000-01-01", "-000001-01-01"];
const ANYTHING: unknown[] = [null, true, false, [], {}, [[]], ["a"], { a: 1 }, JSON.parse('{"__proto__":{"x":1}}'), ...NUMBERS];
const REGIONS = [EZHOU, EZHOU, STREET, "420704000000", STREET, "420704001001", "330212000000", "000000000000", "420000000000", "123456789012"];

/** Names of parameters whose values answers give under another: lists give the ids of their rows under their path. */
const ALIASES: Record<string, string> = { seniorId: "/api/people/seniors", basedOn: "/api/policies/versions", code: "region", organizationId: "/api/access/organizations", userId: "/api/access/users" };

/** Values met in answers, by their names, so that later requests come near to what exists. */
const met = new Map<string, unknown[]>();
/** Things met, by id: what is written about one is mostly written with its own version. */
const things = new Map<string, Record<string, unknown>>();
let subject: Record<string, unknown> = {};
/** How many of a request's values are hostile: none in every other one, so that what lies behind the first check is met, too. */
let hostility = 0;
/** How many answers named somebody. */
let named = 0;

function remember(name: string, value: unknown): void {
  if (Array.isArray(value)) for (const item of value.slice(0, 5)) remember(name, item);
  else if (typeof value === "object" && value !== null) {
    if (typeof (value as { id?: unknown }).id === "string") things.set((value as { id: string }).id, value as Record<string, unknown>);
    for (const [key, item] of Object.entries(value)) remember(key, item);
  }
  else if (typeof value === "string" || typeof value === "number") {
    const values = met.get(name) ?? [];
    if (values.length < 40) values.push(value);
    else values[Math.floor(random() * 40)] = value;
    met.set(name, values);
  }
}

function resolve(schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  return schema.$ref.slice(2).split("/").reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], document) as Schema;
}

function hostile(): unknown {
  return chance(0.6) ? pick(STRINGS) : pick(ANYTHING);
}

/** A value that a schema allows, now and then one that it does not. */
function valueOf(name: string, given: Schema, depth = 0): unknown {
  if (chance(hostility)) return hostile();
  const schema = resolve(given);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return pick(schema.enum);
  if (["version", "edition", "decisionId", "benefit"].includes(name) && subject[name] !== undefined && chance(0.9)) return subject[name];
  const known = met.get(ALIASES[name] ?? name)?.filter((value) => typeof value === (schema.type === "integer" ? "number" : schema.type) && (schema.format !== "uuid" || isId(String(value))));
  if (known && known.length > 0 && chance(0.6)) return pick(known);
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches) return depth > 6 ? null : valueOf(name, pick(branches), depth + 1);
  switch (schema.type) {
    case "object":
      return objectOf(schema, depth);
    case "array":
      return depth > 6 ? [] : Array.from({ length: (schema.minItems ?? 0) + Math.floor(random() * 3) }, () => valueOf(name, schema.items ?? {}, depth + 1));
    case "integer":
    case "number":
      return chance(0.7) ? Math.floor(random() * 30) + (schema.minimum ?? 0) : pick(NUMBERS);
    case "boolean":
      return chance(0.5);
    case "null":
      return null;
    case "string":
      return textOf(schema);
    default:
      return hostile();
  }
}

function objectOf(schema: Schema, depth: number): unknown {
  const fields: [string, unknown][] = [];
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const wanted = schema.required?.includes(name) ? 1 - hostility / 2 : 0.4;
    if (chance(wanted)) fields.push([name, valueOf(name, property, depth + 1)]);
  }
  if (chance(hostility)) fields.push([pick(STRINGS), hostile()]);
  return Object.fromEntries(fields);
}

function textOf({ format, pattern, minLength = 0, maxLength = 1e6 }: Schema): string {
  if (format === "uuid") return chance(0.3) ? newId() : (pick(met.get("id") ?? [newId()]) as string);
  if (format === "date") return chance(0.5) ? "2026-12-01" : pick(DATES);
  if (format === "date-time") return chance(0.5) ? "2026-11-21T02:00:00.000Z" : pick(["9999-12-31T23:59:59.999Z", "0001-01-01T00:00:00Z", "2026-11-21T02:00:00.123456789Z"]);
  if (pattern?.includes("\\d{12}")) return pick(REGIONS);
  if (pattern?.includes("\\d{2}$")) return pick(["0.00", "100.00", "9999999999999.99", "-1.00", "0.01", "500000.00"]);
  const form = pattern === undefined ? undefined : new RegExp(pattern, "u");
  const allowed = [...SOUND, ...STRINGS].filter((text) => text.length >= minLength && text.length <= maxLength && (form?.test(text) ?? true));
  return allowed.length > 0 ? pick(allowed) : pick(STRINGS);
}

/** Encoded by hand: half a surrogate pair cannot be, and must not stop the test. */
function encode(value: unknown): string {
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return chance(hostility / 10) ? "%ff%zz" : encodeURIComponent(text.toWellFormed());
}

const FILES = [
  "",
  "姓名,身份证号,区划代码\r\n王小明,42070419500101001X,420704001001\r\n",
  "编号,名称,区划代码,登记床位\nF1,甲,420704000000,1e9\nF1,\u0000,99,-1\n",
  "编号,名称,区划代码,登记床位\nF2,乙,420704000000,120\nF3,丙,420704001001,60\n",
  `${"甲,".repeat(500)}\n`,
  '"不闭合,\n'.repeat(50),
  "PK\u0003\u0004not a zip",
  "\uFEFF姓名\t身份证号\n",
];

function multipart(schema: Schema): { payload: string; type: string } {
  const boundary = "hostile-boundary";
  const parts = Object.entries((objectOf(schema, 0) ?? {}) as Record<string, unknown>).map(([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name.replace(/["\r\n]/g, "")}"\r\n\r\n${String(value).toWellFormed()}\r\n`);
  if (chance(0.9)) parts.push(`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${pick(["名单.csv", "名单.xlsx", "..\\..\\a", ""])}"\r\ncontent-type: text/csv\r\n\r\n${pick(FILES)}\r\n`);
  return { payload: `${parts.join("")}${chance(0.95) ? `--${boundary}--\r\n` : ""}`, type: `multipart/form-data; boundary=${boundary}` };
}

let house: TestHouse;
let app: FastifyInstance;
const actors = new Map<string, Actor>();

beforeAll(async () => {
  house = await openTestHouse();
  await drainJobs(house);
  const people = randomFrom(SEED + 1);
  await addSeniors(house, Array.from({ length: 30 }, () => randomSenior(people)));
  await addSeniors(house, Array.from({ length: 10 }, () => ({ ...randomSenior(people), name: STRANGER, region: YINZHOU })));
  await runAsSystem(house, "test", addUsers);
  app = await openHttp(house, async (_house, token) => actors.get(token));
}, 120_000);
afterAll(async () => {
  await app.close();
  await house.close();
});

/** A user of each role: over the city, a street, an organization's and one's own records in turn. */
async function addUsers(ctx: Parameters<Parameters<typeof runAsSystem>[2]>[0]): Promise<void> {
  const organization = newId();
  await createOrganization(ctx, { id: organization, name: "鄂州市民政局", kind: "bureau", region: EZHOU, parent: null });
  const jurisdictions: Jurisdiction[] = [
    { kind: "region", code: EZHOU },
    { kind: "region", code: STREET },
    { kind: "organization", id: organization, region: EZHOU },
    { kind: "own", region: EZHOU },
  ];
  for (const [place, role] of BUILT_IN_ROLES.entries()) {
    const jurisdiction = place % 3 === 2 ? pick(jurisdictions) : jurisdictions[0]!;
    const id = newId();
    await createUser(ctx, { id, account: `hostile-${role.id}`, name: "测试人员", organizationId: organization, password: `Hostile-${place}-pass-word`, grants: [] });
    actors.set(`token-of-the-user-${role.id}`, { id, account: `hostile-${role.id}`, name: "测试人员", organizationId: organization, grants: [{ role: role.id, permissions: new Set(role.permissions), jurisdiction }] });
  }
}

type Operation = (typeof operations)[number];

/** The list whose rows' ids a path takes. */
function listOf(path: string): string {
  if (path.includes("/subjects/")) return chance(0.8) ? "/api/people/seniors" : "/api/policies/external";
  return path.split("/{")[0]!;
}

function requestOf({ path, method, operation }: Operation) {
  const query: string[] = [];
  let url = path;
  subject = {};
  hostility = pick([0, 0, 0.05, 0.3]);
  for (const parameter of operation.parameters as { name: string; in: string; required: boolean; schema: Schema }[]) {
    const key = parameter.in === "path" && parameter.name === "id" ? listOf(path) : parameter.name;
    const value = () => (key !== parameter.name && met.has(key) && chance(0.8) ? pick(met.get(key)!) : valueOf(parameter.name, parameter.schema));
    if (parameter.in === "path") {
      const chosen = value();
      subject = things.get(String(chosen)) ?? subject;
      url = url.replace(`{${parameter.name}}`, encode(chosen) || "x");
    } else if (parameter.in === "query" && chance(parameter.required ? 1 - hostility / 2 : 0.3)) query.push(`${parameter.name}=${encode(value())}`);
  }
  const content = operation.requestBody?.content as Record<string, { schema: Schema }> | undefined;
  const [type, body] = Object.entries(content ?? {})[0] ?? [];
  const made = !body ? undefined : type === "multipart/form-data" ? multipart(resolve(body.schema)) : { payload: chance(hostility / 10) ? '{"a":' : JSON.stringify(valueOf("body", body.schema)), type: "application/json" };
  return { method, url: query.length > 0 ? `${url}?${query.join("&")}` : url, made };
}

async function shoot(operation: Operation): Promise<Shot | undefined> {
  const holders = [...actors.keys()].filter((token) => operation.operation["x-permission"].includes(".") ? actors.get(token)!.grants[0]!.permissions.has(operation.operation["x-permission"]) : true);
  const token = chance(0.9) && holders.length > 0 ? pick(holders) : pick([...actors.keys()]);
  const { method, url, made } = requestOf(operation);
  const headers: Record<string, string> = { authorization: `Bearer ${token}` };
  if (made && chance(1 - hostility / 5)) headers["content-type"] = made.type;
  if (method !== "GET" && chance(0.3)) headers["idempotency-key"] = pick(["a", "b", newId(), "x".repeat(300)]);
  const start = performance.now();
  const response = await app.inject({ method: method as "GET", url, headers, ...(made ? { payload: made.payload } : {}) });
  const took = performance.now() - start;
  const fault = faultIn(response.statusCode, String(response.headers["content-type"]), response.body, took) ?? leakIn(actors.get(token)!, url, response.body);
  if (response.statusCode === 200 && String(response.headers["content-type"]).startsWith("application/json")) {
    const answer = response.json<Record<string, unknown>>();
    remember("answer", answer);
    if (Array.isArray(answer.rows)) for (const row of answer.rows.slice(0, 5) as { id?: unknown }[]) if (row.id !== undefined) remember(operation.path, row.id);
  }
  if (fault === undefined) return undefined;
  return { role: token, method, url: `${url} ${made?.payload.slice(0, 600) ?? ""}`, status: response.statusCode, fault };
}

function faultIn(status: number, type: string, body: string, took: number): string | undefined {
  if (took > SLOWEST_MS) return `took ${Math.round(took)} ms`;
  if (status < 400) return undefined;
  if (status >= 500) return body;
  if (!type.startsWith("application/problem+json")) return `not a problem: ${type} ${body.slice(0, 200)}`;
  const { title, detail, code, faults } = JSON.parse(body) as { title: string; detail: string; code: string; faults?: { message: string }[] };
  if (!/[\u4e00-\u9fff]/.test(title) || !/[\u4e00-\u9fff]/.test(detail)) return `not in Chinese: ${detail}`;
  if (/\{\w+\}/.test(detail.replaceAll("{reason}", "")) || /undefined|\[object/.test(detail)) return `a hole in ${code}: ${detail}`;
  const foreign = faults?.find((each) => !/[\u4e00-\u9fff]/.test(each.message) || /\b(string|number|object|array|boolean|undefined)\b/.test(each.message));
  return foreign && `not in Chinese: ${JSON.stringify(foreign)}`;
}

/** Whether an answer names somebody outside the user's jurisdiction. */
function leakIn(actor: Actor, url: string, body: string): string | undefined {
  if (body.includes(STRANGER)) return `names somebody of another province: ${body.slice(0, 200)}`;
  if (/老人\d+/.test(body)) named += 1;
  const reach = actor.grants[0]!.jurisdiction.kind;
  // a role or a user may have been given such a name by an earlier request
  return reach !== "region" && !url.startsWith("/api/access/") && /老人\d+/.test(body) ? `names seniors to ${actor.account}, who has none: ${body.slice(0, 200)}` : undefined;
}

describe("hostile requests to every route", () => {
  it(`answers ${REQUESTS} of them in time, in Chinese, and never with a fault of its own`, async () => {
    const faults: Shot[] = [];
    const shots = new Map<string, number>();
    for (const operation of operations.filter(({ method }) => method === "GET")) {
      const fault = await shoot(operation);
      if (fault) faults.push(fault);
    }
    for (let count = 0; count < REQUESTS; count += 1) {
      const operation = pick(operations);
      shots.set(operation.operation.operationId, (shots.get(operation.operation.operationId) ?? 0) + 1);
      const fault = await shoot(operation);
      if (fault) faults.push(fault);
    }
    expect(faults.slice(0, 20)).toEqual([]);
    expect(shots.size).toBe(operations.length);
    expect(named).toBeGreaterThan(REQUESTS / 200);
    // what the accepted ones left to do is done, too
    await drainJobs(house);
  }, 60_000 + REQUESTS * 40);
});
