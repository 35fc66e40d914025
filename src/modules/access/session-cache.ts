import type { Actor } from "../../platform/context.ts";

/** How long another process may go on believing a session that was ended here. */
const KEPT_MS = 5000;
/** Sessions of a user whose authority changed are looked up anew for this long: the change may not be committed yet. */
const DISTRUST_MS = 2 * KEPT_MS;
const MOST = 10_000;

// Of the process, not of a request: a token is random and belongs to one database only.
const kept = new Map<string, { actor: Actor; at: number }>();
const changed = new Map<string, number>();

/** Who a token was found to belong to within the last five seconds. */
export function recallActor(token: string, now: Date): Actor | undefined {
  const entry = kept.get(token);
  if (!entry || !fresh(entry.at, now, KEPT_MS)) return undefined;
  const change = changed.get(entry.actor.id);
  return change !== undefined && fresh(change, now, DISTRUST_MS) ? undefined : entry.actor;
}

export function rememberActor(token: string, actor: Actor, now: Date): void {
  if (kept.size >= MOST) kept.clear();
  kept.set(token, { actor, at: now.getTime() });
}

/** Makes every session of a user be looked up anew, at once. */
export function forgetActor(userId: string, now: Date): void {
  if (changed.size >= MOST) {
    changed.clear();
    kept.clear();
  }
  changed.set(userId, now.getTime());
}

function fresh(at: number, now: Date, span: number): boolean {
  return Math.abs(now.getTime() - at) < span;
}
