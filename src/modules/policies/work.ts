/** What is done about an unmet entitlement, and where that leaves it. An entitlement begins `open`; each action is one step of the fold. */
export type WorkAction = "call" | "visit" | "apply" | "refuse" | "unreachable" | "correct";
export type WorkState = "open" | "contacted" | "applying" | "refused" | "unreachable" | "corrected";

/** Called or visited: known to the senior, nothing settled. */
const BEFORE_ANSWER: ReadonlySet<WorkState> = new Set(["open", "contacted", "unreachable", "corrected"]);

/**
 * The state after one more action. An application under way and a refusal stay what they are however often someone calls
 * or fails to reach; only another answer (`apply`, `refuse`) or a correction of the facts changes them.
 */
export function workAfter(state: WorkState, action: WorkAction): WorkState {
  switch (action) {
    case "apply":
      return "applying";
    case "refuse":
      return "refused";
    case "correct":
      return "corrected";
    case "unreachable":
      return BEFORE_ANSWER.has(state) ? "unreachable" : state;
    case "call":
    case "visit":
      return BEFORE_ANSWER.has(state) ? "contacted" : state;
  }
}
