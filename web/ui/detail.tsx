import { useEffect, useId, useState, type ReactNode } from "react";
import { Button, Input, Modal } from "antd";
import type { CivilDate } from "../../src/kernel/dates.ts";
import { asProblem } from "./api.ts";
import { showDate, showInstant } from "./display.ts";
import { t } from "./texts.ts";

const REVEALED_MS = 60_000;
const SHORTEST_REASON = 4;

/**
 * A sensitive value, masked until asked for with a reason. Without `reveal` (no permission) it stays masked; revealed
 * it hides again after a minute.
 */
export function MaskedField({ label, masked, reveal, show = (value) => value, suggested, href }: {
  label: string;
  masked: string;
  reveal?: (reason: string) => Promise<string>;
  show?: (value: string) => string;
  /** the reason that the work at hand gives, which the user may change */
  suggested?: string;
  /** what the revealed value links to: `tel:` */
  href?: (value: string) => string;
}) {
  const [value, setValue] = useState<string>();
  const [isAsking, setAsking] = useState(false);
  useEffect(() => {
    if (value === undefined) return undefined;
    const timer = setTimeout(() => setValue(undefined), REVEALED_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return (
    <span className="sh-number">
      {value !== undefined && href !== undefined ? <a href={href(value)}>{show(value)}</a> : show(value ?? masked)}{" "}
      {reveal !== undefined && (
        <Button
          type="link"
          size="small"
          aria-label={`${value === undefined ? t("masked.reveal") : t("masked.hide")} ${label}`}
          onClick={() => (value === undefined ? setAsking(true) : setValue(undefined))}
        >
          {value === undefined ? t("masked.reveal") : t("masked.hide")}
        </Button>
      )}
      {isAsking && reveal !== undefined && (
        <ReasonDialog
          title={t("masked.title", { label })}
          hint={t("masked.hint")}
          suggested={suggested}
          onCancel={() => setAsking(false)}
          onReason={async (reason) => {
            setValue(await reveal(reason));
            setAsking(false);
          }}
        />
      )}
    </span>
  );
}

/** Asks for a reason in words and passes it on; says what went wrong and stays open when that fails. */
export function ReasonDialog({ title, hint, onReason, onCancel, okText, suggested = "" }: {
  title: string;
  hint?: ReactNode;
  suggested?: string | undefined;
  onReason: (reason: string) => Promise<void>;
  onCancel: () => void;
  okText?: string;
}) {
  const inputId = useId();
  const [reason, setReason] = useState(suggested);
  const [fault, setFault] = useState<string>();
  const [isRunning, setRunning] = useState(false);
  const confirm = async () => {
    if (reason.trim().length < SHORTEST_REASON) return setFault(t("masked.reason.required"));
    setRunning(true);
    try {
      await onReason(reason.trim());
    } catch (error) {
      setFault(asProblem(error).detail);
    } finally {
      setRunning(false);
    }
  };
  return (
    <Modal
      open
      title={title}
      okText={okText ?? t("masked.reveal")}
      cancelText={t("cancel")}
      confirmLoading={isRunning}
      onOk={() => void confirm()}
      onCancel={onCancel}
    >
      {hint !== undefined && <p>{hint}</p>}
      <label htmlFor={inputId}>{t("masked.reason")}</label>
      <Input.TextArea
        id={inputId}
        rows={2}
        maxLength={200}
        autoFocus
        value={reason}
        status={fault === undefined ? "" : "error"}
        aria-invalid={fault !== undefined}
        aria-describedby={`${inputId}-fault`}
        onChange={(event) => {
          setReason(event.target.value);
          setFault(undefined);
        }}
      />
      <div id={`${inputId}-fault`} role="alert" style={{ color: "#A3211A", minHeight: 22 }}>
        {fault}
      </div>
    </Modal>
  );
}

/** One fact as shown: value in words, where it comes from, and from when to when it holds. */
export type FactItem = { label: string; value: ReactNode; source?: string; from?: CivilDate | null; to?: CivilDate | null; action?: ReactNode };

/** Facts in columns, each with its source and period. Unknown is said, never left blank. */
export function FactList({ facts }: { facts: readonly FactItem[] }) {
  return (
    <dl className="sh-facts">
      {facts.map((fact) => (
        <div key={fact.label}>
          <dt>{fact.label}</dt>
          <dd>
            {fact.value === undefined || fact.value === null || fact.value === "" ? t("unknown") : fact.value} {fact.action}
            <FactNote fact={fact} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function FactNote({ fact }: { fact: FactItem }) {
  const notes = [
    fact.source === undefined ? undefined : `${t("fact.source")}：${fact.source}`,
    fact.from ? `${t("fact.period")}：${showDate(fact.from)} – ${fact.to ? showDate(fact.to) : t("fact.open_end")}` : undefined,
  ].filter((note) => note !== undefined);
  return notes.length === 0 ? null : <span className="sh-fact-note">{notes.join("　")}</span>;
}

/** What happened, newest first as given. `at` is an ISO instant or a civil date. */
export type TimelineItem = { id: string; at: string; title: ReactNode; body?: ReactNode; by?: string };

export function Timeline({ items }: { items: readonly TimelineItem[] }) {
  return (
    <ol className="sh-timeline">
      {items.map((item) => (
        <li key={item.id}>
          <time dateTime={item.at}>{item.at.length === 10 ? showDate(item.at) : showInstant(item.at)}</time>
          <strong>{item.title}</strong>
          {item.by !== undefined && <span className="sh-bar-note">　{item.by}</span>}
          {item.body !== undefined && <div>{item.body}</div>}
        </li>
      ))}
    </ol>
  );
}
