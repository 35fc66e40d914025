import { useState } from "react";
import { useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { importExternal, listExternal } from "../../../../src/modules/policies/decisions.contract.ts";
import { getServiceList } from "../../../../src/modules/policies/policies.contract.ts";
import type { Search } from "../../../ui/address.ts";
import type { CallResult } from "../../../ui/api.ts";
import { showInstant, today } from "../../../ui/display.ts";
import { AppLink } from "../../../ui/link.tsx";
import { ListView } from "../../../ui/list-page.tsx";
import { Page as Frame, Sheet, StatusTag } from "../../../ui/page.tsx";
import { useRead } from "../../../ui/use-api.ts";
import { useMay, useMe } from "../../shell/shell.tsx";
import { ExternalImport } from "./external-import.tsx";
import { figureText, STANDING_TONES } from "./standings.ts";
import { t } from "./external.texts.ts";
import "./policies.css";
import { t as term } from "./terms.texts.ts";

type Row = CallResult<typeof listExternal>["rows"][number];
export const EXTERNAL_KINDS = ["facility", "provider", "caregiver"] as const;
export type ExternalKind = (typeof EXTERNAL_KINDS)[number];

/** Facilities, providers or caregivers (`?kind=`) with the subsidies that stand for each. */
export function Page() {
  const search = useSearch({ strict: false }) as Search;
  const kind = EXTERNAL_KINDS.find((one) => one === search.kind) ?? "facility";
  const mayImport = useMay(importExternal.permission);
  const [isImporting, setImporting] = useState(false);
  return (
    <Frame
      title={t("title")}
      note={t("note")}
      actions={
        mayImport && (
          <Button type="primary" onClick={() => setImporting(true)}>
            {t("import")}
          </Button>
        )
      }
    >
      <nav className="po-tabs" aria-label={t("kind")}>
        {EXTERNAL_KINDS.map((one) => (
          <AppLink key={one} href={`/policies/external?kind=${one}`} aria-current={one === kind ? "page" : "false"}>
            {term(`subject.${one}`)}
          </AppLink>
        ))}
      </nav>
      <Sheet>
        <Subjects key={kind} kind={kind} />
      </Sheet>
      {isImporting && <ExternalImport kind={kind} onClose={() => setImporting(false)} />}
    </Frame>
  );
}

function Subjects({ kind }: { kind: ExternalKind }) {
  const user = useMe();
  const list = useRead(getServiceList, { query: { region: user.regions[0] ?? "000000000000", on: today(), subject: kind } });
  const benefits = (list.data?.items ?? []).map((item) => ({ value: item.id, label: item.name }));
  return (
    <ListView
      id={`policies.external.${kind}`}
      contract={listExternal}
      fixed={{ kind }}
      rowKey={(row) => row.id}
      open={(row) => `/policies/external/${row.id}`}
      search={t("search")}
      filters={[
        { key: "region", label: term("region"), kind: "region" },
        { key: "benefit", label: t("benefit"), kind: "select", options: benefits },
      ]}
      empty={{ hint: t("empty") }}
      columns={[
        { key: "name", title: t("name"), always: true, render: (row) => <div className="po-name">{row.name}</div> },
        { key: "benefits", title: t("benefits"), render: (row) => <Benefits row={row} /> },
        { key: "region", title: term("region"), render: (row) => <div className="po-place">{row.regionName}</div> },
        { key: "code", title: t("code"), optional: true, render: (row) => <span className="sh-number">{row.code}</span> },
        { key: "updated", title: t("updated"), optional: true, render: (row) => showInstant(row.updatedAt) },
      ]}
    />
  );
}

/** What stands for a subject; what still wants a figure comes first. */
function Benefits({ row }: { row: Row }) {
  const shown = row.benefits.filter((one) => one.standing !== "not_eligible" && one.standing !== "not_in_force").toSorted((a, b) => Number(b.standing === "to_be_decided") - Number(a.standing === "to_be_decided"));
  if (shown.length === 0) return <>{t("benefits.none")}</>;
  return (
    <ul className="po-plain">
      {shown.map((one) => (
        <li key={one.benefit}>
          {one.name} <StatusTag tone={STANDING_TONES[one.standing]}>{term(`standing.${one.standing}`)}</StatusTag> <span className="sh-number">{figureText(one)}</span>
        </li>
      ))}
    </ul>
  );
}
