import type { decisionView } from "../../../../src/modules/policies/decisions.contract.ts";
import type { z } from "zod";
import { showYuan } from "../../../ui/money.tsx";
import type { Tone } from "../../../ui/page.tsx";
import { t } from "./external.texts.ts";
import { t as term } from "./terms.texts.ts";

type Decision = z.output<typeof decisionView>;

export const STANDING_TONES: Record<Decision["standing"], Tone> = {
  granted: "good",
  reduced: "good",
  to_be_decided: "risk",
  unspecified: "info",
  unknown: "info",
  not_eligible: "plain",
  suppressed: "plain",
  not_in_force: "plain",
};

/** The figure of a decision with its period, the bounds where it is still open, nothing where it has none. */
export function figureText({ amount, bounds, period }: Pick<Decision, "amount" | "bounds" | "period">): string {
  if (amount !== null) return `${term(`period.${period}`)} ${showYuan(amount)}`;
  return bounds === null ? "" : `${term(`period.${period}`)} ${t("bounds", { min: showYuan(bounds.min), max: showYuan(bounds.max) })}`;
}
