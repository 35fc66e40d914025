import type { Scope } from "../context.ts";
import { builderOver, type Connection, type Db, type Engine, sqlState } from "./connection.ts";
import { ownSetting, rowScopeSetting } from "./scope.ts";

export type TransactionOptions = {
  /** whose rows row-level security shows; undefined runs as the owner of the tables, for jobs, commands and migrations */
  scope?: Scope;
  readOnly?: boolean;
};

/** Serialization failures and deadlocks: the work is done again from the start. */
const RETRY = new Set(["40001", "40P01"]);
const ATTEMPTS = 4;

/**
 * Runs `work` in one transaction and commits it; anything thrown rolls all of it back. With a scope, the transaction
 * takes the application role, which row-level security binds. The settings are local to the transaction (`set local`).
 */
export async function transact<T>(
  engine: Engine,
  options: TransactionOptions,
  work: (db: Db, connection: Connection) => Promise<T>,
): Promise<T> {
  const begin = [
    options.readOnly ? "begin read only" : "begin",
    ...(options.scope ? ["set local role songhe_app", `set local app.scope = '${rowScopeSetting(options.scope)}'`, `set local app.own = '${ownSetting(options.scope)}'`] : []),
  ].join("; ");
  for (let attempt = 1; ; attempt += 1) {
    const connection = await engine.acquire();
    let broken = false;
    try {
      await connection.exec(begin);
      const result = await work(builderOver(connection), connection);
      await connection.exec("commit");
      return result;
    } catch (error) {
      await connection.exec("rollback").catch(() => {
        broken = true;
      });
      if (attempt < ATTEMPTS && RETRY.has(sqlState(error) ?? "")) continue;
      throw error;
    } finally {
      engine.release(connection, broken);
    }
  }
}

/** One connection without a transaction, for migrations, backups and bulk reads. */
export async function withConnection<T>(engine: Engine, work: (db: Db, connection: Connection) => Promise<T>): Promise<T> {
  const connection = await engine.acquire();
  let broken = true;
  try {
    const result = await work(builderOver(connection), connection);
    broken = false;
    return result;
  } finally {
    engine.release(connection, broken && engine.kind === "server");
  }
}
