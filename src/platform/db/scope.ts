import { type RawBuilder, sql } from "kysely";
import { isId } from "../../kernel/ids.ts";
import { regionPrefix } from "../../kernel/regions.ts";
import { regionRange, type Scope } from "../context.ts";

/** The columns by which a table's rows belong to somebody; a table without one of them never matches by it. */
export type ScopeColumns = { region?: string; organization?: string; owner?: string };

/**
 * The predicate of jurisdiction. Every query of a store goes through it, for lists, counts, exports, pick-lists and joins
 * alike: `… where ${inScope(ctx.scope, { region: "s.region" })}`. An empty scope matches nothing.
 */
export function inScope(scope: Scope, columns: ScopeColumns): RawBuilder<boolean> {
  const parts: RawBuilder<unknown>[] = [];
  if (columns.region) {
    for (const code of scope.regions) {
      const { from, to } = regionRange(code);
      if (from === "000000000000" && to === "999999999999") return sql<boolean>`true`;
      parts.push(sql`(${sql.ref(columns.region)} >= ${from} and ${sql.ref(columns.region)} <= ${to})`);
    }
  }
  if (columns.organization) {
    for (const id of scope.organizations) parts.push(sql`${sql.ref(columns.organization)} = ${id}`);
  }
  if (columns.owner && scope.own) parts.push(sql`${sql.ref(columns.owner)} = ${scope.own}`);
  return parts.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(parts, sql` or `)})`;
}

/** The setting that row-level security reads: region prefixes as like-patterns. Digits and % only, so it can be quoted. */
export function rowScopeSetting(scope: Scope): string {
  const patterns = [...new Set(scope.rows.map(regionPrefix))].map((prefix) => {
    if (!/^\d{0,12}$/.test(prefix)) throw new Error("not a region prefix");
    return `${prefix}%`;
  });
  return patterns.join(",");
}

/** The setting for rows that belong to the user: an id where the scope reaches to one's own, else empty. */
export function ownSetting(scope: Scope): string {
  if (scope.own !== null && !isId(scope.own)) throw new Error("not an id");
  return scope.own ?? "";
}
