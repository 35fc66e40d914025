import cookie from "@fastify/cookie";
import helmet from "@fastify/helmet";
import multipart from "@fastify/multipart";
import rateLimit from "@fastify/rate-limit";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { z } from "zod";
import { AppError, type ErrorTable, type InputFault } from "../../kernel/errors.ts";
import { newId } from "../../kernel/ids.ts";
import { type Actor, type Ctx, type HttpSide, type Scope, scopeOf, SYSTEM, WHOLE_NATION } from "../context.ts";
import { PLATFORM_ERRORS } from "../errors.ts";
import { type House, runIn } from "../house.ts";
import { errorFields } from "../log.ts";
import type { BoundRoute, Download, Input } from "../module.ts";
import { answerOnce } from "./idempotency.ts";
import { inputText } from "./input-texts.ts";
import { openMetrics } from "./metrics.ts";
import { addSystemRoutes } from "./system-routes.ts";
import { faultsOf, problemOf, toAppError } from "./problem.ts";
import { readUpload } from "./upload.ts";

z.config({ ...z.locales.zhCN(), customError: inputText });

const BODY_LIMIT = 1024 * 1024;
export const UPLOAD_LIMIT = 512 * 1024 * 1024;

export const SESSION_COOKIE = "songhe_session";

/** Who a session cookie or bearer token belongs to; undefined when nobody (any more). Given by the module `access`. */
export type Authenticate = (house: House, token: string) => Promise<Actor | undefined>;

const NOBODY: Actor = { ...SYSTEM, account: "anonymous", name: "未登录" };
const NOWHERE: Scope = { regions: [], organizations: [], own: null, rows: [] };

/**
 * The HTTP side of the house: every route of every module, errors as problem+json, one transaction a request, and the
 * system's own addresses (/healthz, /readyz, /metrics, /openapi.json, /openapi).
 */
export async function openHttp(house: House, authenticate: Authenticate): Promise<FastifyInstance> {
  const errors: ErrorTable = Object.assign({}, PLATFORM_ERRORS, ...house.modules.map((module) => module.errors)) as ErrorTable;
  const app = fastify({
    bodyLimit: BODY_LIMIT,
    trustProxy: house.config.behindProxy,
    genReqId: () => newId(),
    requestTimeout: 120_000,
    routerOptions: { maxParamLength: 300 },
    logger: false,
    // what fails before there is a route, such as an address that cannot be decoded
    frameworkErrors: (error, request, reply) => sendProblem(house, errors, error, request, reply),
  });
  // plain text is what a foreign form may send without asking
  app.removeContentTypeParser("text/plain");
  const metrics = openMetrics(house);
  await app.register(cookie);
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        // antd writes its styles into the page as it renders
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:", "blob:"],
        fontSrc: ["'self'", "data:"],
        connectSrc: ["'self'"],
        frameAncestors: ["'none'"],
        upgradeInsecureRequests: null,
      },
    },
    strictTransportSecurity: house.config.behindProxy,
    referrerPolicy: { policy: "same-origin" },
  });
  await app.register(rateLimit, { max: house.config.ratePerMinute, timeWindow: 60_000, keyGenerator: (request) => request.ip });
  await app.register(multipart, { limits: { files: 1, fileSize: UPLOAD_LIMIT, fields: 20, fieldSize: 64 * 1024 } });

  app.setErrorHandler((error, request, reply) => sendProblem(house, errors, error, request, reply));
  app.setNotFoundHandler((request, reply) => sendProblem(house, errors, new AppError("request.not_found", { path: request.url.split("?")[0] }), request, reply));
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "unknown";
    metrics.observe(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    house.log.debug("request", { requestId: request.id, method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) });
  });
  // answers about people are nobody else's to keep
  app.addHook("onSend", async (request, reply) => {
    if (request.url.startsWith("/api/")) reply.header("cache-control", "no-store");
  });

  addSystemRoutes(app, house, metrics);
  for (const module of house.modules) for (const bound of module.routes) addRoute(app, house, authenticate, bound);
  return app;
}

function addRoute(app: FastifyInstance, house: House, authenticate: Authenticate, bound: BoundRoute): void {
  const { contract } = bound;
  app.route({
    method: contract.method,
    url: contract.path,
    handler: async (request, reply) => {
      const actor = await actorOf(house, authenticate, request);
      const scope = scopeFor(house, actor, contract.permission);
      if (contract.method !== "GET") refuseForeign(request);
      const input = await readInput(bound, request, reply);
      const answer = await run(house, bound, actor ?? NOBODY, scope, input, request, reply);
      return send(reply, bound, answer);
    },
  });
}

function tokenOf(request: FastifyRequest): string | undefined {
  return /^Bearer (\S{20,200})$/.exec(request.headers.authorization ?? "")?.[1] ?? request.cookies[SESSION_COOKIE];
}

