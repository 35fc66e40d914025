import { AppError } from "../../kernel/errors.ts";
import type { Ctx } from "../../platform/context.ts";
import { type Counter, deleteCounter, holdCounter, lockedKeys, saveCounter } from "./sign-in-counter.store.ts";

/** 依据：GB/T 22239-2019 8.1.4.1 b)（应有登录失败处理功能）；次数和时长由本系统取定。 */
export const FAILURES_TO_LOCK = 5;
export const LOCK_MINUTES = 15;
/** failed tries at one account from one address in a minute, after which the password is not even looked at */
export const FAILURES_A_MINUTE = 10;

const MINUTE = 60_000;

const failureKey = (ctx: Ctx, account: string) => ctx.crypto.lookup("access.sign_in_failure", account.toLowerCase());
const rateKey = (ctx: Ctx, account: string, ip: string) => ctx.crypto.lookup("access.sign_in_rate", `${account.toLowerCase()}\n${ip}`);

/**
 * Holds the counters of an account for this transaction and says whether it is locked. It may not exist: counters are
 * kept alike. Throws `request.too_many` where the address has failed at it too often within a minute.
 */
export async function holdAccount(ctx: Ctx, account: string, ip: string): Promise<{ locked: boolean; fail: () => Promise<void>; succeed: () => Promise<void> }> {
  const keys = { failure: failureKey(ctx, account), rate: rateKey(ctx, account, ip) };
  const failures = await holdCounter(ctx.db, keys.failure, ctx.now);
  const rate = startedAnew(await holdCounter(ctx.db, keys.rate, ctx.now), ctx.now, MINUTE);
  if (rate.count >= FAILURES_A_MINUTE) {
    throw new AppError("request.too_many", { seconds: Math.max(1, Math.ceil((rate.since.getTime() + MINUTE - ctx.now.getTime()) / 1000)) });
  }
  const locked = failures.lockedUntil !== null && failures.lockedUntil > ctx.now;
  return {
    locked,
    async fail() {
      await saveCounter(ctx.db, keys.rate, { ...rate, count: rate.count + 1 });
      if (!locked) await saveCounter(ctx.db, keys.failure, afterFailure(failures, ctx.now));
    },
    async succeed() {
      await deleteCounter(ctx.db, keys.failure);
      await deleteCounter(ctx.db, keys.rate);
    },
  };
}

/** Failures count together while no more than the lock's time lies between them; a lock that is over begins anew. */
function afterFailure(counter: Counter, now: Date): Counter {
  const fresh = counter.lockedUntil === null ? startedAnew(counter, now, LOCK_MINUTES * MINUTE) : { count: 0, since: now, lockedUntil: null };
  const count = fresh.count + 1;
  return { count, since: now, lockedUntil: count >= FAILURES_TO_LOCK ? new Date(now.getTime() + LOCK_MINUTES * MINUTE) : null };
}

function startedAnew(counter: Counter, now: Date, window: number): Counter {
  return counter.since.getTime() + window > now.getTime() ? counter : { count: 0, since: now, lockedUntil: counter.lockedUntil };
}

export async function unlockAccount(ctx: Ctx, account: string): Promise<void> {
  await deleteCounter(ctx.db, failureKey(ctx, account));
}

/** Of these accounts, those that are locked now. */
export async function lockedAccounts(ctx: Ctx, accounts: readonly string[]): Promise<Set<string>> {
  const keys = accounts.map((account) => failureKey(ctx, account));
  const locked = await lockedKeys(ctx.db, keys, ctx.now);
  return new Set(accounts.filter((_account, index) => locked.has(Buffer.from(keys[index]!).toString("hex"))));
}
