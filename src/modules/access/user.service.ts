import { AppError } from "../../kernel/errors.ts";
import { newId } from "../../kernel/ids.ts";
import { NATION } from "../../kernel/regions.ts";
import { type Ctx, regionInScope, SYSTEM } from "../../platform/context.ts";
import type { JurisdictionInput, UserItem } from "./access.contract.ts";
import { loadOrganizations } from "./organization.service.ts";
import { hashPassword, PASSWORD_HISTORY, passwordFault, passwordFits } from "./password.ts";
import { holdsOver, SIDE_NAMES, sidesOf } from "./role.ts";
import { addGrant, jurisdictionOf } from "./role.service.ts";
import { listGrantRows } from "./role.store.ts";
import { forgetActor } from "./session-cache.ts";
import { endSessionsOfUser } from "./session.store.ts";
import { lockedAccounts, unlockAccount } from "./sign-in-guard.ts";
import { addPasswordHistory, findUser, insertUser, listPasswordHistory, listUserNames, listUserRows, setPassword, setStatus, type UserFilter, type UserRow } from "./user.store.ts";

export type NewUser = {
  id?: string;
  account: string;
  name: string;
  /** null only for users who belong to nobody below the nation */
  organizationId: string | null;
  password: string;
  grants: readonly { role: string; jurisdiction: JurisdictionInput }[];
  /** the password must be changed at the first sign-in; false unless said */
  mustChangePassword?: boolean;
};

/**
 * Adds a user with the roles given. For the program itself (demonstration, set-up): a person creates users without
 * roles, and another one grants them. Throws `access.account_taken`, `access.password_weak`, `record.not_found` for an
 * unknown organization or role, and what `grantRole` throws.
 */
export async function createUser(ctx: Ctx, input: NewUser): Promise<UserItem> {
  const organization = input.organizationId ? (await loadOrganizations(ctx, [input.organizationId])).get(input.organizationId) : undefined;
  if (input.organizationId && !organization) throw new AppError("record.not_found", { what: "单位" });
  const region = organization?.region ?? NATION;
  const isWithinReach = regionInScope(ctx.scope, region) || (organization !== undefined && ctx.scope.organizations.includes(organization.id));
  if (!isWithinReach) throw new AppError("access.out_of_scope", { region });
  checkPassword(input.password, input.account);
  const user = { id: input.id ?? newId(), account: input.account, name: input.name, organizationId: input.organizationId, region };
  const passwordHash = await hashPassword(input.password);
  const added = await insertUser(ctx.db, { ...user, passwordHash, mustChangePassword: input.mustChangePassword ?? false }, ctx.now);
  if (!added) throw new AppError("access.account_taken", { account: input.account });
  await addPasswordHistory(ctx.db, user.id, passwordHash, ctx.now, PASSWORD_HISTORY);
  ctx.audit({ action: "user.created", subject: "user", subjectId: user.id, region });
  for (const grant of input.grants) await addGrant(ctx, user, grant);
  return getUser(ctx, user.id);
}

/** Gives the name behind an account, for showing who did a piece of work; an account without a user stands for itself. */
export async function userNames(ctx: Ctx, accounts: Iterable<string>): Promise<(account: string) => string> {
  const names = new Map((await listUserNames(ctx.db, [...new Set(accounts)])).map(({ account, name }) => [account, name]));
  return (account) => names.get(account) ?? (account === SYSTEM.account ? SYSTEM.name : account);
}

/** The user as shown, or `record.not_found` when there is none in the caller's jurisdiction. */
export async function getUser(ctx: Ctx, id: string): Promise<UserItem> {
  return (await withLocks(ctx, [await getUserRow(ctx, id)]))[0]!;
}

export async function listUsers(ctx: Ctx, filter: UserFilter): Promise<{ rows: UserItem[]; total: number }> {
  const { rows, total } = await listUserRows(ctx.db, ctx.scope, filter);
  return { rows: await withLocks(ctx, rows), total };
}

export async function disableUser(ctx: Ctx, input: { id: string; version: number; reason: string }): Promise<UserItem> {
  const user = await getChangeable(ctx, input.id);
  if (!(await setStatus(ctx.db, user.id, input.version, "disabled"))) throw stale();
  await endSessionsOfUser(ctx.db, user.id, ctx.now);
  forgetActor(user.id, ctx.now);
  ctx.audit({ action: "user.disabled", subject: "user", subjectId: user.id, region: user.region, reason: input.reason });
  return getUser(ctx, user.id);
}

