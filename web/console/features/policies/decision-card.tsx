import { useState } from "react";
import { Button, Input } from "antd";
import type { SubjectKind } from "../../../../src/kernel/facts.ts";
import { formatYuan, parseYuan } from "../../../../src/kernel/money.ts";
import { determineAmount, getDecisionHistory, getDecisions, getExternal, listExternal } from "../../../../src/modules/policies/decisions.contract.ts";
import type { CallResult } from "../../../ui/api.ts";
import { showInstant } from "../../../ui/display.ts";
import { AppLink } from "../../../ui/link.tsx";
import { showYuan } from "../../../ui/money.tsx";
import { StatusTag } from "../../../ui/page.tsx";
import { useWrite } from "../../../ui/use-api.ts";
import { WhyPanel } from "../../../ui/why-panel.tsx";
import { useMay } from "../../shell/shell.tsx";
import { t } from "./external.texts.ts";
import { figureText, STANDING_TONES } from "./standings.ts";
import { StepDialog } from "./step-dialog.tsx";
import { t as term } from "./terms.texts.ts";

export type Decision = CallResult<typeof getDecisions>["rows"][number];
type CardProps = { decision: Decision; kind: SubjectKind; subjectId: string; names: ReadonlyMap<string, string> };

/** One decision: the outcome, the figure and who pays it, the sentence it rests on, and the whole reasoning on request. */
export function DecisionCard({ decision, kind, subjectId, names }: CardProps) {
  return (
    <article className="po-decision">
      <h3>
        {decision.name}
        <StatusTag tone={STANDING_TONES[decision.standing]}>{term(`standing.${decision.standing}`)}</StatusTag>
        {decision.receiving && <StatusTag>{t("receiving")}</StatusTag>}
        <span className="sh-number">{figureText(decision)}</span>
      </h3>
      <dl className="po-words">
        {decision.shares.length > 0 && (
          <>
            <dt>{term("shares")}</dt>
            <dd>{decision.shares.map((share) => `${share.payerName} ${showYuan(share.amount)}`).join("，")}</dd>
          </>
        )}
        <dt>{term("clause")}</dt>
        <dd className="po-clause-ref">
          <AppLink href={`/policies/documents/${decision.documentId}?rule=${decision.benefit}`}>
            {decision.documentTitle} {decision.clause.at}
          </AppLink>{" "}
          <q>{decision.clause.quote}</q>
        </dd>
      </dl>
      {decision.excludedBy !== null && <p style={{ margin: "4px 0" }}>{t("excluded", { benefit: names.get(decision.excludedBy) ?? decision.excludedBy })}</p>}
      {decision.missing.length > 0 && <p style={{ margin: "4px 0" }}>{t("missing", { facts: decision.missing.map((fact) => fact.label).join("、") })}</p>}
      <Determination decision={decision} kind={kind} subjectId={subjectId} />
      <details>
        <summary>{t("why")}</summary>
        {decision.sentences.map((sentence) => (
          <p key={sentence} style={{ margin: "4px 0" }}>
            {sentence}
          </p>
        ))}
        {decision.trace !== null && <WhyPanel trace={decision.trace} subject={kind} />}
      </details>
    </article>
  );
}

/** An officer's figure within the bounds: what was set by whom and why, and the way to set it. */
function Determination({ decision, kind, subjectId }: Omit<CardProps, "names">) {
  const may = useMay(determineAmount.permission);
  const [isOpen, setOpen] = useState(false);
  const { determination, bounds } = decision;
  return (
    <>
      {determination !== null && (
        <p style={{ margin: "4px 0" }}>{t("determined", { by: determination.by, at: showInstant(determination.at), amount: showYuan(determination.amount), reason: determination.reason })}</p>
      )}
      {may && bounds !== null && decision.decisionId !== null && (
        <Button style={{ margin: "6px 0" }} type={determination === null ? "primary" : "default"} onClick={() => setOpen(true)}>
          {determination === null ? t("determine") : t("determine.again")}
        </Button>
      )}
      {isOpen && bounds !== null && decision.decisionId !== null && (
        <DetermineDialog decision={decision} bounds={bounds} decisionId={decision.decisionId} kind={kind} subjectId={subjectId} onClose={() => setOpen(false)} />
      )}
    </>
  );
}

const SHORTEST_REASON = 4;

function DetermineDialog({ decision, bounds, decisionId, kind, subjectId, onClose }: Omit<CardProps, "names"> & { bounds: { min: string; max: string }; decisionId: string; onClose: () => void }) {
  const write = useWrite(determineAmount, { refreshes: [getDecisions, getDecisionHistory, getExternal, listExternal] });
  const [amount, setAmount] = useState(decision.determination?.amount ?? "");
  const [reason, setReason] = useState("");
  const fen = fenOf(amount);
  const isInside = fen !== undefined && fen >= parseYuan(bounds.min) && fen <= parseYuan(bounds.max);
  const limits = { min: showYuan(bounds.min), max: showYuan(bounds.max) };
  return (
    <StepDialog
      title={`${t("determine")}：${decision.name}`}
      okText={t("determine")}
      canOk={isInside && reason.trim().length >= SHORTEST_REASON}
      onClose={onClose}
      onOk={() => write.run({ params: { kind, id: subjectId }, body: { benefit: decision.benefit, amount: formatYuan(fen!), reason, decisionId } })}
    >
      <p>{t("determine.hint", { ...limits, at: decision.clause.at, quote: decision.clause.quote })}</p>
      <div className="po-field">
        <label htmlFor="determine-amount">{t("determine.amount")}</label>
        <Input id="determine-amount" inputMode="decimal" suffix="元" value={amount} aria-invalid={amount !== "" && !isInside} aria-describedby="determine-fault" onChange={(event) => setAmount(event.target.value)} />
        <span id="determine-fault" className="po-strong" role="status">
          {amount !== "" && !isInside && t("determine.outside", limits)}
        </span>
      </div>
      <div className="po-field" style={{ marginTop: 12 }}>
        <label htmlFor="determine-reason">{t("determine.reason")}</label>
        <Input.TextArea id="determine-reason" rows={3} maxLength={500} placeholder={t("determine.reason.hint")} value={reason} onChange={(event) => setReason(event.target.value)} />
      </div>
    </StepDialog>
  );
}

function fenOf(text: string): number | undefined {
  try {
    return parseYuan(text);
  } catch {
    return undefined;
  }
}
