import { useId } from "react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Select } from "antd";
import type { SubjectKind } from "../../../../src/kernel/facts.ts";
import { getServiceList } from "../../../../src/modules/policies/policies.contract.ts";
import type { Search } from "../../../ui/address.ts";
import type { CallResult } from "../../../ui/api.ts";
import { DateField } from "../../../ui/date-field.tsx";
import { showDate, today } from "../../../ui/display.ts";
import { AppLink } from "../../../ui/link.tsx";
import { Page as Frame, Sheet, StatusTag } from "../../../ui/page.tsx";
import { PlainTable } from "../../../ui/plain-table.tsx";
import { RegionPicker } from "../../../ui/region-picker.tsx";
import { EmptyState, Loaded } from "../../../ui/states.tsx";
import { useRead } from "../../../ui/use-api.ts";
import { useMe } from "../../shell/shell.tsx";
import "./policies.css";
import { Conditions } from "./rule-card.tsx";
import { t } from "./service-list.texts.ts";
import { t as term } from "./terms.texts.ts";

type List = CallResult<typeof getServiceList>;
type Item = List["items"][number];
const KINDS = ["money", "care", "attention", "subsidy", "relief"] as const;
const SUBJECTS = ["senior", "facility", "provider", "caregiver"] as const;

/** What a region offers on a day, own and inherited, by kind. */
export function Page() {
  const user = useMe();
  const search = useSearch({ strict: false }) as Search;
  const region = search.region ?? user.regions[0] ?? "000000000000";
  const on = search.on ?? today();
  const subject = SUBJECTS.find((one) => one === search.subject);
  const answer = useRead(getServiceList, { query: { region, on, ...(subject === undefined ? {} : { subject }) } }, { keepPrevious: true });
  return (
    <Frame title={t("title")} note={t("note")}>
      <Sheet>
        <Choice region={region} on={on} subject={subject} />
        <Loaded of={answer}>{(list) => <Groups list={list} />}</Loaded>
      </Sheet>
    </Frame>
  );
}

function Choice({ region, on, subject }: { region: string; on: string; subject: SubjectKind | undefined }) {
  const navigate = useNavigate();
  const id = useId();
  const change = (part: Search) => void navigate({ to: ".", search: (last: Search) => ({ ...last, ...part }) } as never);
  return (
    <form role="search" className="sh-filters" onSubmit={(event) => event.preventDefault()}>
      <div className="sh-filter" style={{ minWidth: 220 }}>
        <label htmlFor={`${id}-region`}>{t("region")}</label>
        <RegionPicker id={`${id}-region`} value={region} onChange={(code) => change({ region: code ?? "" })} />
      </div>
      <div className="sh-filter">
        <label htmlFor={`${id}-on`}>{t("on")}</label>
        <DateField id={`${id}-on`} value={on} onChange={(date) => change({ on: date ?? "" })} />
      </div>
      <div className="sh-filter" style={{ minWidth: 160 }}>
        <label htmlFor={`${id}-subject`}>{t("subject")}</label>
        <Select<string>
          id={`${id}-subject`}
          virtual={false}
          value={subject ?? ""}
          onChange={(value) => change({ subject: value })}
          options={[{ value: "", label: t("all") }, ...SUBJECTS.map((one) => ({ value: one, label: term(`subject.${one}`) }))]}
        />
      </div>
    </form>
  );
}

function Groups({ list }: { list: List }) {
  if (list.items.length === 0) return <EmptyState title={t("empty")} hint={t("empty.hint")} />;
  const inherited = list.items.filter((item) => item.inherited).length;
  return (
    <>
      <p role="status">{t("summary", { region: list.regionName, date: showDate(list.on), count: list.items.length, inherited })}</p>
      {KINDS.map((kind) => ({ kind, items: list.items.filter((item) => item.kind === kind) }))
        .filter(({ items }) => items.length > 0)
        .map(({ kind, items }) => (
          <Group key={kind} title={t("group", { kind: term(`kind.${kind}`), count: items.length })} items={items} />
        ))}
    </>
  );
}

function Group({ title, items }: { title: string; items: readonly Item[] }) {
  return (
    <section className="po-wrap" style={{ marginBottom: 20 }}>
      <h2 style={{ fontSize: 16, margin: "0 0 8px" }}>{title}</h2>
      <PlainTable
        label={title}
        rows={items}
        rowKey={(item) => `${item.pack}/${item.id}`}
        columns={[
          { key: "name", title: t("name"), render: (item) => <Name item={item} /> },
          { key: "who", title: t("who"), render: (item) => <Who item={item} /> },
          { key: "standard", title: t("standard"), render: (item) => <Standard item={item} /> },
          { key: "department", title: t("department"), render: (item) => item.department ?? t("department.none") },
          {
            key: "clause",
            title: term("clause"),
            render: (item) => (
              <AppLink href={`/policies/documents/${item.documentId}?rule=${item.id}`} aria-label={t("clause.open", { name: item.name })}>
                <span style={{ whiteSpace: "nowrap" }}>{item.clause.at}</span>
              </AppLink>
            ),
          },
          { key: "origin", title: t("origin"), render: (item) => <Origin item={item} /> },
        ]}
      />
    </section>
  );
}

function Name({ item }: { item: Item }) {
  return (
    <div style={{ minWidth: 140, maxWidth: 220 }}>
      <strong>{item.name}</strong>
      {item.confirm !== null && (
        <div title={item.confirm}>
          <StatusTag tone="risk">{term("confirm")}</StatusTag>
        </div>
      )}
    </div>
  );
}

function Who({ item }: { item: Item }) {
  return (
    <div style={{ minWidth: 200, maxWidth: 380 }}>
      {term(`subject.${item.subject}`)}
      <div>
        <Conditions conditions={item.conditions} />
      </div>
    </div>
  );
}

function Standard({ item }: { item: Item }) {
  return (
    <div style={{ minWidth: 160, maxWidth: 320 }}>
      {item.amount}
      {item.standard !== null && <div>{item.standard}</div>}
      <div className="sh-bar-note">
        {term("shares")}：{item.shares}
      </div>
    </div>
  );
}

function Origin({ item }: { item: Item }) {
  return (
    <div style={{ minWidth: 88 }}>
      <StatusTag tone={item.inherited ? "plain" : "good"}>{item.inherited ? t("inherited") : t("own")}</StatusTag>
      <div className="sh-bar-note">{item.origin.regionName}</div>
      {item.implements !== null && <div className="sh-bar-note">{t("implements")}</div>}
    </div>
  );
}