export async function enableUser(ctx: Ctx, input: { id: string; version: number; reason: string }): Promise<UserItem> {
  const user = await getChangeable(ctx, input.id);
  if (!(await setStatus(ctx.db, user.id, input.version, "active"))) throw stale();
  ctx.audit({ action: "user.enabled", subject: "user", subjectId: user.id, region: user.region, reason: input.reason });
  return getUser(ctx, user.id);
}

/** Gives the user a password to be changed at the next sign-in, ends the user's sessions and any lock. */
export async function resetPassword(ctx: Ctx, input: { id: string; version: number; password: string; reason: string }): Promise<UserItem> {
  const user = await getChangeable(ctx, input.id);
  await replacePassword(ctx, user, { password: input.password, version: input.version, mustChange: true });
  await unlockAccount(ctx, user.account);
  ctx.audit({ action: "user.password_reset", subject: "user", subjectId: user.id, region: user.region, reason: input.reason });
  return getUser(ctx, user.id);
}

export async function unlockUser(ctx: Ctx, input: { id: string; reason: string }): Promise<UserItem> {
  const user = await getUserRow(ctx, input.id);
  await unlockAccount(ctx, user.account);
  ctx.audit({ action: "user.unlocked", subject: "user", subjectId: user.id, region: user.region, reason: input.reason });
  return getUser(ctx, user.id);
}

/**
 * Checks and stores a new password and ends every session of the user. Throws `access.password_weak`,
 * `access.password_reused`, and `record.stale` when the user no longer has the version named.
 */
export async function replacePassword(ctx: Ctx, user: { id: string; account: string }, next: { password: string; version: number | null; mustChange: boolean }): Promise<void> {
  checkPassword(next.password, user.account);
  for (const used of await listPasswordHistory(ctx.db, user.id, PASSWORD_HISTORY)) {
    if (await passwordFits(used, next.password)) throw new AppError("access.password_reused");
  }
  const hash = await hashPassword(next.password);
  if (!(await setPassword(ctx.db, user.id, next.version, hash, next.mustChange))) throw stale();
  await addPasswordHistory(ctx.db, user.id, hash, ctx.now, PASSWORD_HISTORY);
  await endSessionsOfUser(ctx.db, user.id, ctx.now);
  forgetActor(user.id, ctx.now);
}

async function getUserRow(ctx: Ctx, id: string): Promise<UserRow> {
  const user = await findUser(ctx.db, ctx.scope, id);
  if (!user) throw new AppError("record.not_found", { what: "用户" });
  return user;
}

/**
 * The user, if the caller may take hold of the account. Whoever sets a password can sign in with it, so an administrator
 * must not reach by it what others keep from them: another kind of administrator, or a wider jurisdiction.
 */
async function getChangeable(ctx: Ctx, id: string): Promise<UserRow> {
  const user = await getUserRow(ctx, id);
  if (user.id === ctx.actor.id) throw new AppError("access.own_account");
  if (ctx.actor.id === SYSTEM.id) return user;
  for (const grant of await listGrantRows(ctx.db, id)) {
    const where = jurisdictionOf(grant);
    const kept = sidesOf(grant.permissions).filter((side) => side !== "business");
    const isOwnKind = kept.every((side) => side === "system");
    if (!isOwnKind || !holdsOver(ctx.actor, "access.manage_users", where)) {
      throw new AppError("access.user_protected", { side: isOwnKind ? grant.roleName : kept.map((side) => SIDE_NAMES[side]).join("、") });
    }
  }
  return user;
}

function checkPassword(password: string, account: string): void {
  const fault = passwordFault(password, account);
  if (fault) throw new AppError("access.password_weak", { reason: fault });
}

async function withLocks(ctx: Ctx, rows: readonly UserRow[]): Promise<UserItem[]> {
  const locked = await lockedAccounts(ctx, rows.map((row) => row.account));
  return rows.map((row) => ({
    id: row.id,
    account: row.account,
    name: row.name,
    organization: row.organizationId ? { id: row.organizationId, name: row.organizationName ?? "" } : null,
    region: row.region,
    regionName: row.regionName,
    status: row.status,
    locked: locked.has(row.account),
    roles: row.roles,
    lastSignInAt: row.lastSignInAt?.toISOString() ?? null,
    version: row.version,
  }));
}

function stale(): AppError {
  return new AppError("record.stale", { what: "用户" });
}
