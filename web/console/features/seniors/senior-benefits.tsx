import { useState, type ReactNode } from "react";
import { Button, Checkbox } from "antd";
import { getDecisions } from "../../../../src/modules/policies/decisions.contract.ts";
import type { CallResult } from "../../../ui/api.ts";
import { DateField } from "../../../ui/date-field.tsx";
import { showDate, today } from "../../../ui/display.ts";
import { AppLink } from "../../../ui/link.tsx";
import { showYuan } from "../../../ui/money.tsx";
import { Sheet, StatusTag, type Tone } from "../../../ui/page.tsx";
import { EmptyState, Loaded } from "../../../ui/states.tsx";
import { useRead } from "../../../ui/use-api.ts";
import { WhyPanel } from "../../../ui/why-panel.tsx";
import { t } from "./benefit-texts.ts";
import { RECORDABLE } from "./fact-words.ts";
import { t as words } from "./texts.ts";

export type DecisionRow = CallResult<typeof getDecisions>["rows"][number];
const ELIGIBLE = new Set<DecisionRow["standing"]>(["granted", "to_be_decided", "unspecified", "reduced"]);

type Concern = "unmet" | "receiving" | "unknown" | "not";
const ORDER: readonly Concern[] = ["unmet", "receiving", "unknown", "not"];

/** What the reader does about a decision: put it right, leave it, find something out, or know why not. */
function concernOf(row: DecisionRow): Concern {
  if (row.receiving) return "receiving";
  if (ELIGIBLE.has(row.standing)) return "unmet";
  return row.standing === "unknown" ? "unknown" : "not";
}

/** What the register says is received, each with its monthly amount in 分 where that is known. */
type Received = Readonly<Record<string, number | null>>;
type BenefitsProps = { seniorId: string; received: Received; /** records a missing fact; absent without the permission */ change: ((fact: string) => void) | undefined };

/** Benefits with why and why not, as of today or any other day. */
export function SeniorBenefits({ seniorId, received, change }: BenefitsProps) {
  const [asOf, setAsOf] = useState<string>();
  const [isAll, setAll] = useState(false);
  const query = { all: "true" as const, ...(asOf === undefined ? {} : { asOf }) };
  const answer = useRead(getDecisions, { params: { kind: "senior", id: seniorId }, query }, { keepPrevious: true });
  return (
    <div id="benefits">
      <Sheet title={words("section.benefits")}>
        <div className="sh-filters">
          <div className="sh-filter">
            <label htmlFor="benefits-as-of">{t("as_of")}</label>
            <DateField id="benefits-as-of" value={asOf ?? today()} onChange={(date) => setAsOf(date === today() ? undefined : date)} />
          </div>
          <Checkbox checked={isAll} onChange={(event) => setAll(event.target.checked)} style={{ alignSelf: "end", paddingBlock: 5 }}>
            {t("all", { count: (answer.data?.rows ?? []).filter((row) => concernOf(row) === "not").length })}
          </Checkbox>
        </div>
        <Loaded of={answer}>{({ asOf: day, rows }) => <Benefits day={day} rows={rows} received={received} isAll={isAll} change={change} />}</Loaded>
      </Sheet>
    </div>
  );
}

