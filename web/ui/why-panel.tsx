import { useState } from "react";
import { Button } from "antd";
import { FACTS, type SubjectKind } from "../../src/kernel/facts.ts";
import type { TraceView as Trace } from "../../src/modules/policies/decisions.contract.ts";
import { t } from "./texts.ts";

type WhyProps = {
  trace: Trace;
  /** whom the decision is about: the dictionary in which missing facts have their names */
  subject?: SubjectKind;
};

/**
 * Why a decision is as it is: each question, what was found, and the sentence of the document that it rests on. Opens
 * by itself along the branches that decided against the subject or could not be answered.
 */
export function WhyPanel({ trace, subject = "senior" }: WhyProps) {
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
        <WhyStep trace={trace} depth={0} open={wish.open} subject={subject} />
      </ul>
    </div>
  );
}

function WhyStep({ trace, depth, open, subject }: Required<WhyProps> & { depth: number; open: boolean | undefined }) {
  const children = trace.children ?? [];
  const notes = <WhyNotes trace={trace} subject={subject} />;
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
            <WhyStep key={index} trace={child} depth={depth + 1} open={open} subject={subject} />
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

function WhyNotes({ trace, subject }: Required<WhyProps>) {
  return (
    <>
      {trace.clause !== undefined && (
        <p className="sh-why-note">
          {t("why.basis")} {trace.clause.at}：<q>{trace.clause.quote}</q>
        </p>
      )}
      {trace.missing !== undefined && trace.missing.length > 0 && (
        <p className="sh-why-note">
          {t("why.missing")}：{trace.missing.map((fact) => FACTS[subject][fact]?.label ?? fact).join("、")}
        </p>
      )}
    </>
  );
}
