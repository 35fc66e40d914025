import { createHash, randomBytes } from "node:crypto";
import { AppError } from "../../kernel/errors.ts";
import { newId } from "../../kernel/ids.ts";
import { lineage, type RegionCode } from "../../kernel/regions.ts";
import type { Config } from "../../platform/config.ts";
import { type Actor, type Ctx, type HttpSide, RecordedRefusal } from "../../platform/context.ts";
import { transact } from "../../platform/db/transaction.ts";
import type { House } from "../../platform/house.ts";
import type { Me, SessionItem } from "./access.contract.ts";
import { passwordFits } from "./password.ts";
import { regionNames } from "./region.service.ts";
import { jurisdictionOf } from "./role.service.ts";
import { forgetActor, recallActor, rememberActor } from "./session-cache.ts";
import { endSession, endSessionOfToken, findSessionUser, insertSession, listHeldGrants, listOpenSessions, noteSeen } from "./session.store.ts";
import { holdAccount } from "./sign-in-guard.ts";
import { replacePassword } from "./user.service.ts";
import { findCredential, findUser, noteSignIn } from "./user.store.ts";

const SEEN_EVERY_MS = 60_000;

/**
 * Who a session token belongs to: undefined when unknown, ended, past its hours or idle too long, or its user disabled.
 * A user who has yet to change an initial password holds nothing until then. Found again without the database for up to
 * five seconds; ending a session or changing authority in this process takes effect at once.
 */
export async function authenticate(house: House, token: string): Promise<Actor | undefined> {
  const now = house.clock();
  const hash = hashToken(token);
  const key = Buffer.from(hash).toString("base64");
  const recalled = recallActor(key, now);
  if (recalled) return recalled;
  const actor = await transact(house.engine, {}, async (db) => {
    const user = await findSessionUser(db, hash, notBefore(house.config, now));
    if (!user) return undefined;
    if (now.getTime() - user.seenAt.getTime() >= SEEN_EVERY_MS) await noteSeen(db, user.sessionId, now);
    const grants = user.mustChangePassword ? [] : await listHeldGrants(db, user.id);
    return {
      id: user.id,
      account: user.account,
      name: user.name,
      organizationId: user.organizationId,
      grants: grants.map((grant) => ({ role: grant.role, permissions: new Set(grant.permissions), jurisdiction: jurisdictionOf(grant) })),
    };
  });
  if (actor) rememberActor(key, actor, now);
  return actor;
}

/**
 * Signs in and sets a new session, whatever session the browser came with. A wrong account, a wrong password, a locked
 * and a disabled account are refused in one way (`access.sign_in_failed`), after the same work.
 */
export async function signIn(ctx: Ctx, input: { account: string; password: string }): Promise<Me> {
  const http = getHttp(ctx);
  const guard = await holdAccount(ctx, input.account, http.ip);
  const user = await findCredential(ctx.db, { account: input.account });
  const fits = await passwordFits(user?.passwordHash, input.password);
  if (!user || !fits || guard.locked || user.status !== "active") {
    await guard.fail();
    // what was typed as the account may be a password: only a real user is named
    ctx.audit({ action: "user.sign_in_failed", subject: "user", subjectId: user?.id, region: user?.region, ...(user ? { details: { account: user.account } } : {}) });
    throw new RecordedRefusal("access.sign_in_failed");
  }
  await guard.succeed();
  await noteSignIn(ctx.db, user.id, ctx.now);
  const previous = http.token && (await endSessionOfToken(ctx.db, hashToken(http.token), ctx.now));
  if (previous) forgetActor(previous, ctx.now);
  await openSession(ctx, http, user.id);
  // nobody is the actor yet, so the entry itself says whose account it was
  ctx.audit({ action: "user.signed_in", subject: "user", subjectId: user.id, region: user.region, details: { account: user.account } });
  return profileOf(ctx, user.id);
}

export async function signOut(ctx: Ctx): Promise<{ done: true }> {
  const http = getHttp(ctx);
  if (http.token) await endSession(ctx.db, ctx.actor.id, { tokenHash: hashToken(http.token) }, ctx.now);
  forgetActor(ctx.actor.id, ctx.now);
  http.setSession(null);
  ctx.audit({ action: "user.signed_out", subject: "user", subjectId: ctx.actor.id });
  return { done: true };
}

/** The signed-in user, with what they may do and where. */
export function getMe(ctx: Ctx): Promise<Me> {
  return profileOf(ctx, ctx.actor.id);
}

