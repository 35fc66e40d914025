import { useEffect, useMemo, useState } from "react";
import { useParams, useSearch } from "@tanstack/react-router";
import { Alert } from "antd";
import { getDocument } from "../../../../src/modules/policies/policies.contract.ts";
import type { Search } from "../../../ui/address.ts";
import type { CallResult } from "../../../ui/api.ts";
import { FactList } from "../../../ui/detail.tsx";
import { showDate } from "../../../ui/display.ts";
import { AppLink } from "../../../ui/link.tsx";
import { Page as Frame, Sheet, StatusTag } from "../../../ui/page.tsx";
import { Loaded } from "../../../ui/states.tsx";
import { useRead } from "../../../ui/use-api.ts";
import { segmentsOf, type Piece, type Segment } from "./document-segments.ts";
import { documentTone } from "./document-status.ts";
import { t } from "./documents.texts.ts";
import "./policies.css";
import { RuleCard, type RuleInWords } from "./rule-card.tsx";
import { t as term } from "./terms.texts.ts";

type Document = CallResult<typeof getDocument>;
/** The rules whose sentence is marked, and the side from which they were chosen: the other side moves to them. */
type Mark = { rules: readonly string[]; from: "rule" | "text" | "address" };

/** A document's text clause by clause, the executable rules beside their clauses. `?rule=` marks one at once. */
export function Page() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const answer = useRead(getDocument, { params: { id } });
  return (
    <Loaded of={answer} isPage>
      {(document) => <DocumentView document={document} />}
    </Loaded>
  );
}

function DocumentView({ document }: { document: Document }) {
  return (
    <Frame
      title={document.title}
      actions={document.versionId !== null && <AppLink href={`/policies/versions/${document.versionId}`}>{t("version")}</AppLink>}
    >
      <Sheet>
        <FactList
          facts={[
            { label: t("issuer"), value: document.issuer },
            { label: term("region"), value: document.regionName },
            { label: t("validity"), value: `${showDate(document.effective)} – ${document.expires ? showDate(document.expires) : t("open_end")}` },
            { label: t("status"), value: <StatusTag tone={documentTone(document.status)}>{t(`status.${document.status}`)}</StatusTag> },
            ...(document.number === null ? [] : [{ label: t("number"), value: document.number }]),
          ]}
        />
        <Ending document={document} />
        {document.versionId === null && <Alert type="info" showIcon title={t("no_rules")} style={{ marginTop: 12 }} />}
      </Sheet>
      <Text document={document} />
    </Frame>
  );
}

function Ending({ document }: { document: Document }) {
  if (document.expires === null || document.daysLeft === null) return null;
  if (document.status !== "ending" && document.status !== "ended") return null;
  const text = document.status === "ended" ? t("ended", { date: showDate(document.expires) }) : t("ending", { date: showDate(document.expires), days: document.daysLeft });
  return <Alert type="error" showIcon title={text} style={{ marginTop: 12 }} />;
}

function Text({ document }: { document: Document }) {
  const asked = (useSearch({ strict: false }) as Search).rule;
  const [mark, setMark] = useState<Mark>({ rules: asked === undefined ? [] : [asked], from: "address" });
  const segments = useMemo(() => segmentsOf(document.text, document.clauses, document.rules), [document]);
  useEffect(() => {
    if (mark.rules.length === 0) return;
    const target = mark.from === "text" ? window.document.getElementById(`rule-${mark.rules[0]}`) : window.document.querySelector(".po-quote-on");
    target?.scrollIntoView({ block: mark.from === "address" ? "center" : "nearest" });
  }, [mark]);
  return (
    <div className="po-document" style={{ marginTop: 16 }}>
      <Contents segments={segments} />
      <Sheet title={document.rules.length > 0 ? `${t("text")} · ${t("rules")}` : t("text")}>
        {segments.map((segment) => (
          <ClauseView key={segment.start} segment={segment} rules={document.rules} mark={mark} onMark={setMark} />
        ))}
      </Sheet>
    </div>
  );
}

const anchor = (start: number) => `clause-${start}`;

function Contents({ segments }: { segments: readonly Segment<RuleInWords>[] }) {
  return (
    <nav className="po-toc" aria-label={t("toc")}>
      <h2>{t("toc")}</h2>
      <ol>
        {segments.map((segment) => (
          <li key={segment.start}>
            <a
              className={`po-toc-${segment.level}`}
              href={`#${anchor(segment.start)}`}
              onClick={(event) => {
                // The address stays the page's own, so that going back leaves the page.
                event.preventDefault();
                const target = document.getElementById(anchor(segment.start));
                target?.scrollIntoView({ block: "start" });
                target?.focus({ preventScroll: true });
              }}
            >
              {segment.at === "" ? t("preamble") : `${segment.at} ${segment.heading}`}
              {segment.rules.length > 0 && (
                <>
                  <br />
                  <small>{t("toc.rules", { count: segment.rules.length })}</small>
                </>
              )}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function ClauseView({ segment, rules, mark, onMark }: { segment: Segment<RuleInWords>; rules: readonly RuleInWords[]; mark: Mark; onMark: (mark: Mark) => void }) {
  const isWide = segment.rules.length === 0;
  return (
    <div id={anchor(segment.start)} tabIndex={-1} role="group" className="po-clause" aria-label={segment.at === "" ? t("preamble") : segment.at}>
      <div className={isWide ? "po-clause-text po-clause-wide" : "po-clause-text"} {...(isWide ? {} : { tabIndex: 0, role: "group", "aria-label": `${t("text")} ${segment.at}` })}>
        {segment.pieces.map((piece) => (
          <PieceView key={piece.start} piece={piece} rules={rules} mark={mark} onMark={onMark} />
        ))}
      </div>
      {!isWide && (
        <div className="po-rules">
          {segment.rules.map((rule) => (
            <RuleCard
              key={rule.id}
              rule={rule}
              isOn={mark.rules.includes(rule.id)}
              pressLabel={t("rule.show", { name: rule.name })}
              onPress={() => onMark({ rules: [rule.id], from: "rule" })}
            />
          ))}
        </div>
      )}
    </div>
  );
}

/** A quoted sentence is a button as well as text: pressing it marks the rules that rest on it. */
function PieceView({ piece, rules, mark, onMark }: { piece: Piece; rules: readonly RuleInWords[]; mark: Mark; onMark: (mark: Mark) => void }) {
  if (piece.rules.length === 0) return <>{piece.text}</>;
  const press = () => onMark({ rules: piece.rules, from: "text" });
  const isOn = piece.rules.some((id) => mark.rules.includes(id));
  const names = rules.filter((rule) => piece.rules.includes(rule.id)).map((rule) => rule.name).join("、");
  return (
    <span
      role="button"
      tabIndex={0}
      aria-pressed={isOn}
      title={t("quote.show", { names })}
      className={isOn ? "po-quote po-quote-on" : "po-quote"}
      onClick={press}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        press();
      }}
    >
      {piece.text}
    </span>
  );
}