function Benefits({ day, rows, received, isAll, change }: Pick<BenefitsProps, "received" | "change"> & { day: string; rows: readonly DecisionRow[]; isAll: boolean }) {
  const count = (concern: Concern) => rows.filter((row) => concernOf(row) === concern).length;
  const shown = rows.filter((row) => isAll || concernOf(row) !== "not").toSorted((a, b) => ORDER.indexOf(concernOf(a)) - ORDER.indexOf(concernOf(b)));
  return (
    <>
      <p className="sh-bar-note" role="status">
        {t("summary", { date: showDate(day), unmet: count("unmet"), receiving: count("receiving"), unknown: count("unknown") })}
        {day !== today() && <>　{t("not_recorded")}</>}
      </p>
      {shown.length === 0 ? (
        <EmptyState title={t("none")} hint={t("none.hint")} />
      ) : (
        <ul className="sh-decisions">
          {shown.map((row) => (
            <li key={row.benefit}>
              <Benefit row={row} received={received[row.benefit] ?? null} change={change} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

const TONES: Record<Concern, Tone> = { unmet: "risk", receiving: "good", unknown: "info", not: "plain" };

function statusOf(row: DecisionRow): string {
  const concern = concernOf(row);
  if (concern === "unmet") return row.standing === "granted" ? t("unmet") : `${t("unmet")}：${t(`standing.${row.standing}`)}`;
  if (concern !== "receiving") return t(`standing.${row.standing}`);
  return row.eligible === false ? t("receiving.not_eligible") : t("receiving");
}

function Benefit({ row, received, change }: { row: DecisionRow; received: number | null; change: BenefitsProps["change"] }) {
  const [isOpen, setOpen] = useState(false);
  const isPaying = ELIGIBLE.has(row.standing) && row.shares.length > 0;
  return (
    <article>
      <div className="sh-decision-head">
        <h3>{row.name}</h3>
        <StatusTag tone={TONES[concernOf(row)]}>{statusOf(row)}</StatusTag>
        <span className="sh-amount">{amountOf(row)}</span>
      </div>
      <p className="sh-why-note">
        {row.clause.at}：<q>{row.clause.quote}</q>
      </p>
      {row.receiving && received !== null && <p className="sh-why-note">{t("received", { amount: showYuan(received) })}</p>}
      {isPaying && <p className="sh-why-note">{`${t("shares")}：${row.shares.map((share) => `${share.payerName} ${showYuan(share.amount)}`).join("，")}`}</p>}
      {row.determination !== null && (
        <p className="sh-why-note">{t("determined", { by: row.determination.by, amount: showYuan(row.determination.amount), reason: row.determination.reason })}</p>
      )}
      {row.missing.length > 0 && <Missing row={row} change={change} />}
      <details className="sh-why-note" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary aria-label={t("why.label", { name: row.name })}>{t("why")}</summary>
        {isOpen && <Why row={row} />}
      </details>
    </article>
  );
}

/** `每月 100.00元`; within bounds where the clause leaves it open; nothing where there is no money in it. */
export function amountOf(row: Pick<DecisionRow, "amount" | "bounds" | "period" | "eligible">): ReactNode {
  if (row.eligible === false) return null;
  if (row.amount !== null) return `${t(`period.${row.period}`)} ${showYuan(row.amount)}`;
  if (row.bounds !== null) return `${t(`period.${row.period}`)} ${t("bounds", { min: showYuan(row.bounds.min), max: showYuan(row.bounds.max) })}`;
  return null;
}

function Missing({ row, change }: { row: DecisionRow; change: BenefitsProps["change"] }) {
  return (
    <div className="sh-actions sh-why-note">
      <span>{t("missing")}：</span>
      {row.missing.map(({ fact, label }) =>
        change !== undefined && RECORDABLE.includes(fact) ? (
          <Button key={fact} size="small" aria-label={t("missing.fill", { label })} onClick={() => change(fact)}>
            {label}
          </Button>
        ) : (
          <span key={fact}>{label}</span>
        ),
      )}
    </div>
  );
}

/** In sentences, then question by question with the sentence of the document. */
export function Why({ row }: { row: DecisionRow }) {
  return (
    <div className="sh-why-body">
      <ol>
        {row.sentences.map((sentence, index) => (
          // Sentences have no ids of their own and never change places.
          <li key={index}>{sentence}</li>
        ))}
      </ol>
      {row.trace !== null && <WhyPanel trace={row.trace} />}
      <p>
        <AppLink href={`/policies/versions/${row.versionId}`}>{t("document", { title: row.documentTitle, number: row.versionNumber })}</AppLink>
      </p>
    </div>
  );
}
