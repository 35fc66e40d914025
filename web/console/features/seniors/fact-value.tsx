import { SOURCE_NAMES, type SeniorPage } from "../../../../src/modules/people/people.contract.ts";
import { getDecisions } from "../../../../src/modules/policies/decisions.contract.ts";
import { showDate } from "../../../ui/display.ts";
import { showYuan } from "../../../ui/money.tsx";
import { RegionName } from "../../../ui/region-name.tsx";
import { t as ui } from "../../../ui/texts.ts";
import { useRead } from "../../../ui/use-api.ts";
import { useMay } from "../../shell/shell.tsx";
import { t } from "./benefit-texts.ts";
import { SENIOR_FACTS } from "./fact-words.ts";

export type FactValue = SeniorPage["facts"][number]["value"];
/** Names of benefits by their id; an id without one stands for itself. */
export type BenefitNames = ReadonlyMap<string, string>;

/** The benefits that the lists know for a senior, as far as the user may see decisions. */
export function useBenefitNames(seniorId: string): BenefitNames {
  const mayRead = useMay(getDecisions.permission);
  const answer = useRead(getDecisions, { params: { kind: "senior", id: seniorId }, query: { all: "true" } }, { enabled: mayRead });
  return new Map((answer.data?.rows ?? []).map((row) => [row.benefit, row.name]));
}

/** A fact's value in words: 是, 低保, 2级, 2026年11月21日, a region by its name, benefits by theirs. */
export function FactValueText({ fact, value, benefits }: { fact: string; value: FactValue; benefits: BenefitNames }) {
  if (typeof value === "string" && SENIOR_FACTS[fact]?.type === "region") return <RegionName code={value} />;
  return <>{factText(fact, value, benefits)}</>;
}

/** The same as plain text; a region stays its code. */
export function factText(fact: string, value: FactValue, benefits: BenefitNames): string {
  const kind = SENIOR_FACTS[fact];
  if (value === null) return ui("unknown");
  if (typeof value === "boolean") return value ? ui("yes") : ui("no");
  if (typeof value === "object") {
    const entries = Object.entries(value);
    if (entries.length === 0) return ui("none");
    return entries.map(([id, fen]) => `${benefits.get(id) ?? id}${fen === null ? "" : `（${t("period.month")} ${showYuan(fen)}）`}`).join("、");
  }
  if (kind?.type === "enum") return kind.values[String(value)] ?? String(value);
  if (kind?.type === "date") return showDate(String(value));
  return `${value}${kind?.unit ?? ""}`;
}

/** Choices of a source, for forms. */
export const sourceOptions = () => Object.entries(SOURCE_NAMES).map(([value, label]) => ({ value, label }));