/**
 * Changes the caller's password, ends all their sessions and opens a new one. A wrong current password counts towards
 * the lock-out like a failed sign-in.
 */
export async function changePassword(ctx: Ctx, input: { current: string; next: string }): Promise<Me> {
  const http = getHttp(ctx);
  const user = await findCredential(ctx.db, { id: ctx.actor.id });
  const guard = await holdAccount(ctx, ctx.actor.account, http.ip);
  if (!user || !(await passwordFits(user.passwordHash, input.current)) || guard.locked) {
    await guard.fail();
    ctx.audit({ action: "user.password_change_failed", subject: "user", subjectId: ctx.actor.id });
    throw new RecordedRefusal("access.password_wrong");
  }
  await guard.succeed();
  await replacePassword(ctx, user, { password: input.next, version: null, mustChange: false });
  await openSession(ctx, http, user.id);
  ctx.audit({ action: "user.password_changed", subject: "user", subjectId: user.id, region: user.region });
  return profileOf(ctx, user.id);
}

export async function listSessions(ctx: Ctx): Promise<{ rows: SessionItem[] }> {
  const current = ctx.http?.token ? Buffer.from(hashToken(ctx.http.token)).toString("hex") : "";
  const sessions = await listOpenSessions(ctx.db, ctx.actor.id, notBefore(ctx.config, ctx.now));
  return {
    rows: sessions.map(({ id, createdAt, seenAt, ip, agent, tokenHash }) => ({
      id,
      createdAt: createdAt.toISOString(),
      seenAt: seenAt.toISOString(),
      ip,
      agent,
      current: Buffer.from(tokenHash).toString("hex") === current,
    })),
  };
}

export async function revokeSession(ctx: Ctx, id: string): Promise<{ done: true }> {
  if (!(await endSession(ctx.db, ctx.actor.id, { id }, ctx.now))) throw new AppError("record.not_found", { what: "登录会话" });
  forgetActor(ctx.actor.id, ctx.now);
  ctx.audit({ action: "session.revoked", subject: "session", subjectId: id });
  return { done: true };
}

async function openSession(ctx: Ctx, http: HttpSide, userId: string): Promise<void> {
  const token = randomBytes(32).toString("base64url");
  const session = { id: newId(), userId, createdAt: ctx.now, seenAt: ctx.now, ip: http.ip, agent: http.agent.slice(0, 200) };
  await insertSession(ctx.db, session, hashToken(token));
  http.setSession(token);
}

async function profileOf(ctx: Ctx, userId: string): Promise<Me> {
  const user = await findUser(ctx.db, { regions: [], organizations: [], own: userId, rows: [] }, userId);
  if (!user) throw new AppError("auth.required");
  const grants = user.mustChangePassword ? [] : await listHeldGrants(ctx.db, userId);
  const regions = [...new Set(grants.filter((grant) => grant.kind === "region").map((grant) => grant.region))];
  const places = await placeNames(ctx, regions);
  const others = [...new Set(grants.map((grant) => grant.kind))].flatMap((kind) => (kind === "organization" ? ["本单位"] : kind === "own" ? ["本人"] : []));
  return {
    id: user.id,
    account: user.account,
    name: user.name,
    organization: user.organizationId ? { id: user.organizationId, name: user.organizationName ?? "" } : null,
    jurisdictionName: [...places, ...others].join("、"),
    regions,
    permissions: [...new Set(grants.flatMap((grant) => grant.permissions))].sort(),
    mustChangePassword: user.mustChangePassword,
  };
}

/** 鄂州市鄂城区: without the province, which everyone there knows. */
async function placeNames(ctx: Ctx, codes: readonly RegionCode[]): Promise<string[]> {
  const names = await regionNames(ctx, codes.flatMap((code) => lineage(code)));
  return codes.map((code) => {
    const full = names.get(code) ?? code;
    const province = names.get(lineage(code).at(-2) ?? "") ?? "";
    return full.length > province.length && full.startsWith(province) ? full.slice(province.length) : full;
  });
}

function getHttp(ctx: Ctx): HttpSide {
  if (!ctx.http) throw new Error("only within a request");
  return ctx.http;
}

function hashToken(token: string): Uint8Array {
  return new Uint8Array(createHash("sha256").update(token).digest());
}

function notBefore(config: Config, now: Date): { created: Date; seen: Date } {
  return { created: new Date(now.getTime() - config.sessionHours * 3_600_000), seen: new Date(now.getTime() - config.sessionIdleMinutes * 60_000) };
}
