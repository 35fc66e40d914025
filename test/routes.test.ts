import { globSync, readFileSync } from "node:fs";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MODULES } from "../src/app/modules.ts";
import { newId } from "../src/kernel/ids.ts";
import { BUILT_IN_ROLES } from "../src/modules/access/index.ts";
import type { Actor } from "../src/platform/context.ts";
import { PLATFORM_ERRORS } from "../src/platform/errors.ts";
import { openApiDocument } from "../src/platform/http/openapi.ts";
import { openHttp } from "../src/platform/http/server.ts";
import { openTestHouse, type TestHouse } from "./support/house.ts";

const ROUTES = MODULES.flatMap((module) => module.routes.map(({ contract }) => ({ module, contract, title: `${contract.method} ${contract.path}` })));
const CLOSED = ROUTES.filter(({ contract }) => contract.permission !== "public");
const GUARDED = CLOSED.filter(({ contract }) => contract.permission !== "signed-in");
const PERMISSIONS = new Map(MODULES.flatMap((module) => Object.entries(module.permissions)));

const NOBODY_MUCH = "a-user-who-holds-nothing";
const EVERYTHING_ELSE = "a-user-who-holds-all-but:";
const user = (permissions: string[]): Actor => ({
  id: newId(),
  account: "swept",
  name: "测试",
  organizationId: null,
  grants: [{ role: "swept", permissions: new Set(permissions), jurisdiction: { kind: "region", code: "000000000000" } }],
});

let house: TestHouse;
let app: FastifyInstance;
beforeAll(async () => {
  house = await openTestHouse();
  app = await openHttp(house, async (_house, token) => {
    if (token === NOBODY_MUCH) return user([]);
    const lacking = token.startsWith(EVERYTHING_ELSE) ? token.slice(EVERYTHING_ELSE.length) : undefined;
    return lacking === undefined ? undefined : user([...PERMISSIONS.keys()].filter((each) => each !== lacking));
  });
});
afterAll(async () => {
  await app.close();
  await house.close();
});

async function call(route: (typeof ROUTES)[number], headers: Record<string, string> = {}) {
  const url = route.contract.path.replace(/:\w+/g, newId());
  const response = await app.inject({ method: route.contract.method, url, headers });
  return { status: response.statusCode, code: response.json<{ code?: string }>().code };
}
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe("every route", () => {
  it("is there to be swept", () => {
    expect(MODULES.length).toBeGreaterThanOrEqual(3);
    for (const module of MODULES) expect([module.name, module.routes.length > 3]).toEqual([module.name, true]);
  });
  it.each(CLOSED)("$title answers 401 without a session", async (route) => {
    expect(await call(route)).toEqual({ status: 401, code: "auth.required" });
    expect(await call(route, { ...bearer("no-such-token-anywhere"), "x-songhe": "1" })).toEqual({ status: 401, code: "auth.required" });
  });
  it.each(GUARDED)("$title answers 403 without its permission, whatever else is held", async (route) => {
    for (const token of [NOBODY_MUCH, `${EVERYTHING_ELSE}${route.contract.permission}`]) {
      expect(await call(route, bearer(token))).toEqual({ status: 403, code: "auth.forbidden" });
    }
  });
  it.each(CLOSED.filter(({ contract }) => contract.method !== "GET"))("$title refuses a session's write from another site's page", async (route) => {
    const token = `${EVERYTHING_ELSE}none`;
    expect(await call(route, { cookie: `songhe_session=${token}` })).toEqual({ status: 403, code: "request.foreign_origin" });
  });
  it.each(ROUTES)("$title has a Chinese summary and lies under its module", ({ module, contract }) => {
    expect(contract.summary).toMatch(/^[\u4e00-\u9fff]/);
    expect(contract.summary.length).toBeLessThanOrEqual(60);
    expect(contract.path.startsWith(`/api/${module.name}/`)).toBe(true);
  });
  it.each(GUARDED)("$title asks for a permission that a module declares", ({ contract }) => expect(PERMISSIONS.has(contract.permission)).toBe(true));
  it("has one place", () => {
    const titles = ROUTES.map((route) => route.title.replace(/:\w+/g, ":"));
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });
  it("that is open to anyone is one of the few meant to be", () => {
    expect(ROUTES.filter(({ contract }) => contract.permission === "public").map((route) => route.title)).toEqual(["POST /api/access/sign-in"]);
  });
});

describe("every permission", () => {
  it("belongs to the module that names it and says in Chinese what it allows", () => {
    for (const module of MODULES) {
      for (const [name, text] of Object.entries(module.permissions)) {
        expect(name).toMatch(new RegExp(`^${module.name}\\.[a-z_]+$`));
        expect(text).toMatch(/[\u4e00-\u9fff]/);
      }
    }
  });
  it("is held by some built-in role, and no role holds one that does not exist", () => {
    const held = new Set(BUILT_IN_ROLES.flatMap((role) => role.permissions));
    expect([...held].filter((permission) => !PERMISSIONS.has(permission))).toEqual([]);
    expect([...PERMISSIONS.keys()].filter((permission) => !held.has(permission))).toEqual([]);
  });
});

describe("every error text", () => {
  it("is Chinese, ends a sentence (or on a detail that does) and has an HTTP status, and no two modules share a code", () => {
    const codes = MODULES.flatMap((module) => Object.keys(module.errors));
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
    for (const module of MODULES) {
      for (const [code, { status, title, text }] of Object.entries(module.errors)) {
        expect([code, status >= 400 && status < 600, /[\u4e00-\u9fff]/.test(title), /[。！？}]$/.test(text)]).toEqual([code, true, true, true]);
      }
    }
  });
});

describe("every error code thrown by the house", () => {
  const thrown = globSync("src/{kernel,platform,engines,modules}/**/*.ts")
    .filter((file) => !file.endsWith(".test.ts"))
    .flatMap((file) => [...readFileSync(file, "utf8").matchAll(/new (?:AppError|RecordedRefusal)\(\s*"([^"]+)"/g)].map((match) => match[1]!));
  it("has a text", () => {
    const known = new Set([PLATFORM_ERRORS, ...MODULES.map((module) => module.errors)].flatMap((table) => Object.keys(table)));
    expect(thrown.length).toBeGreaterThan(50);
    expect([...new Set(thrown)].filter((code) => !known.has(code))).toEqual([]);
  });
});

describe("the OpenAPI document", () => {
  const document = openApiDocument(MODULES);
  const operations = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })));
  it("has every route", () => expect(operations).toHaveLength(ROUTES.length));
  it("names each operation once", () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });
  it("declares exactly the parameters that stand in each path", () => {
    for (const { path, operation } of operations) {
      const declared = operation.parameters.filter((parameter) => parameter.in === "path").map((parameter) => parameter.name as string);
      expect([path, declared.sort()]).toEqual([path, [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!).sort()]);
      for (const parameter of operation.parameters) expect([path, parameter.name, typeof parameter.schema]).toEqual([path, parameter.name, "object"]);
    }
  });
  it("has no reference that leads nowhere", () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1]!);
    const lost = references.filter((reference) => {
      const place = reference.startsWith("#/") ? reference.slice(2).split("/") : [""];
      return place.reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], document) === undefined;
    });
    expect([...new Set(lost)]).toEqual([]);
  });
});
