import type { CallResult } from "../../../ui/api.ts";
import type { listDocuments } from "../../../../src/modules/policies/policies.contract.ts";
import type { Tone } from "../../../ui/page.tsx";

type Status = CallResult<typeof listDocuments>["rows"][number]["status"];

/** Ending is an alarm already: a document's end stops people's benefits, and its successor takes months. */
export function documentTone(status: Status): Tone {
  if (status === "in_force") return "good";
  return status === "not_yet" ? "info" : "alarm";
}
