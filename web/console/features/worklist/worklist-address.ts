import type { CallInput } from "../../../ui/api.ts";
import { stringifySearch, type Search } from "../../../ui/address.ts";
import type { summarizeWorklist } from "../../../../src/modules/policies/decisions.contract.ts";

/** The page of the list, and above each senior's. */
export const WORKLIST = "/worklist";
/** The conditions under which one works: they stand in the address of the list and of each senior. */
export const CONDITIONS = ["region", "benefit", "group", "state", "kind"] as const;

export type Conditions = NonNullable<CallInput<typeof summarizeWorklist>["query"]>;

/** The conditions that an address names; whether they are allowed is for the route to say. */
export function conditionsOf(search: Search): Conditions {
  return Object.fromEntries(CONDITIONS.flatMap((key) => (search[key] ? [[key, search[key]]] : []))) as Conditions;
}

/** `by` keeps the sums on the screen, by region, benefit or group. */
export function listHref(conditions: Conditions, by?: string): string {
  return WORKLIST + stringifySearch({ ...conditions, by });
}

export function seniorHref(id: string, conditions: Conditions): string {
  return `${WORKLIST}/${id}${stringifySearch(conditions)}`;
}
