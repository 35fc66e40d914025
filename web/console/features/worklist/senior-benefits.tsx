import { useState, type ReactNode } from "react";
import type { UseQueryResult } from "@tanstack/react-query";
import type { getDecisions } from "../../../../src/modules/policies/decisions.contract.ts";
import type { ApiProblem, CallResult } from "../../../ui/api.ts";
import { FactList } from "../../../ui/detail.tsx";
import { showDate } from "../../../ui/display.ts";
import { AppLink } from "../../../ui/link.tsx";
import { Sheet, StatusTag } from "../../../ui/page.tsx";
import { ErrorState, LoadingState } from "../../../ui/states.tsx";
import { WhyPanel } from "../../../ui/why-panel.tsx";
import { useMay } from "../../shell/shell.tsx";
import { t } from "./senior-texts.ts";
import { t as word } from "./texts.ts";
import { AmountView, PayersView, WorkStateView, type WorkRow } from "./worklist-words.tsx";

type Decisions = UseQueryResult<CallResult<typeof getDecisions>, ApiProblem>;
type Decision = CallResult<typeof getDecisions>["rows"][number];

/** Each unmet benefit with its sentence, figure, payers and reasons. */
export function UnmetBenefits({ rows, decisions }: { rows: readonly WorkRow[]; decisions: Decisions }) {
  return (
    <Sheet title={t("unmet", { count: rows.length })}>
      <ul className="sh-cards">
        {rows.map((row) => (
          <li key={row.benefit}>
            <BenefitCard row={row} why={<Why row={row} decisions={decisions} />} />
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

function BenefitCard({ row, why }: { row: WorkRow; why: ReactNode }) {
  return (
    <>
      <div className="wl-card-head">
        <h3>{row.benefitName}</h3>
        <WorkStateView row={row} />
      </div>
      <p className="sh-clause">
        {t("clause")} {row.clause.at}：<q>{row.clause.quote}</q>
      </p>
      <FactList
        facts={[
          { label: t("amount"), value: <AmountView row={row} /> },
          { label: t("shares"), value: <PayersView payers={row.payers} /> },
          { label: word("filter.kind"), value: word(`kind.${row.kind}`) },
          { label: t("since"), value: showDate(row.since) },
        ]}
      />
      {why}
    </>
  );
}

/** The reasons in sentences, and step by step for who wants to check. Rendered once opened: traces are long. */
function Why({ row, decisions }: { row: WorkRow; decisions: Decisions }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="sh-fold" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("why")}</summary>
      {isOpen && <WhyContent decision={decisions.data?.rows.find((one) => one.benefit === row.benefit)} decisions={decisions} />}
    </details>
  );
}

function WhyContent({ decision, decisions }: { decision: Decision | undefined; decisions: Decisions }) {
  const mayRead = useMay("policies.read");
  if (decisions.isPending) return <LoadingState />;
  if (decision === undefined) return <ErrorState error={decisions.error ?? new Error(t("why.error"))} retry={() => void decisions.refetch()} />;
  return (
    <>
      <p>{mayRead ? <AppLink href={`/policies/documents/${decision.documentId}?rule=${decision.benefit}`}>{decision.documentTitle}</AppLink> : decision.documentTitle}</p>
      <ul className="wl-sentences">
        {decision.sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {decision.trace !== null && (
        <details className="sh-fold">
          <summary>{t("why.steps")}</summary>
          <WhyPanel trace={decision.trace} />
        </details>
      )}
    </>
  );
}

/** What cannot be decided for want of data, and what is received already. */
export function OtherBenefits({ seniorId, decisions }: { seniorId: string; decisions: Decisions }) {
  const mayWrite = useMay("people.write");
  if (decisions.data === undefined) return null;
  const open = decisions.data.rows.filter((row) => row.standing === "unknown" && !row.receiving);
  const received = decisions.data.rows.filter((row) => row.receiving);
  return (
    <>
      {open.length > 0 && (
        <Sheet title={t("missing")}>
          <ul className="wl-missing">
            {open.map((row) => (
              <li key={row.benefit}>
                <strong>{row.name}</strong>　<span>{t("missing.facts", { facts: row.missing.map(({ label }) => label).join("、") })}</span>
              </li>
            ))}
          </ul>
          {mayWrite && <AppLink href={`/people/seniors/${seniorId}`}>{t("missing.fill")}</AppLink>}
        </Sheet>
      )}
      {received.length > 0 && (
        <Sheet title={t("receiving")}>
          <div className="sh-actions">
            {received.map((row) => (
              <StatusTag key={row.benefit} tone="good">
                {row.name}
              </StatusTag>
            ))}
          </div>
        </Sheet>
      )}
    </>
  );
}
