import { useState } from "react";
import { Button } from "antd";
import type { Trace } from "../../src/engines/rules/pack.ts";
import { t } from "./texts.ts";

type WhyProps = {
  trace: Trace;
  /** The Chinese name of a fact, for what is missing. */
  factLabel?: (fact: string) => string;
};

/**
 * Why a decision is as it is: each question, what was found, and the sentence of the document that it rests on. Opens
 * by itself along the branches that decided against the subject or could not be answered.
 */
export function WhyPanel({ trace, factLabel = (fact) => fact }: WhyProps) {
  // A new key remounts the tree, which sets every branch to the state asked for.
  const [wish, setWish] = useState<{ open: boolean | undefined; turn: number }>({ open: undefined, turn: 0 });
  const press = (open: boolean) => setWish((last) => ({ open, turn: last.turn + 1 }));
  return (
    <div className="sh-why">
      <div className="sh-actions">
        <Button size="small" onClick={() => press(true)}>
          {t("why.expand")}
        </Button>
        <Button size="small" onClick={() => press(false)}>
          {t("why.collapse")}
        </Button>
      </div>
      <ul key={wish.turn}>
        <WhyStep trace={trace} depth={0} open={wish.open} factLabel={factLabel} />
      </ul>
    </div>
  );
}

function WhyStep({ trace, depth, open, factLabel }: Required<WhyProps> & { depth: number; open: boolean | undefined }) {
  const children = trace.children ?? [];
  const notes = <WhyNotes trace={trace} factLabel={factLabel} />;
  if (children.length === 0) {
    return (
      <li>
        <div className="sh-why-leaf">
          <WhyQuestion trace={trace} />
        </div>
        {notes}
      </li>
    );
  }
  return (
    <li>
      <details open={open ?? (depth === 0 || isTelling(trace))}>
        <summary>
          <WhyQuestion trace={trace} />
        </summary>
        {notes}
        <ul>
          {children.map((child, index) => (
            // Steps have no ids of their own and never change places.
            <WhyStep key={index} trace={child} depth={depth + 1} open={open} factLabel={factLabel} />
          ))}
        </ul>
      </details>
    </li>
  );
}

/** Whether a branch holds a no or an unknown, which is what the reader came for. */
function isTelling(trace: Trace): boolean {
  return trace.result === false || trace.result === null || (trace.children ?? []).some(isTelling);
}

function WhyQuestion({ trace }: { trace: Trace }) {
  const { word, tone } = wordOf(trace.result);
  return (
    <>
      {trace.text}
      <span className={`sh-why-result ${tone}`}>{word}</span>
    </>
  );
}

function wordOf(result: Trace["result"]): { word: string; tone: string } {
  if (result === true) return { word: t("yes"), tone: "sh-why-result-yes" };
  if (result === false) return { word: t("no"), tone: "sh-why-result-no" };
  if (result === null) return { word: t("unknown"), tone: "sh-why-result-unknown" };
  return { word: result, tone: "" };
}

function WhyNotes({ trace, factLabel }: Required<WhyProps>) {
  return (
    <>
      {trace.clause !== undefined && (
        <p className="sh-why-note">
          {t("why.basis")} {trace.clause.at}：<q>{trace.clause.quote}</q>
        </p>
      )}
      {trace.missing !== undefined && trace.missing.length > 0 && (
        <p className="sh-why-note">
          {t("why.missing")}：{trace.missing.map(factLabel).join("、")}
        </p>
      )}
    </>
  );
}