async function actorOf(house: House, authenticate: Authenticate, request: FastifyRequest): Promise<Actor | undefined> {
  const token = tokenOf(request);
  return token ? authenticate(house, token) : undefined;
}

/** Where the caller may use this route; throws when nowhere. */
function scopeFor(house: House, actor: Actor | undefined, permission: string): Scope {
  if (permission === "public") return NOWHERE;
  if (!actor) throw new AppError("auth.required");
  if (permission === "signed-in") {
    const rows = actor.grants.map(({ jurisdiction }) => (jurisdiction.kind === "region" ? jurisdiction.code : jurisdiction.region));
    return { regions: [], organizations: [], own: actor.id, rows };
  }
  const scope = scopeOf(actor, permission);
  if (!scope) throw new AppError("auth.forbidden", { permission: house.modules.map((module) => module.permissions[permission]).find((label) => label !== undefined) ?? permission });
  return scope;
}

/** A page of another origin can send a form with our cookie, but not this header without our leave. */
function refuseForeign(request: FastifyRequest): void {
  if (request.headers.authorization || request.headers["x-songhe"] !== undefined) return;
  throw new AppError("request.foreign_origin");
}

type AnyInput = Input<z.ZodType, z.ZodType, z.ZodType>;

async function readInput(bound: BoundRoute, request: FastifyRequest, reply: FastifyReply): Promise<AnyInput> {
  const { contract } = bound;
  let body: unknown = request.body ?? undefined;
  let files: AnyInput["files"];
  if (contract.raw && request.isMultipart()) ({ body, files } = await readUpload(request, reply));
  // many clients cannot send a POST without a body
  if (contract.body instanceof z.ZodUndefined && JSON.stringify(body) === "{}") body = undefined;
  const parts = { params: contract.params.safeParse(request.params), query: contract.query.safeParse(request.query), body: contract.body.safeParse(body) };
  const faults: InputFault[] = Object.entries(parts).flatMap(([where, parsed]) => (parsed.success ? [] : faultsOf(where, parsed.error.issues)));
  if (faults.length > 0) throw new AppError("request.invalid", { count: faults.length, faults });
  return { params: parts.params.data, query: parts.query.data, body: parts.body.data, ...(files ? { files } : {}) };
}

async function run(house: House, bound: BoundRoute, actor: Actor, scope: Scope, input: AnyInput, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { contract } = bound;
  const isPublic = contract.permission === "public";
  // never read-only: reading sensitive data writes its audit entry in the same transaction
  const options = { actor, scope: isPublic ? WHOLE_NATION : scope, requestId: request.id, readOnly: false, asApplication: !isPublic };
  const http = httpSide(house, request, reply);
  const work = (ctx: Ctx) => bound.handle(Object.assign(ctx, { http }), input);
  const key = request.headers["idempotency-key"];
  // nobody's requests share one actor: what one was answered is not another's to see
  if (contract.method === "GET" || typeof key !== "string" || contract.raw || isPublic) return runIn(house, options, work);
  // keyed, because an input may hold a password or an id number
  const digest = Buffer.from(house.crypto.lookup("request.digest", JSON.stringify([contract.path, input]))).toString("hex");
  return runIn(house, options, (ctx) => answerOnce(ctx, { key, route: `${contract.method} ${contract.path}`, digest }, () => work(ctx)));
}

function httpSide(house: House, request: FastifyRequest, reply: FastifyReply): HttpSide {
  const cookie = { path: "/", httpOnly: true, sameSite: "strict" as const, secure: house.config.behindProxy };
  return {
    ip: request.ip,
    agent: request.headers["user-agent"] ?? "",
    token: tokenOf(request),
    setSession: (token) => (token === null ? reply.clearCookie(SESSION_COOKIE, cookie) : reply.setCookie(SESSION_COOKIE, token, cookie)),
  };
}

function send(reply: FastifyReply, bound: BoundRoute, answer: unknown): FastifyReply {
  const file = (answer as Download | undefined)?.download;
  if (file) {
    reply.header("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`);
    return reply.type(file.type).send(file.body instanceof Uint8Array ? Buffer.from(file.body) : file.body);
  }
  const parsed = bound.contract.response.safeParse(answer);
  // an answer that is not what the contract says is our fault, and must not leave the house
  if (!parsed.success) throw new Error(`answer of ${bound.contract.path}: ${parsed.error.issues.map((i) => `${i.path.join(".")} ${i.code}`).join("; ")}`);
  return reply.type("application/json; charset=utf-8").send(JSON.stringify(parsed.data ?? {}));
}

function sendProblem(house: House, errors: ErrorTable, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = toAppError(error);
  const body = problemOf(known, errors, request.id);
  if (body.status >= 500) house.log.error("request.failed", { requestId: request.id, route: request.routeOptions.url, ...errorFields(known.cause ?? known) });
  return reply.status(body.status).type("application/problem+json; charset=utf-8").send(JSON.stringify(body));
}
